"""Which doses the products at hand can make, and of which pieces.

Every dose of a substance is a whole number of one unit: the greatest common
measure of all parts of its tablets and all volumes of its liquids.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd, lcm

from tapering.engine.pieces import Fewest, sizes
from tapering.engine.refusal import Refusal
from tapering.engine.values import Piece, Product
from tapering.engine.work import CELLS_OF_LIQUID, Work

MOST_UNITS = 100_000  # of a shelf with gaps between its doses
Poured = tuple[int, tuple[int, ...]]

MOST_RUNS = 500  # unbroken rows of doses, with gaps between


def measure(parts: Iterable[Fraction]) -> Fraction:
    """Return the greatest mg that divides every one of `parts`."""
    parts = tuple(parts)
    bottom = lcm(*(part.denominator for part in parts))
    return Fraction(gcd(*(int(part * bottom) for part in parts)), bottom)


def _quantum(product: Product) -> Fraction:
    """Return the least mg that can be measured of a liquid."""
    return product.strength * product.smallest_ml


def _sums(parts: Sequence[int], top: int) -> Sequence[int]:
    """Return every sum of `parts`, any number of each, from 0 to `top`."""
    if min(parts) == 1:
        return range(top + 1)
    if top > MOST_UNITS:
        message = "The doses are too many times the smallest measure to compute."
        raise Refusal("products", message)
    made, mask = 1, (1 << top + 1) - 1
    for part in parts:
        shift = part
        while shift <= top:
            made |= made << shift & mask
            shift *= 2
    return [dose for dose, one in enumerate(reversed(f"{made:b}")) if one == "1"]


def _runs(doses: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of every unbroken row of `doses`."""
    if isinstance(doses, range):
        return [(doses[0], doses[-1])]
    breaks = [(low, high) for low, high in pairwise(doses) if high - low > 1]
    firsts = [doses[0], *(high for _, high in breaks)]
    lasts = [*(low for low, _ in breaks), doses[-1]]
    if len(firsts) > MOST_RUNS:
        message = "The strengths leave too many gaps between doses to compute."
        raise Refusal("products", message)
    return list(zip(firsts, lasts, strict=True))


class Shelf:
    """The products of one substance, and every dose they can make up to a ceiling."""

    def __init__(
        self,
        products: tuple[Product, ...],
        ceiling: Fraction,
        work: Work | None = None,
    ):
        """`ceiling` is the highest dose of a daypart that will be asked for, mg.

        All shelves of a request share its `work`.
        """
        self.work = work or Work()
        self._solid = tuple(each for each in products if each.form != "liquid")
        self._liquid = tuple(each for each in products if each.form == "liquid")
        parts = [size for product in self._solid for size in sizes(product)]
        quanta = [_quantum(product) for product in self._liquid]
        self.unit = measure(parts + quanta)
        self.top = int(ceiling / self.unit)
        units = [int(part / self.unit) for part in parts + quanta]
        self.doses = _sums(units, self.top)
        self._known: dict[int, tuple[Piece, ...]] = {}

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """The first and last of every unbroken row of doses."""
        return _runs(self.doses)

    def units(self, mg: Fraction) -> int | None:
        """Return `mg` in units, or None when the products cannot make it."""
        units = mg / self.unit
        if units.denominator != 1 or not 0 <= units <= self.top:
            return None
        return units.numerator if self._makes(units.numerator) else None

    def _makes(self, units: int) -> bool:
        at = bisect_left(self.doses, units)
        return at < len(self.doses) and self.doses[at] == units

    def below(self, units: int) -> int:
        """Return the next lower makeable dose, in units."""
        return self.doses[bisect_left(self.doses, units) - 1]

    def not_over(self, mg: Fraction) -> Fraction:
        """Return the largest makeable dose not over `mg`."""
        at = bisect_right(self.doses, mg / self.unit)
        return self.doses[at - 1] * self.unit

    def smallest_cut(self, highest: Fraction) -> Fraction:
        """Return the least mg between two makeable doses, up to `highest` mg."""
        if isinstance(self.doses, range):
            return self.unit
        doses = self.doses[: bisect_right(self.doses, highest / self.unit)]
        gaps = (high - low for low, high in pairwise(doses))
        return min(gaps, default=0) * self.unit

    def pieces(self, mg: Fraction) -> tuple[Piece, ...] | None:
        """Return the best pieces for `mg`, or None when it cannot be made."""
        units = self.units(mg)
        return None if units is None else self.made(units)

    def made(self, units: int) -> tuple[Piece, ...]:
        """Return the best pieces for a makeable dose."""
        if units not in self._known:
            self._known[units] = self._make(units)
        return self._known[units]

    def _make(self, units: int) -> tuple[Piece, ...]:
        solid = units // self._grain if units % self._grain == 0 else None
        if solid is not None and self._fewest.cost(solid) is not None:
            return self._fewest.of(solid)
        return self._with_liquid(units)

    @cached_property
    def _grain(self) -> int:
        """Units that every part of a tablet is a multiple of."""
        parts = [size for product in self._solid for size in sizes(product)]
        return int(measure(parts) / self.unit) if parts else self.top + 1

    @cached_property
    def _fewest(self) -> Fewest:
        return Fewest(
            self._solid, self.unit * self._grain, self.top // self._grain, self.work
        )

    @cached_property
    def _volumes(self) -> "Volumes":
        return Volumes(self._liquid, self.unit, self.top, self.work)

    def _with_liquid(self, units: int) -> tuple[Piece, ...]:
        """Return the least volume that makes `units`, and the tablets beside it."""
        best: tuple[Fraction, int, int] | None = None
        for solid in reversed(range(units // self._grain + 1)):
            liquid = units - solid * self._grain
            if best and self._volumes.at_least(liquid) > best[0]:
                break
            best = self._better(best, liquid, solid)
        if best is None:
            raise AssertionError(units)
        _, _, liquid = best
        tablets = self._fewest.of((units - liquid) // self._grain)
        return tablets + self._volumes.of(liquid)

    def _better(
        self, best: tuple[Fraction, int, int] | None, liquid: int, solid: int
    ) -> tuple[Fraction, int, int] | None:
        """Return the better of `best` and `liquid` units beside `solid` grains."""
        volume = self._volumes.least(liquid)
        cost = self._fewest.cost(solid)
        if volume is None or cost is None:
            return best
        return min(best or (volume, cost, liquid), (volume, cost, liquid))


class Volumes:
    """The least volume of liquid for every dose up to a ceiling."""

    def __init__(
        self, liquids: tuple[Product, ...], unit: Fraction, top: int, work: Work
    ):
        """`unit` is mg, `top` the ceiling in units."""
        self._liquids = sorted(liquids, key=lambda each: each.strength, reverse=True)
        self._unit = unit
        self._grain = measure(each.smallest_ml for each in liquids)  # ml
        self._quanta = [
            (int(_quantum(each) / unit), int(each.smallest_ml / self._grain))
            for each in self._liquids
        ]
        work.spend(CELLS_OF_LIQUID * len(liquids) * top)
        # By dose: grains in all, and how many times each liquid is measured up.
        self._best: list[Poured | None] = [(0, (0,) * len(liquids))]
        for dose in range(1, top + 1):
            self._best.append(min(self._ways(dose), default=None))

    def _ways(self, dose: int) -> list[Poured]:
        """Return the ways to make `dose`, one for each liquid poured last."""
        ways = []
        for at, (units, grains) in enumerate(self._quanta):
            before = self._best[dose - units] if units <= dose else None
            if before:
                times = before[1]
                more = (*times[:at], times[at] + 1, *times[at + 1 :])
                ways.append((before[0] + grains, more))
        return ways

    def at_least(self, dose: int) -> Fraction:
        """Return ml that `dose` units cannot be made with less than."""
        return dose * self._unit / self._liquids[0].strength

    def least(self, dose: int) -> Fraction | None:
        """Return the least ml of exactly `dose` units, None when there is none."""
        best = self._best[dose]
        return None if best is None else best[0] * self._grain

    def of(self, dose: int) -> tuple[Piece, ...]:
        """Return the volumes that make `dose` units, the strongest first."""
        _, times = self._best[dose] or (0, ())
        poured = zip(self._liquids, times, strict=True)
        return tuple(
            Piece(form="liquid", strength=each.strength, amount=many * each.smallest_ml)
            for each, many in poured
            if many
        )
