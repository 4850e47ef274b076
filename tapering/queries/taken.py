"""What was really taken, beside what was planned.

For charts: `taken_points(plan, substance, until)` is the line of what was taken, in the
form of `history`. `taken_of(plan)` are the words it rests on; a list of plans gets them
in one question with `with_taken(plans)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tapering.models import Plan, Taken
from tapering.queries.running import Points, current_step, history, moved

DAY = timedelta(days=1)
# What is taken now is another thing (queries.regimen).
TakenWord = Taken


def with_taken(plans: Iterable[Plan]) -> list[Plan]:
    """The same plans with what was said about them: one question for all."""
    found = list(plans)
    rows = Taken.objects.filter(plan__in=found, superseded_at=None)
    by_plan: dict[object, list[Taken]] = {plan.pk: [] for plan in found}
    for row in rows.select_related("written_by").order_by("from_on"):
        by_plan[row.plan_id].append(row)
    for plan in found:
        plan.taken_rows = by_plan[plan.pk]  # type: ignore[attr-defined]
    return found


def taken_of(plan: Plan) -> list[Taken]:
    """What was said about a plan and still stands, earliest day first."""
    if not hasattr(plan, "taken_rows"):
        with_taken([plan])
    rows: list[Taken] = plan.taken_rows  # type: ignore[attr-defined]
    return rows


def planned_on(plan: Plan, substance: str, on: date) -> Decimal:
    """How much of a medicine the plan says for a day; nothing before it begins."""
    step = current_step(plan, on)
    return step.total_of(substance) if step else Decimal(0)


def days_over_plan(plan: Plan, taken: Taken) -> int:
    """On how many of its days more was taken than planned."""
    days = (taken.until_on - taken.from_on).days + 1
    planned = (
        planned_on(plan, taken.substance, taken.from_on + number * DAY)
        for number in range(days)
    )
    return sum(1 for amount in planned if taken.amount > amount)


def taken_points(plan: Plan, substance: str, until: date) -> Points:
    """Each day on which what was taken changed, up to a day.

    Where nobody has said anything it was taken as planned.
    """
    rows = [row for row in taken_of(plan) if row.substance == substance]
    points = history(plan, until, substance)
    for row in rows:
        if row.from_on > until or not points:
            continue
        after = row.until_on + DAY
        back = _value_at(history(plan, until, substance), after)
        kept = [p for p in points if p[0] < row.from_on or p[0] > row.until_on]
        kept.append((max(row.from_on, points[0][0]), row.amount))
        if after <= until and not any(on == after for on, _amount in kept):
            kept.append((after, back))
        points = sorted(kept)
    return _only_changes(points)


def _value_at(points: Points, on: date) -> Decimal:
    return next((amount for day, amount in reversed(points) if day <= on), Decimal(0))


def _only_changes(points: Points) -> Points:
    kept: Points = []
    for day, amount in points:
        if not kept or kept[-1][1] != amount:
            kept.append((day, amount))
    return kept


@dataclass(frozen=True, kw_only=True)
class Lived:
    """Days with one planned dose, as they were lived."""

    from_on: date
    until_on: date
    substance: str
    planned: Decimal
    said: list[Taken]


def lived(plan: Plan, until: date) -> list[Lived]:
    """Every dose that was planned up to a day, newest first, a medicine at a time."""
    return [row for name in moved(plan) for row in _lived(plan, name, until)]


def _lived(plan: Plan, substance: str, until: date) -> list[Lived]:
    points = _only_changes(history(plan, until, substance))
    rows = []
    for number, (first, planned) in enumerate(points):
        ahead = points[number + 1 :]
        last = ahead[0][0] - DAY if ahead else until
        said = [
            row
            for row in taken_of(plan)
            if row.substance == substance
            and row.from_on <= last
            and row.until_on >= first
        ]
        rows.append(
            Lived(
                from_on=first,
                until_on=last,
                substance=substance,
                planned=planned,
                said=said,
            )
        )
    return rows[::-1]
