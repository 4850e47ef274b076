"""Splitting a day's total over dayparts, none of them over what it is now."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from tapering.engine.tablets import Shelf
from tapering.engine.work import BITS_OF_CELL, CELLS_OF_SPLIT

Doses = tuple[int, ...]


class Splits:
    """The splits that one shelf allows; `shares` is the balance to keep."""

    def __init__(self, shelf: Shelf, shares: Doses):
        self._shelf = shelf
        self._doses = shelf.doses
        self._shares = shares
        self._even = isinstance(shelf.doses, range)
        self._sums = lru_cache(maxsize=16)(self._sums_of)

    def least(self, caps: Doses, total: int) -> int | None:
        """Return the least total not under `total` that can be split under `caps`."""
        if total > sum(caps):
            return None
        if self._even:
            return total
        over = self._sums(caps)[0] >> total
        return total + (over & -over).bit_length() - 1

    def most(self, caps: Doses, total: int) -> int:
        """Return the greatest total not over `total` that can be split."""
        if self._even:
            return min(total, sum(caps))
        under = self._sums(caps)[0] & (1 << total + 1) - 1
        return under.bit_length() - 1

    def evenest(self, caps: Doses, total: int) -> Doses:
        """Return the split of `total` nearest to the balance at the start.

        Nearest is the least sum of squares; of equals the one that takes more
        from the daypart that gives way first. `total` must be splittable.
        """
        if self._even:
            return self._poured(caps, total)
        sums = self._sums(caps)
        search = _Search(self._shelf, caps, sums, self._shares, total)
        return search.best()

    def _sums_of(self, caps: Doses) -> tuple[int, ...]:
        """Return, per daypart, the sums that it and those after it can make.

        Sums are bits of an integer.
        """
        if not caps:
            return (1,)
        # Most dayparts are as they were in the step before: they are remembered.
        after = self._sums(caps[1:])
        return (self._added(after[0], caps[0]), *after)

    def _added(self, sums: int, cap: int) -> int:
        """Return `sums` with one more dose of at most `cap` in each of them."""
        added = 0
        bits = sums.bit_length() + cap
        for first, last in self._shelf.runs:
            if first > cap:
                break
            self._shelf.work.spend(1 + (bits >> BITS_OF_CELL))
            added |= _smeared(sums << first, min(last, cap) - first + 1)
        return added

    def _poured(self, caps: Doses, total: int) -> Doses:
        """Return the evenest split when every whole number of units is makeable.

        Every daypart begins at its share rounded down; then units go, one at a
        time, where they cost least: exact, since each costs more than the last.
        """
        whole, shares = sum(self._shares), self._shares
        doses = [
            min(cap, total * share // whole)
            for cap, share in zip(caps, shares, strict=True)
        ]
        for _ in range(total - sum(doses)):
            costs = (
                (doses[at] * whole - total * shares[at], -at)
                for at in range(len(caps))
                if doses[at] < caps[at]
            )
            doses[-min(costs)[1]] += 1
        return tuple(doses)


def _smeared(bits: int, width: int) -> int:
    """Return `bits` or-ed with itself shifted by 1, 2, ... `width` - 1."""
    done = 1
    while done < width:
        shift = min(done, width - done)
        bits |= bits << shift
        done += shift
    return bits


class _Search:
    """Branch and bound over the dayparts of one total, nearest doses first."""

    def __init__(
        self,
        shelf: Shelf,
        caps: Doses,
        sums: Doses,
        shares: Doses,
        total: int,
    ):
        self._work = shelf.work
        self._doses = shelf.doses
        self._caps = caps
        # By daypart: may the rest be split over it and those after it? A bit each.
        self._rests = [
            each.to_bytes(each.bit_length() // 8 + 1, "little") for each in sums
        ]
        self._whole = sum(shares)
        self._wished = [total * share for share in shares]  # times `_whole`
        self._total = total
        self._best: tuple[int, Doses] | None = None

    def best(self) -> Doses:
        """Return the split of the total with the least cost."""
        self._go((), self._total, 0)
        if self._best is None:
            raise AssertionError(self._total)
        return self._best[1]

    def _go(self, chosen: Doses, left: int, cost: int) -> None:
        at = len(chosen)
        if at == len(self._caps):
            found = (cost, chosen)
            self._best = min(self._best or found, found)
            return
        for row in self._rows(at, left):
            for dose in row:
                self._work.spend(CELLS_OF_SPLIT)
                spent = cost + (dose * self._whole - self._wished[at]) ** 2
                if self._is_worse(at + 1, left - dose, spent):
                    break
                if self._can_be_split(at + 1, left - dose):
                    self._go((*chosen, dose), left - dose, spent)

    def _can_be_split(self, at: int, total: int) -> bool:
        bits, bit = divmod(total, 8)
        rests = self._rests[at]
        return bits < len(rests) and bool(rests[bits] >> bit & 1)

    def _rows(self, at: int, left: int) -> tuple[Iterator[int], Iterator[int]]:
        """Return the doses of one daypart from the likeliest down, and from it up."""
        count = len(self._caps) - at
        spare = left * self._whole - sum(self._wished[at:])
        likely = (count * self._wished[at] + spare) // (count * self._whole)
        top = bisect_right(self._doses, min(self._caps[at], left))
        middle = min(bisect_right(self._doses, likely), top)
        down = (self._doses[at] for at in reversed(range(middle)))
        up = (self._doses[at] for at in range(middle, top))
        return down, up

    def _is_worse(self, at: int, left: int, cost: int) -> bool:
        """Say whether no choice for the rest can be as good as the best so far.

        What the rest must stray from its wishes costs least when shared equally.
        """
        if self._best is None:
            return False
        count = len(self._caps) - at
        if not count:
            return cost > self._best[0]
        stray = left * self._whole - sum(self._wished[at:])
        return cost * count + stray**2 > self._best[0] * count
