"""From a request to the rows of a plan, and from the rows to an answer."""

from types import SimpleNamespace

from tests.tapering.engine.oracle.counting import quantities
from tests.tapering.engine.oracle.ideal import check_bands, curve, edge
from tests.tapering.engine.oracle.judging import findings
from tests.tapering.engine.oracle.reading import read
from tests.tapering.engine.oracle.revising import revised
from tests.tapering.engine.oracle.rows import (
    begun,
    goal_reached,
    lowered,
    row,
    row_before,
    total,
    turn_of,
)
from tests.tapering.engine.oracle.switching import switched
from tests.tapering.engine.oracle.telling import told
from tests.tapering.engine.oracle.words import Refused
from tests.tapering.engine.oracle.words import written as written_day


def answer(request):
    """Return the whole answer, messages aside, or refuse."""
    plan = planned(request)
    last = plan.rows[-1]
    steps = [told(plan, at) for at in range(len(plan.rows))]
    steps[: len(plan.history)] = plan.history
    return {
        "steps": steps,
        "quantities": quantities(plan),
        "findings": findings(plan),
        "ends_on": written_day(last.day + (last.days or 0)),
    }


def planned(request):
    """Return the plan that a request asks for."""
    if isinstance(request, dict) and {"revise", "plan"} & set(request):
        return revised(request, planned)
    asked = read(request)
    plan = SimpleNamespace(
        asked=asked, rules=asked.policy, history=[], notes=[], place=""
    )
    plan.rows, plan.notes = switched(asked) if asked.switch else (first(asked), [])
    begun(plan)
    check_the_goal(plan)
    if asked.steps:
        plan.regimen = plan.rows[0]
        plan.rows, plan.by_hand = written(asked), True
        for at, found in enumerate(plan.rows):
            found.turn = turn_of(plan, at)
            found.band = band_at(plan, total(row_before(plan, at), asked.taper))
        return plan
    path = "policy.bands"
    ideal = curve(plan.start_total, plan.rules, plan.start_total, path)
    lowered(plan, plan.rows[-1], ideal)
    goal_reached(plan, f"policy.goal_{asked.unit}")
    return plan


def check_the_goal(plan):
    """The goal is not over the start and can be made, and every band can be used."""
    goal, making = plan.rules.goal, plan.asked.making[plan.asked.taper]
    for product in making.products:
        worn_out(plan.rules.bands, product)
    if not plan.asked.steps and (goal > plan.start_total or not making.can(goal)):
        raise Refused(f"policy.goal_{plan.asked.unit}")
    check_bands(plan.rules.bands, plan.start_total, goal, "policy.bands")


def worn_out(bands, product):
    """A patch is not taken off before it is worn out."""
    for band in bands:
        if product.form == "patch" and band.every % product.worn:
            raise Refused(f"{band.path}.every_days")


def first(asked):
    """Return the row of the regimen as it is."""
    doses = {(dose.substance, dose.daypart): dose.mg for dose in asked.regimen}
    found = row(asked.start, doses)
    found.target = total(found, asked.taper)
    return [found]


def band_at(plan, mg):
    """Return the band that a hand-made cut from a dose is measured by."""
    for band in plan.rules.bands:
        if edge(band, plan.start_total) < mg:
            return band
    return None


def written(asked):
    """Return hand-made steps as rows."""
    found = []
    for step in asked.steps:
        doses = {(dose.substance, dose.daypart): dose.mg for dose in step.doses}
        found.append(row(step.day, doses, days=step.days))
    return found
