"""How long somebody has waited, until when, and what has stopped the clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jurisdictions import clocks
from referrals import actions
from referrals.models import ClockPause, Referral

Words = str | Promise
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The promise as it stands today."""

    label: Words
    law: Words
    started: date
    started_by: Words
    due_on: date | None
    days_left: int | None
    waited: int
    is_paused: bool
    target: int | None
    free_days: list[date]
    why_not_pause: str


def clock(referral: Referral, today: date) -> Clock:
    """The clock of the country, for one referral."""
    rules = actions.regime()
    started, due = referral.clock_from, referral.due_on
    is_visit = rules.visit_within_days is not None
    target = min(settings.REFERRAL_TARGET_DAYS, rules.visit_within_days or 0)
    return Clock(
        label=due_label(),
        law=VISIT_LAW if is_visit else ASSESS_LAW,
        started=started,
        started_by=ISSUED if is_visit else RECEIVED,
        due_on=due,
        days_left=(due - today).days if due else None,
        waited=max((today - started).days, 0),
        is_paused=due is None,
        target=target if is_visit else None,
        free_days=[] if is_visit or due is None else _free_days(started, due),
        why_not_pause=actions.why_not_pause(referral),
    )


def due_label() -> Words:
    """What has to have happened by the day: a visit, or an assessment."""
    is_visit = actions.regime().visit_within_days is not None
    return _("Besök senast") if is_visit else _("Bedöm senast")


VISIT_LAW = _(
    "Vårdgarantin räknar alla dagar, även lördagar och söndagar, från den dag "
    "remissen skrevs."
)
ASSESS_LAW = _(
    "Den som remitteras får besked inom tio arbetsdagar från den dag remissen kom. "
    "Lördagar, söndagar och helgdagar räknas inte. Fristen kan inte pausas."
)
ISSUED = _("Remissen skrevs")
RECEIVED = _("Remissen kom")


def _free_days(started: date, due: date) -> list[date]:
    """Public holidays on weekdays in between: why the day is later than expected."""
    rules = actions.regime()
    days = (started + timedelta(days=n) for n in range(1, (due - started).days + 1))
    return [
        day
        for day in days
        if day.weekday() < SATURDAY and clocks.is_free_day(day, regime=rules)
    ]


def pauses(referral: Referral) -> list[ClockPause]:
    """Every pause that anybody has written, those taken back too, with their names."""
    return list(
        referral.pauses.select_related("written_by", "taken_back_by").order_by(
            "first_on", "written_at"
        )
    )
