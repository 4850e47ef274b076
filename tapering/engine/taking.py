"""Which dayparts give way: from an aim for the day to makeable daypart doses.

Everything here is whole numbers of the shelf's unit, one per daypart, in the
order in which dayparts give way.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from tapering.engine.curve import Ideal
from tapering.engine.splits import Splits
from tapering.engine.tablets import Shelf
from tapering.engine.work import CELLS_OF_TURN

NOBODY = -1

# Daypart, its next lower dose, the total then: may the daypart take its turn?
Fits = Callable[[int, int, int], bool]


class Aim(NamedTuple):
    """An ideal dose in units: the whole number over, under and double it."""

    over: int  # the least whole number not under it
    under: int  # the greatest whole number not over it
    twice: int  # the greatest whole number not over twice it

    @classmethod
    def at(cls, ideal: Ideal, unit: Fraction) -> "Aim":
        """Return `ideal` in `unit`s of mg."""
        twice, exact = ideal.halves(unit)
        whole = exact and twice % 2 == 0
        return cls(over=twice // 2 + (not whole), under=twice // 2, twice=twice)

    def nearest(self, higher: int, lower: int) -> int:
        """Return the one of the two that is nearer; a tie goes to the higher."""
        return higher if higher + lower <= self.twice else lower


class Taken(NamedTuple):
    """Doses in force, and who was lowered last."""

    doses: tuple[int, ...]
    last: int = NOBODY

    @property
    def total(self) -> int:
        """Units a day."""
        return sum(self.doses)


class Taker:
    """Goes from the doses in force to the next ones, by one rule of a policy."""

    def __init__(self, shelf: Shelf, shares: Sequence[int], take: str, rounding: str):
        """`shares` are the doses at the start, which `even` keeps the balance of."""
        self._shelf = shelf
        self._splits = Splits(shelf, tuple(shares))
        self._one_at_a_time = take == "one_at_a_time"
        slower, faster = (
            (self._even_slower, self._even_faster)
            if take == "even"
            else (self._turns_slower, self._turns_faster)
        )
        self._rounding: Callable[[Taken, Aim], Taken] = {
            "slower": slower,
            "faster": faster,
            "nearest": lambda now, aim: _nearer(
                slower(now, aim), faster(now, aim), aim
            ),
        }[rounding]

    def next(self, now: Taken, aim: Aim) -> Taken:
        """Return what is taken from the day of `aim` on."""
        return self._rounding(now, aim)

    def can_reach(self, now: Taken, total: int) -> bool:
        """Say whether `total` can be split with no daypart over what it is now."""
        return self._splits.least(now.doses, total) == total

    def smallest_cut(self, now: Taken) -> int:
        """Return the least that can be taken away from `now`, in units."""
        return min(dose - self._shelf.below(dose) for dose in now.doses if dose)

    def replayed(self, now: Taken, doses: tuple[int, ...]) -> Taken:
        """Return `doses` with the daypart that turns from `now` lowered last.

        A daypart that has been passed over in a step is so for the rest of it, so
        the doses after a step say in which order the turns were.
        """
        while fitting := self._turn(now, lambda at, lower, _: lower >= doses[at]):
            now = fitting
        return Taken(doses=doses, last=now.last)

    def _even_slower(self, now: Taken, aim: Aim) -> Taken:
        total = self._splits.least(now.doses, aim.over)
        return now if total is None else self._even(now, total)

    def _even_faster(self, now: Taken, aim: Aim) -> Taken:
        return self._even(now, self._splits.most(now.doses, aim.under))

    def _even(self, now: Taken, total: int) -> Taken:
        if total == now.total:
            return now
        return Taken(doses=self._splits.evenest(now.doses, total))

    def _turns_slower(self, now: Taken, aim: Aim) -> Taken:
        while fitting := self._turn(now, lambda _at, _lower, left: left >= aim.over):
            now = fitting
        return now

    def _turns_faster(self, now: Taken, aim: Aim) -> Taken:
        while now.total > aim.under:
            lowered = self._turn(now, lambda *_: True)
            if lowered is None:
                return now
            now = lowered
        return now

    def _turn(self, now: Taken, fits: Fits) -> Taken | None:
        """Lower the next daypart whose turn it is and whose cut fits."""
        total = now.total
        for at in self._queue(now):
            dose = now.doses[at]
            if not dose:
                continue
            lower = self._shelf.below(dose)
            if fits(at, lower, total - dose + lower):
                self._shelf.work.spend(CELLS_OF_TURN)
                doses = (*now.doses[:at], lower, *now.doses[at + 1 :])
                return Taken(doses=doses, last=at)
        return None

    def _queue(self, now: Taken) -> Iterator[int]:
        count = len(now.doses)
        first = 0 if self._one_at_a_time else now.last + 1
        return (at % count for at in range(first, first + count))


def _nearer(higher: Taken, lower: Taken, aim: Aim) -> Taken:
    chosen = aim.nearest(higher.total, lower.total)
    return higher if chosen == higher.total else lower
