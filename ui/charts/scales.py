"""From days and doses to places on the drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ui.charts.course import Dose

STEPS = (
    Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(2),
    Fraction(5), Fraction(10), Fraction(20), Fraction(25), Fraction(50),
    Fraction(100), Fraction(200), Fraction(500), Fraction(1000),
)  # fmt: skip
MOST_TICKS = 6
MONTH_NEEDS = 52


@dataclass(frozen=True)
class Time:
    """Days along the drawing, true to scale."""

    first: date
    last: date
    left: float
    right: float

    def __call__(self, on: date) -> float:
        """Where the day is; days outside stay at the edge."""
        share = (on - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + min(max(share, 0), 1) * (self.right - self.left), 1)

    def months(self) -> list[date]:
        """The first of each month that fits, at most one per 52 px."""
        found = list(_months(self.first, self.last))
        room = max(int((self.right - self.left) / MONTH_NEEDS), 1)
        stride = next(
            (n for n in (1, 2, 3, 6, 12) if len(found) <= room * n), len(found) or 1
        )
        return [on for on in found if (on.month - 1) % stride == 0]


def _months(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (on := date(year, month, 1)) <= last:
        if on >= first:
            yield on
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


@dataclass(frozen=True)
class Amount:
    """Doses or scores upward from zero."""

    top: Fraction
    high: float
    low: float

    def __call__(self, amount: Fraction | int) -> float:
        """Where the amount is."""
        share = float(Fraction(amount) / self.top)
        return round(self.low - share * (self.low - self.high), 1)


def ticks(highest: Fraction) -> list[Fraction]:
    """Round figures from zero to at least the highest, not more than seven.

    >>> [int(tick) for tick in ticks(Fraction(50))]
    [0, 10, 20, 30, 40, 50]
    >>> [str(tick) for tick in ticks(Fraction(5, 4))]
    ['0', '1/2', '1', '3/2']
    """
    step = next((s for s in STEPS if highest <= s * MOST_TICKS), STEPS[-1])
    if highest / step <= 2:
        step = STEPS[max(STEPS.index(step) - 1, 0)]
    count = -(-highest // step) or 1
    return [step * n for n in range(int(count) + 1)]


def stairs(doses: Sequence[Dose], x: Time, y: Amount, *, until: date) -> str:
    """A line that holds each dose until the next one.

    Only moves across and down: no dose between two doses was ever taken.
    """
    if not doses:
        return ""
    moves = [f"M{x(doses[0].on)} {y(Fraction(doses[0].amount))}"]
    for dose in doses[1:]:
        moves.append(f"H{x(dose.on)}V{y(Fraction(dose.amount))}")
    moves.append(f"H{x(until)}")
    return "".join(moves)
