"""What only steps written by hand can get wrong, and unlucky days to begin on."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jurisdictions.clocks import is_free_day, is_working_day
from tapering.queries.concerns import STOPS, TELLS, WANTS_REASON, Concern, care_concern
from tapering.queries.makeable import nearest

Json = dict[str, Any]
FRIDAY = 4


def _amount(row: Json) -> Decimal:
    return Decimal(row.get("mg") or row.get("ug_per_h") or 0)


def in_measure(found: Mapping[str, Any], name: str) -> Any:
    """A value of an answer, also where mg reads ug_per_h."""
    return found[name] if name in found else found.get(name.replace("mg", "ug_per_h"))


def _totals(answer: Json, substance: str) -> list[Decimal]:
    return [
        Decimal(in_measure(step, "total_mg").get(substance, "0"))
        for step in answer["steps"]
    ]


def by_hand(request: Json, answer: Json) -> list[Concern]:
    """A dose above the start stops; an end above the goal wants a reason."""
    if "steps" not in request:
        return []
    taper, policy = request["taper"], request["policy"]
    rows = [row for row in request["regimen"] if row["substance"] == taper]
    start = sum(map(_amount, rows), Decimal(0))
    goal = Decimal(policy.get("goal_mg") or policy.get("goal_ug_per_h") or 0)
    totals = _totals(answer, taper)
    found = []
    if over := [n for n, total in enumerate(totals) if total > start]:
        concern = care_concern("above_start", STOPS, start=start)
        concern.steps = over
        found.append(concern)
    if totals[-1] > goal:
        concern = care_concern("never_ends", WANTS_REASON, last=totals[-1], goal=goal)
        concern.steps = [len(totals) - 1]
        found.append(concern)
    return found


def _better_on(day: date) -> int:
    """How many days later the first working day is that is no Friday."""
    later = 1
    while not is_working_day(day + timedelta(later)) or (
        (day + timedelta(later)).weekday() == FRIDAY
    ):
        later += 1
    return later


def unlucky_days(answer: Json) -> list[Concern]:
    """Steps that begin before a weekend, or when few are at work."""
    fridays: dict[int, int] = {}
    free: dict[int, int] = {}
    for step in answer["steps"]:
        on = date.fromisoformat(step["from"])
        if is_free_day(on) or on.weekday() > FRIDAY:
            free[step["n"]] = _better_on(on)
        elif on.weekday() == FRIDAY:
            fridays[step["n"]] = _better_on(on)
    found = []
    for code, days in (("starts_on_friday", fridays), ("starts_on_free_day", free)):
        if days:
            concern = care_concern(code, TELLS, later=days)
            concern.steps = sorted(days)
            found.append(concern)
    return found


def add_nearest(concern: Concern, request: Json) -> None:
    """Beside a dose that cannot be made, those that can."""
    if concern.code != "not_makeable":
        return
    dose = Fraction(concern.values.get("mg") or concern.values["ug_per_h"])
    near = nearest(request, concern.values["substance"], dose)
    concern.values |= {"below": near.below, "above": near.above}
