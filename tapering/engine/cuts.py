"""What a step really takes away of the tapered substance."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tapering.engine.figures import exact, share
from tapering.engine.values import Occupancy, Step

ZERO = Fraction(0)


class Cut(NamedTuple):
    """The change from one step to the next; negative when the dose rises.

    None stands for a share of nothing and for occupancy that nobody has measured.
    """

    before: Fraction  # mg a day
    after: Fraction  # mg a day
    mg: Fraction  # what is taken away of it
    of_current: Fraction | None  # per cent of the dose before
    of_start: Fraction | None  # per cent of the dose at the start
    points: Fraction | None  # of occupancy

    def size(self, of: str) -> Fraction:
        """Return the cut as a policy measures it: `of` is as in its bands."""
        sizes = {
            "current": self.of_current,
            "start": self.of_start,
            "occupancy": self.points,
            "mg": self.mg,
        }
        return sizes[of] or ZERO


class Reckoning(NamedTuple):
    """What cuts are reckoned on: who is tapered, and the dose at the start."""

    taper: str
    start: Fraction  # mg a day
    occupancy: Occupancy | None

    def cut(self, before: Fraction, after: Fraction) -> Cut:
        """Return the cut between two doses in mg a day."""
        lost = before - after
        return Cut(
            before=before,
            after=after,
            mg=lost,
            of_current=_percent(lost, before),
            of_start=_percent(lost, self.start),
            points=self.occupancy.between(before, after) if self.occupancy else None,
        )

    def cuts(self, steps: Sequence[Step], before: Fraction) -> list[Cut | None]:
        """Return the cut of every step, None on switch rows.

        `before` is mg a day before the first of `steps`.
        """
        cuts: list[Cut | None] = []
        for step in steps:
            after = step.total(self.taper)
            cuts.append(None if step.is_switch else self.cut(before, after))
            before = after
        return cuts


def _percent(part: Fraction, whole: Fraction) -> Fraction | None:
    if not part:
        return ZERO
    if not whole:
        return None
    top = 100 * part.numerator * whole.denominator
    return Fraction(top, part.denominator * whole.numerator)


def measured(size: Fraction, of: str) -> str:
    """Write a size: mg exactly, percentages and points at two decimals."""
    return exact(size) if of == "mg" else share(size)
