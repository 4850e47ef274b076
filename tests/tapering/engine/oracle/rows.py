"""The rows of a plan: who takes what from which day."""

from types import SimpleNamespace

from tests.tapering.engine.oracle.taking import Taker
from tests.tapering.engine.oracle.words import Refused


def row(day, doses, *, days=None, target=None, turn=None):
    """Return a row; `doses` is mg by (substance, daypart), nothing left out."""
    return SimpleNamespace(
        day=day,
        days=days,
        doses={key: mg for key, mg in doses.items() if mg},
        target=target,
        band=None,
        is_switch=False,
        turn=turn,
        daily={},
    )


def total(found, substance):
    """Return the mg of a substance in a row."""
    return sum(mg for (name, _), mg in found.doses.items() if name == substance)


def dayparts(found, substance):
    """Return mg by daypart of a substance in a row."""
    return {part: mg for (name, part), mg in found.doses.items() if name == substance}


def begun(plan):
    """Note where cuts begin: what later shares are shares of."""
    last = plan.rows[-1]
    plan.start_row = last
    plan.start_doses = dayparts(last, plan.asked.taper)
    plan.start_total = sum(plan.start_doses.values())
    plan.by_hand = False
    if not plan.start_total:
        raise Refused("switch")


def usual_order(asked):
    """Return the dayparts in the order in which they give way."""
    return asked.order if asked.unit == "mg" else [None]


def lowered(plan, base, ideal):
    """Add the rows of a curve to those that end with `base`."""
    asked = plan.asked
    taker = Taker(
        asked.making[asked.taper], plan.rules, usual_order(asked), plan.start_doses
    )
    taker.lowered_last = base.turn
    for cut in ideal:
        before = plan.rows[-1]
        doses = dayparts(before, asked.taper)
        after = taker.lower(doses, cut.mg) if doses else doses
        if after == doses:
            before.turn = taker.lowered_last
            continue
        others = {key: mg for key, mg in before.doses.items() if key[0] != asked.taper}
        mine = {(asked.taper, part): mg for part, mg in after.items()}
        before.days = base.day + cut.day - before.day
        new = row(
            base.day + cut.day, others | mine, target=cut.mg, turn=taker.lowered_last
        )
        new.band = cut.band
        plan.rows.append(new)


def row_before(plan, at):
    """Return what was taken before a row; before hand-made ones, the regimen."""
    if at:
        return plan.rows[at - 1]
    return plan.regimen if plan.by_hand else plan.rows[0]


def turn_of(plan, at):
    """Return whose turn it was last, had the rows been lowered turn by turn."""
    asked = plan.asked
    taker = Taker(
        asked.making[asked.taper], plan.rules, usual_order(asked), plan.start_doses
    )
    taker.lowered_last = plan.rows[at - 1].turn if at else None
    doses = dayparts(row_before(plan, at), asked.taper)
    return taker.replayed(doses, dayparts(plan.rows[at], asked.taper))


def goal_reached(plan, path):
    """A plan that stands still above its goal, or under it, is none."""
    if total(plan.rows[-1], plan.asked.taper) != plan.rules.goal:
        raise Refused(path)
