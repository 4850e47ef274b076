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
# With more points than this they are drawn to the whole pixel.
MOST_EXACT = 300


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

    def has(self, on: date) -> bool:
        """Tell whether the day is on the drawing."""
        return self.first <= on <= self.last

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

    Only moves across and down: no dose between two doses was ever taken. Changes that
    share one column of the screen are drawn as far as they reach, and no more.
    """
    corners = _seen([(x(d.on), y(Fraction(d.amount))) for d in doses if d.on <= until])
    if not corners:
        return ""
    (left, high), *rest = corners
    moves = [f"M{left:g} {high:g}"]
    for place, height in rest:
        if place != left:
            moves.append(f"H{place:g}")
        moves.append(f"V{height:g}")
        left = place
    if x(until) != left:
        moves.append(f"H{x(until):g}")
    return "".join(moves)


Corner = tuple[float, float]


def _seen(corners: Sequence[Corner]) -> list[Corner]:
    """Drop what is not seen: changes less than the eye's, and turns in one column."""
    width = 1 if len(corners) > MOST_EXACT else 0
    kept: list[Corner] = []
    for at, height in corners:
        place = float(round(at)) if width else at
        if kept and kept[-1][1] == height:
            continue
        # Down and further down in the same column is one move.
        if len(kept) > 1 and kept[-1][0] == place and _between(kept, height):
            kept[-1] = (place, height)
        else:
            kept.append((place, height))
    return kept


def _between(kept: Sequence[Corner], height: float) -> bool:
    before, last = kept[-2][1], kept[-1][1]
    return min(before, height) <= last <= max(before, height)


def slope(points: Sequence[Corner]) -> str:
    """A line from point to point; of many in one column the ends and the extremes."""
    columns: dict[float, list[Corner]] = {}
    for at, height in points:
        place = float(round(at)) if len(points) > MOST_EXACT else at
        columns.setdefault(place, []).append((place, height))
    shown = [corner for column in columns.values() for corner in _ends(column)]
    return "M" + "L".join(f"{at:g} {height:g}" for at, height in shown)


def _ends(column: list[Corner]) -> list[Corner]:
    if len(column) <= 2:
        return column
    heights = [height for _at, height in column]
    wanted = {0, len(column) - 1}
    wanted |= {heights.index(min(heights)), heights.index(max(heights))}
    return [column[n] for n in sorted(wanted)]


def dots(points: Sequence[Corner]) -> str:
    """Each point as a round end of a line of no length; one for each place."""
    whole = len(points) > MOST_EXACT
    places = [(float(round(at)) if whole else at, height) for at, height in points]
    return "".join(f"M{at:g} {height:g}h0" for at, height in dict.fromkeys(places))
