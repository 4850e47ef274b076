"""What is handed out, one day after the other."""

from fractions import Fraction
from math import ceil

from tests.tapering.engine.oracle.words import exact, written

KEYS = {
    "tablet": ("strength_mg", "count", "tablets"),
    "liquid": ("mg_per_ml", "ml", "ml"),
    "patch": ("ug_per_h", "count", "patches"),
}


def quantities(plan):
    """Return what each period needs of every product."""
    asked = plan.asked
    ends = [row.day + row.days for row in plan.rows if row.days]
    if not ends:
        return []
    starts, ends = min(row.day for row in plan.rows), max(ends)
    period = asked.period or ends - starts
    return [
        line
        for first in range(starts, ends, period)
        for substance in asked.substances
        for product in sorted(
            asked.making[substance].products,
            key=lambda each: (each.form != "tablet", each.strength),
        )
        for line in counted(plan, product, first, min(first + period, ends) - 1)
    ]


def counted(plan, product, first, last):
    """Return the line of a product, or nothing when none is needed."""
    needed = Fraction(0)
    for row in plan.rows:
        if row.days:
            here = range(max(first, row.day), min(last, row.day + row.days - 1) + 1)
            if here:
                needed += days_of(row, product, here) * daily(plan, product, row)
    if not needed:
        return []
    strength, _, many = KEYS[product.form]
    return [
        {
            "substance": product.substance,
            strength: exact(product.strength),
            many: exact(needed) if product.form == "liquid" else ceil(needed),
            "from": written(first),
            "to": written(last),
        }
    ]


def days_of(row, product, days):
    """Return on how many of `days` something new is taken or put on."""
    if product.form != "patch":
        return len(days)
    return sum((day - row.day) % product.worn == 0 for day in days)


def daily(plan, product, row):
    """Return tablets, ml or patches of a product in a day of a row."""
    place = (product.substance, product.form, product.strength)
    if place not in row.daily:
        row.daily[place] = _daily(plan, product, row)
    return row.daily[place]


def _daily(plan, product, row):
    key, count, _ = KEYS[product.form]
    making, strength = plan.asked.making[product.substance], exact(product.strength)
    return sum(
        Fraction(piece[count])
        for (substance, _), mg in row.doses.items()
        if substance == product.substance
        for piece in making.pieces(mg, plan.asked.unit)
        if piece.get(key) == strength
    )
