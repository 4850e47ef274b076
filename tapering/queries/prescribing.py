"""Who prescribes a plan, from when until when, and the days that nobody does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from accounts.models import CareUnit
from patients.models import Case
from referrals.models import Referral
from tapering.lifecycle import SIGNED
from tapering.models import Plan, PlanVersion, Prescribing

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Prescriber:
    """Somebody who prescribes from one day to another, both included.

    Without a first day it is the plan's own; without a last one, as long as it goes on.
    """

    name: str
    care_unit: CareUnit | None = None
    from_on: date | None = None
    until_on: date | None = None

    @property
    def at(self) -> str:
        """The name, with the health centre behind it."""
        names = dict.fromkeys(filter(None, (self.name, self._unit)))
        return ", ".join(names)

    @property
    def _unit(self) -> str:
        return self.care_unit.name if self.care_unit else ""

    def covers(self, on: date) -> bool:
        """Tell whether the day is one of theirs."""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Days without a prescriber; `until_on` None is as long as the plan goes on."""

    from_on: date
    until_on: date | None


def prescribers_of(version: PlanVersion) -> list[Prescriber]:
    """Those who prescribe a version, in the order of their days."""
    rows: Iterable[Prescribing] = version.prescribing.select_related("care_unit")
    return [
        Prescriber(
            name=row.name,
            care_unit=row.care_unit,
            from_on=row.from_on,
            until_on=row.until_on,
        )
        for row in rows
    ]


def _referred_by(case: Case) -> list[Prescriber]:
    """Whoever referred, or the person's own health centre, when that is known."""
    referral = (
        Referral.objects.filter(case=case)
        .select_related("sender", "sender_unit", "health_centre")
        .order_by("sent_at")
        .last()
    )
    if referral is None:
        return []
    if referral.sender:
        return [Prescriber(name=referral.sender.name, care_unit=referral.sender_unit)]
    if referral.health_centre:
        centre = referral.health_centre
        return [Prescriber(name=centre.name, care_unit=centre)]
    return []


def _from_its_start(rows: Iterable[Prescriber], starts: date) -> list[Prescriber]:
    """Those who are left on a day; whoever has begun prescribes from the start."""
    return [
        replace(row, from_on=None) if row.covers(starts) else row
        for row in rows
        if row.until_on is None or row.until_on >= starts
    ]


def usual_prescribers(plan: Plan) -> list[Prescriber]:
    """Who is likely to prescribe: as signed last in the case, else whoever referred."""
    signed = PlanVersion.objects.filter(plan__case=plan.case_id, state__in=SIGNED)
    own = signed.filter(plan=plan).order_by("number").last()
    latest = own or signed.order_by("decided_at").last()
    known = prescribers_of(latest) if latest else []
    if own:
        return _from_its_start(known, own.counts_from)
    people = {who.name: who for who in known}
    return [
        Prescriber(name=who.name, care_unit=who.care_unit)
        for who in list(people.values())[-1:]
    ] or _referred_by(plan.case)


def _span(answer: Json) -> tuple[date, date | None]:
    """The days that somebody must prescribe for: without end when the goal is a dose.

    The day of a goal of nothing is no such day.
    """
    first, last = answer["steps"][0], answer["steps"][-1]
    starts, ends = date.fromisoformat(first["from"]), date.fromisoformat(last["from"])
    return starts, None if last["doses"] else ends - timedelta(days=1)


def gaps(
    rows: Sequence[Prescriber], answer: Json, since: date | None = None
) -> list[Gap]:
    """The days of a plan without a prescriber; `since` leaves out what has passed."""
    starts, ends = _span(answer)
    cursor = max(starts, since) if since else starts
    found: list[Gap] = []
    for row in sorted(rows, key=lambda row: row.from_on or starts):
        begins = row.from_on or starts
        if begins > cursor and (ends is None or cursor <= ends):
            until = begins - timedelta(days=1)
            found.append(
                Gap(from_on=cursor, until_on=min(until, ends) if ends else until)
            )
        if row.until_on is None:
            return found
        cursor = max(cursor, row.until_on + timedelta(days=1))
    if ends is None or cursor <= ends:
        found.append(Gap(from_on=cursor, until_on=ends))
    return found


def prescriber_on(rows: Iterable[Prescriber], on: date) -> Prescriber | None:
    """Who prescribes on a day."""
    return next((row for row in rows if row.covers(on)), None)
