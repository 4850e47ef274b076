"""From a request to its whole answer."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from tapering.engine import answers, by_hand, checks, parse, schedule, switching
from tapering.engine.curve import Descent
from tapering.engine.cuts import Reckoning
from tapering.engine.quantities import Item, Quantity, quantities
from tapering.engine.refusal import Refusal
from tapering.engine.schedule import Course, Shelves
from tapering.engine.values import Finding, Json, Request, Step, Switch

ZERO = Fraction(0)


def answer(value: object) -> Json:
    """Return the plan that the request `value` asks for."""
    request = parse.read(value)
    shelves = schedule.shelves(request, also=[switching.ceiling(request)])
    check_regimen(request, shelves)
    steps = _steps(request, shelves)
    reckoned = reckoning(request, steps)
    before = schedule.total(request.regimen, request.taper)
    plan = checks.Plan(
        steps=steps,
        cuts=reckoned.cuts(steps, before),
        reckoning=reckoned,
        before=before,
        smallest_cut=smallest_cut(request, steps, shelves),
        limits=request.policy.limits,
        by_hand=bool(request.steps),
    )
    return answers.answer(
        [
            answers.step_row(step, cut, request.substances)
            for step, cut in zip(steps, plan.cuts, strict=True)
        ],
        dispensed(request, steps),
        [answers.finding_row(each) for each in _findings(request, plan)],
        ends_on=ends_on(steps),
        measure=request.measure,
    )


def check_regimen(request: Request, shelves: Shelves) -> None:
    """Refuse doses of the regimen that the products cannot make."""
    for at, (slot, mg) in enumerate(request.regimen.items()):
        if shelves.dose(slot, mg) is None:
            message = "The products cannot make this dose exactly."
            raise Refusal(f"regimen[{at}].{request.measure}", message)


def _steps(request: Request, shelves: Shelves) -> list[Step]:
    if request.steps:
        return by_hand.steps(request, shelves)
    if request.switch:
        return _switched(request, request.switch, shelves)
    return schedule.computed(request, shelves)


def _switched(request: Request, switch: Switch, shelves: Shelves) -> list[Step]:
    """Return the switch rows and the taper that begins on the last of them."""
    rows = switching.rows(request, switch, shelves)
    opening = rows[-1]._replace(days=None)
    start = opening.total(request.taper)
    now = schedule.regimen(opening)
    descent = Descent(
        begins=opening.starts, total=start, start=start, policy=request.policy
    )
    course = Course(
        request=request,
        shelves=shelves,
        descent=descent,
        now=now,
        shares=now,
        opening=opening,
    )
    return rows[:-1] + schedule.steps(course)


def reckoning(request: Request, steps: Sequence[Step]) -> Reckoning:
    """Return what cuts count on: the dose when they began, after any switch."""
    switched = [step for step in steps if step.is_switch]
    start = schedule.total(request.regimen, request.taper)
    if switched:
        start = switched[-1].total(request.taper)
    return Reckoning(
        taper=request.taper, start=start, occupancy=request.policy.occupancy
    )


def smallest_cut(request: Request, steps: Sequence[Step], shelves: Shelves) -> Fraction:
    """Return the least mg that the products allow between two doses.

    What counts are doses up to the highest that a daypart of the plan has: strengths
    may come closer to each other higher up.
    """
    doses = [dose for step in steps for dose in step.doses]
    mgs = [dose.mg for dose in doses if dose.substance == request.taper]
    mgs += [mg for (each, _), mg in request.regimen.items() if each == request.taper]
    return shelves.by_substance[request.taper].smallest_cut(max(mgs, default=ZERO))


def dispensed(request: Request, steps: Sequence[Step]) -> list[Quantity]:
    """Return what the plan takes of every product."""
    worn: dict[Item, int] = {
        (each.substance, each.form, each.strength): each.worn_days
        for each in request.products
        if each.worn_days
    }
    return quantities(
        steps,
        every_days=request.dispense_every_days,
        substances=request.substances,
        worn_days=worn,
    )


def ends_on(steps: Sequence[Step]) -> str:
    """Return the day from which the last doses stand, or the first day after them."""
    last = steps[-1]
    return (last.starts + timedelta(last.days or 0)).isoformat()


def _findings(request: Request, plan: checks.Plan) -> list[Finding]:
    found = list(checks.over_bands(plan))
    if request.steps:
        found += by_hand.findings(request, plan.steps)
    if request.switch:
        found += switching.findings(list(plan.steps), request.switch)
    return checks.in_order([*found, *checks.over_limits(plan)])
