"""How a row is written in an answer."""

from tests.tapering.engine.oracle.ideal import points_of
from tests.tapering.engine.oracle.rows import row_before, total
from tests.tapering.engine.oracle.words import DAYPARTS, exact, share, target, written


def told(plan, at):
    """Return a row as the contract writes it."""
    asked, found = plan.asked, plan.rows[at]
    unit = asked.unit
    step = {
        "n": at,
        "from": written(found.day),
        "days": found.days,
        f"target_{unit}": None if found.target is None else target(found.target),
        "doses": [
            dose(asked, substance, part, found.doses[substance, part])
            for substance in asked.substances
            for part in (*DAYPARTS, None)
            if (substance, part) in found.doses
        ],
        f"total_{unit}": {
            substance: exact(total(found, substance)) for substance in asked.substances
        },
        "cut": None if found.is_switch else cut(plan, at),
    }
    if found.is_switch:
        step["switch"] = True
    return step


def dose(asked, substance, part, mg):
    """Return a dose with its pieces."""
    where = {} if part is None else {"daypart": part}
    pieces = asked.making[substance].pieces(mg, asked.unit)
    return {
        "substance": substance,
        **where,
        asked.unit: exact(mg),
        "pieces": pieces,
    }


def cut(plan, at):
    """Return what a row really takes away."""
    after = total(plan.rows[at], plan.asked.taper)
    before = total(row_before(plan, at), plan.asked.taper)
    lost, occupancy = before - after, plan.rules.occupancy
    points = None
    if occupancy:
        points = share(points_of(before, occupancy) - points_of(after, occupancy))
    of_current = None if lost else "0"
    if before:
        of_current = share(100 * lost / before)
    return {
        plan.asked.unit: exact(lost),
        "percent_of_current": of_current,
        "percent_of_start": share(100 * lost / plan.start_total),
        "occupancy_points": points,
    }
