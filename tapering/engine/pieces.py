"""Fewest pieces: the best tablets for every dose up to a ceiling.

A piece is a whole tablet or one broken part. Fewest pieces win, then fewest
broken, then fewest strengths, then the larger strengths. The four wishes are one
integer, so that the least sum is the best choice, exactly and on every machine. Of
ways that are equal even so, the one with most of the larger strengths is taken.
"""

from fractions import Fraction

from tapering.engine.values import Piece, Product
from tapering.engine.work import Work

PARTS = {1: (1,), 2: (2, 1), 4: (4, 2, 1)}  # pieces of one tablet, in its parts


def sizes(product: Product) -> tuple[Fraction, ...]:
    """Return the mg of every piece that `product` gives, the whole first."""
    part = product.strength / product.parts
    return tuple(part * parts for parts in PARTS[product.parts])


class Layer:
    """One strength: what each dose costs when at least one piece of it is used."""

    def __init__(self, product: Product, kinds: list[tuple[int, int, int]]):
        self.product = product
        self.kinds = kinds  # units, cost and parts of a piece, the smallest first
        self.costs: list[int] = []

    def lay(self, below: list[int], first: int, never: int) -> list[int]:
        """Fill `costs` and return the least costs with this strength and without."""
        smallest = self.kinds[0][0]
        costs = self.costs = [never] * len(below)
        kinds = [(units, cost) for units, cost, _ in self.kinds]
        for dose in range(smallest, len(below)):
            least = never
            for units, cost in kinds:
                if units > dose:
                    break
                rest = dose - units
                before = min(below[rest] + first, costs[rest])
                if before + cost < least:
                    least = before + cost
            costs[dose] = least
        return list(map(min, below, costs))

    def times(self, dose: int, units: int, cost: int) -> int:
        """Return how many of a piece can be taken off `dose` at once, at least one.

        Where so many are right, so are all fewer: no way costs less than `costs`.
        """
        times = 1
        while (rest := dose - 2 * times * units) >= 0:
            if self.costs[rest] + 2 * times * cost != self.costs[dose]:
                break
            times *= 2
        return times


class Fewest:
    """The best pieces for every dose of one substance's tablets or patches."""

    def __init__(
        self, products: tuple[Product, ...], unit: Fraction, top: int, work: Work
    ):
        """`unit` is the mg that every piece is a multiple of; `top` is in units."""
        products = tuple(sorted(products, key=lambda product: product.strength))
        kinds = sum(len(PARTS[product.parts]) for product in products)
        work.spend(kinds * top)
        self._bits = (top + 2).bit_length()
        self._strengths = len(products)
        self._never = 1 << (self._bits * (self._strengths + 4))
        self._first = 1 << (self._bits * self._strengths)
        self._layers = [
            Layer(product, self._kinds(rank, product, unit))
            for rank, product in enumerate(products)
        ]
        self._bests = [[0] + [self._never] * top]
        for layer in self._layers:
            best = layer.lay(self._bests[-1], self._first, self._never)
            self._bests.append(best)

    def _kinds(
        self, rank: int, product: Product, unit: Fraction
    ) -> list[tuple[int, int, int]]:
        """Return units, cost and parts of each piece of `product`."""
        bits, kinds = self._bits, []
        for parts in reversed(PARTS[product.parts]):
            broken = parts < product.parts
            cost = (1 << bits * (self._strengths + 2)) - (1 << bits * rank)
            cost += broken << bits * (self._strengths + 1)
            units = int(product.strength * parts / product.parts / unit)
            kinds.append((units, cost, parts))
        return kinds

    def cost(self, dose: int) -> int | None:
        """Return a number that is lower for better pieces; None: not makeable."""
        cost = self._bests[-1][dose]
        return None if cost >= self._never else cost

    def of(self, dose: int) -> tuple[Piece, ...]:
        """Return the pieces of a makeable `dose`, the largest strength first."""
        pieces: list[Piece] = []
        for rank in reversed(range(self._strengths)):
            costs, below = self._layers[rank].costs, self._bests[rank]
            if below[dose] <= costs[dose]:
                continue
            parts = 0
            cost: int | None = costs[dose]
            while cost is not None:
                dose, count, cost = self._taken(rank, dose)
                parts += count
            product = self._layers[rank].product
            amount = Fraction(parts, product.parts)
            pieces.append(
                Piece(form=product.form, strength=product.strength, amount=amount)
            )
        return tuple(pieces)

    def _taken(self, rank: int, dose: int) -> tuple[int, int, int | None]:
        """Take pieces off `dose`: what is left, their parts, what the rest costs.

        The cost is None when the rest is made without this strength.
        """
        layer, below = self._layers[rank], self._bests[rank]
        for units, cost, count in reversed(layer.kinds):
            rest = dose - units
            if rest < 0:
                continue
            if below[rest] + self._first + cost == layer.costs[dose]:
                return rest, count, None
            if layer.costs[rest] + cost == layer.costs[dose]:
                times = layer.times(dose, units, cost)
                rest = dose - times * units
                return rest, times * count, layer.costs[rest]
        raise AssertionError(dose)
