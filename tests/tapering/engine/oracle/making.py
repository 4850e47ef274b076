"""What products can make: every amount below is looked at first, then this one.

Amounts are counted in the largest step that every piece is a multiple of. What is
best adds up (a thousand for a piece and one more if it is broken; a volume), so
the best ways to an amount end in a piece on top of a best way to what is left.
"""

from fractions import Fraction
from math import gcd, lcm

from tests.tapering.engine.oracle.words import TooLong, exact

PIECES = {1: (1,), 2: (1, 2), 4: (1, 2, 4)}
MOST_DEEP = 300
NEVER = float("inf")


class Sums:
    """The cheapest ways to add up amounts of some kinds."""

    def __init__(self, kinds):
        self.kinds = kinds
        self.costs = [0]
        self.known = {0: [()]}

    def cost(self, amount):
        """Return what an amount costs at least; NEVER when it cannot be made."""
        while len(self.costs) <= amount:
            at = len(self.costs)
            self.costs.append(
                min(
                    (
                        self.costs[at - size] + cost
                        for size, cost, _ in self.kinds
                        if size <= at
                    ),
                    default=NEVER,
                )
            )
        return self.costs[amount]

    def ways(self, amount):
        """Return every cheapest way, each a sorted tuple of names of kinds."""
        if amount and amount > MOST_DEEP * min(size for size, _, _ in self.kinds):
            raise TooLong
        if amount not in self.known:
            self.known[amount] = sorted(
                {
                    tuple(sorted((*way, name)))
                    for size, cost, name in self.kinds
                    if size <= amount
                    and self.cost(amount - size) + cost == self.cost(amount)
                    for way in self.ways(amount - size)
                }
            )
        return self.known[amount]


class Making:
    """The products of one substance, and all that can be made of them."""

    def __init__(self, products):
        self.products = products
        solid = [
            (each.strength / parts, 1000 + (parts > 1), (each.strength, parts))
            for each in products
            if each.form != "liquid"
            for parts in PIECES[each.parts]
        ]
        wet = [
            (
                each.strength * each.smallest,
                each.smallest,
                (each.strength, each.smallest),
            )
            for each in products
            if each.form == "liquid"
        ]
        self.step = common([size for size, _, _ in solid + wet])
        self.dry = Sums([(int(size / self.step), *rest) for size, *rest in solid])
        self.wet = Sums([(int(size / self.step), *rest) for size, *rest in wet])
        self.all = Sums(self.dry.kinds + self.wet.kinds)
        self.found, self.told, self.lower, self.levels = {}, {}, {}, []

    def best(self, mg):
        """Return (tablets, volumes) of the best way to a dose, or None."""
        if mg not in self.found:
            amount = mg / self.step
            whole = amount.denominator == 1
            self.found[mg] = self._best(int(amount)) if whole else None
        return self.found[mg]

    def _best(self, amount):
        if self.dry.cost(amount) < NEVER:
            return self.dried(amount)[1], ()
        splits = [
            (self.wet.cost(wet), wet)
            for wet in range(1, amount + 1)
            if self.dry.cost(amount - wet) < NEVER
        ]
        least, _ = min(splits, default=(NEVER, 0))
        if least == NEVER:
            return None
        _, tablets, drops = min(
            (*self.dried(amount - wet), min(self.wet.ways(wet), key=taste))
            for volume, wet in splits
            if volume == least
        )
        return tablets, drops

    def dried(self, amount):
        """Return (how bad, way) of the best way without liquids."""
        cost = self.dry.cost(amount)
        return min(((cost, *taste(way)), way) for way in self.dry.ways(amount))

    def can(self, mg):
        """Return whether a dose can be made exactly."""
        amount = mg / self.step
        return amount.denominator == 1 and self.all.cost(int(amount)) < NEVER

    def up_to(self, most):
        """Return every dose that can be made, from nothing to `most`."""
        whole = int(most / self.step)
        while len(self.levels) <= whole:
            mg = len(self.levels) * self.step
            self.levels.append([mg] if self.can(mg) else [])
        return [mg for level in self.levels[: whole + 1] for mg in level]

    def not_over(self, most):
        """Return the largest dose that can be made and is not over `most`."""
        amount = int(most / self.step)
        while not self.can(amount * self.step):
            amount -= 1
        return amount * self.step

    def below(self, mg):
        """Return the next lower dose that can be made."""
        if mg not in self.lower:
            self.lower[mg] = self.not_over(mg - self.step)
        return self.lower[mg]

    def pieces(self, mg, unit):
        """Return the pieces of a dose as the contract writes them."""
        if mg not in self.told:
            self.told[mg] = self._pieces(mg, unit)
        return self.told[mg]

    def _pieces(self, mg, unit):
        made = self.best(mg)
        if made is None:
            return []
        tablets, volumes = {}, {}
        for strength, parts in made[0]:
            tablets[strength] = tablets.get(strength, 0) + Fraction(1, parts)
        for strength, ml in made[1]:
            volumes[strength] = volumes.get(strength, 0) + ml
        key = "strength_mg" if unit == "mg" else unit
        return [
            {key: exact(strength), "count": str(tablets[strength])}
            for strength in sorted(tablets, reverse=True)
        ] + [
            {"mg_per_ml": exact(strength), "ml": exact(volumes[strength])}
            for strength in sorted(volumes, reverse=True)
        ]


def common(sizes):
    """Return the largest amount that all sizes are multiples of."""
    below = lcm(*(size.denominator for size in sizes))
    return Fraction(gcd(*(int(size * below) for size in sizes)), below)


def taste(way):
    """Return what is worse between ways of equal cost: more strengths, smaller."""
    strengths = sorted((strength for strength, _ in way), reverse=True)
    whole = sorted((-strength, parts) for strength, parts in way)
    return len(set(strengths)), [-strength for strength in strengths], whole
