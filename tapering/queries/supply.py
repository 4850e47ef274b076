"""How long what was prescribed lasts: what is there less what the course takes.

Pauses and steps that wait are part of the course: the dose that stands goes on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tapering.models import Plan, PlanVersion, Step, Supply
from tapering.queries.asking import Json, amount_of
from tapering.queries.pace import first_request
from tapering.queries.running import course_of, current_step, running, version_on

DAY = timedelta(days=1)
STRENGTHS = ("strength_mg", "mg_per_ml", "ug_per_h")
# Nobody is warned of something that lasts longer than this.
FARTHEST = 400

Strength = tuple[str, str, str]
Amounts = dict[Strength, Fraction]


def _strength(substance: str, row: Mapping[str, object]) -> Strength:
    """Which tablet, liquid or patch a piece is of."""
    kind = next(name for name in STRENGTHS if name in row)
    return substance, kind, str(row[kind])


def supplied(supplies: Iterable[Supply]) -> Amounts:
    """All that was prescribed, by strength."""
    found: Amounts = {}
    for supply in supplies:
        for row in supply.amounts:
            key = _strength(row["substance"], row)
            found[key] = found.get(key, Fraction(0)) + Fraction(amount_of(row))
    return found


def _worn_days(version: PlanVersion) -> dict[str, int]:
    """How many days each patch is worn."""
    products = first_request(version.request)["products"]
    return {
        row["ug_per_h"]: row["worn_days"] for row in products if row["form"] == "patch"
    }


def daily_amounts(version: PlanVersion, step: Step) -> Amounts:
    """What a day of a step takes of each strength."""
    worn = _worn_days(version)
    found: Amounts = {}
    for dose in step.doses:
        for piece in dose["pieces"]:
            key = _strength(dose["substance"], piece)
            count = Fraction(piece["ml"] if "ml" in piece else piece["count"])
            share = count / worn.get(key[2], 1) if key[1] == "ug_per_h" else count
            found[key] = found.get(key, Fraction(0)) + share
    return found


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """How long what was prescribed lasts; None when it is longer than a year."""

    supplies: list[Supply]
    until_on: date | None

    @property
    def newest(self) -> Supply:
        """What was prescribed last."""
        return self.supplies[-1]


def with_supplies(plans: Iterable[Plan]) -> list[Plan]:
    """The same plans with what was prescribed: one question for all."""
    found = list(plans)
    by_plan: dict[object, list[Supply]] = {plan.pk: [] for plan in found}
    rows = Supply.objects.filter(plan__in=found).order_by("from_on", "written_at")
    for row in rows:
        by_plan[row.plan_id].append(row)
    for plan in found:
        plan.supply_rows = by_plan[plan.pk]  # type: ignore[attr-defined]
    return found


def supplies_of(plan: Plan) -> list[Supply]:
    """What was prescribed for a plan, oldest first."""
    if not hasattr(plan, "supply_rows"):
        with_supplies([plan])
    rows: list[Supply] = plan.supply_rows  # type: ignore[attr-defined]
    return rows


def lasting(plan: Plan, on: date) -> Lasting | None:
    """Until which day the tablets last; None where nothing was ever prescribed here."""
    supplies = supplies_of(plan)
    if not supplies or not course_of(plan):
        return None
    left = supplied(supplies)
    day, last = supplies[0].from_on, on + FARTHEST * DAY
    daily: dict[object, Amounts] = {}
    while day <= last:
        version, step = version_on(plan, day), current_step(plan, day)
        if version and step:
            taken = daily.setdefault(step.pk, daily_amounts(version, step))
            if any(
                left.get(key, Fraction(0)) < amount for key, amount in taken.items()
            ):
                return Lasting(supplies=supplies, until_on=day - DAY)
            left = {**left, **{k: left[k] - amount for k, amount in taken.items()}}
        day += DAY
    return Lasting(supplies=supplies, until_on=None)


Period = list[Json]


def periods_of(answer: Json, on: date) -> list[Period]:
    """The engine's quantities, period by period, from that of a day on."""
    periods: dict[str, Period] = {}
    for row in answer["quantities"]:
        if row["to"] >= on.isoformat():
            periods.setdefault(row["from"], []).append(row)
    return [periods[first] for first in sorted(periods)]


def next_period(plan: Plan, answer: Json, on: date) -> Period:
    """The first period from a day on for which nothing is written as prescribed.

    None while a step waits for a word: its dates do not hold.
    """
    now = running(plan, on)
    if now is not None and now.waits_for_word:
        return []
    written = {supply.from_on.isoformat() for supply in supplies_of(plan)}
    ahead = [p for p in periods_of(answer, on) if p[0]["from"] not in written]
    return ahead[0] if ahead else []
