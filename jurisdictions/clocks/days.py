"""The waiting-time guarantee: calendar days from the day the referral was issued.

Rules VG-01 to VG-06. All days count, weekends too, except those inside a pause that
the law knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jurisdictions.regimes import SWEDISH_GUARANTEE_DAYS
from jurisdictions.typed import Fault


def _(sentence: str) -> str:
    return sentence


ENDS_BEFORE_START = _("Pausen slutar innan den börjar. Kontrollera datumen.")
DECLINE_NOT_SHOWN = _(
    "Väntan kan bara pausas på patientens begäran när patienten har fått veta om "
    "vårdgarantin, fått ett erbjudande inom tiden och sagt nej till det. Fyll i alla "
    "tre datumen."
)
DECLINE_OUT_OF_ORDER = _(
    "Datumen måste komma i ordning: patienten får veta om vårdgarantin, får "
    "erbjudandet, säger nej, och sedan börjar pausen. Kontrollera datumen."
)
LOOSER_THAN_LAW = _(
    "Målet kan inte vara längre än lagens %(days)d dagar. Skriv ett tal mellan 1 och "
    "%(days)d."
)


class NotAPause(Fault):
    """The law does not stop the clock for this."""


class LooserThanLaw(Fault):
    """A region may promise more than the law, never less."""


class PauseReason(StrEnum):
    """The only three reasons for which waiting days are not counted (VG-02)."""

    MEDICAL = "medical"
    OTHER_REGION = "other_region"
    DECLINED = "declined"


@dataclass(frozen=True)
class Pause:
    """Days that do not count: from `first`, up to but without `until` if it ended."""

    first: date
    until: date | None = None
    reason: PauseReason = PauseReason.MEDICAL
    informed_on: date | None = None
    offered_on: date | None = None
    declined_on: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.first:
            raise NotAPause(ENDS_BEFORE_START)
        if self.reason == PauseReason.DECLINED:
            self._check_declined()

    def _check_declined(self) -> None:
        """The three dated facts, in the order in which they can have happened."""
        facts = [self.informed_on, self.offered_on, self.declined_on]
        dated = [day for day in facts if day is not None]
        if len(dated) < len(facts):
            raise NotAPause(DECLINE_NOT_SHOWN)
        if [*dated, self.first] != sorted([*dated, self.first]):
            raise NotAPause(DECLINE_OUT_OF_ORDER)


@dataclass(frozen=True)
class DayClock:
    """One patient's wait. Pauses may overlap, touch and come in any order."""

    started: date
    target_days: int = SWEDISH_GUARANTEE_DAYS
    statutory_days: int = SWEDISH_GUARANTEE_DAYS
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.target_days <= self.statutory_days:
            raise LooserThanLaw(LOOSER_THAN_LAW, days=self.statutory_days)

    @property
    def due(self) -> date | None:
        """The last day on which the promise is kept; None while a pause is open."""
        counted_from, left = self.started, self.target_days
        for first, until in self._merged():
            days = (first - counted_from).days
            if days > left:
                break
            if until is None:
                return None
            counted_from, left = until, left - days
        return counted_from + timedelta(days=left)

    def elapsed(self, today: date) -> int:
        """Days that have counted; the first day is day nought."""
        if today <= self.started:
            return 0
        paused = sum(
            (min(until or today, today) - first).days
            for first, until in self._merged()
            if first < today
        )
        return (today - self.started).days - paused

    def days_left(self, today: date) -> int:
        """Negative once the promise is broken."""
        return self.target_days - self.elapsed(today)

    def is_paused(self, today: date) -> bool:
        return any(
            first <= today and (until is None or today < until)
            for first, until in self._merged()
        )

    def is_overdue(self, today: date) -> bool:
        return self.days_left(today) < 0

    def _merged(self) -> Iterator[tuple[date, date | None]]:
        """The pauses in order, none before the start, none overlapping another."""
        reached: date | None = self.started
        for pause in sorted(self.pauses, key=lambda pause: pause.first):
            if reached is None:
                return
            first = max(pause.first, reached)
            if pause.until is None or pause.until > first:
                yield first, pause.until
                reached = pause.until
