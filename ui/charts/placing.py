"""No two words of a chart lie on each other: each takes its place, or gives way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import inf

# A sign of the chart's type is seldom wider than this share of its size.
SIGN = 0.55
ABOVE, BELOW = 0.78, 0.26
AIR = 3


@dataclass(frozen=True, kw_only=True)
class Word:
    """A direct label."""

    x: float
    y: float
    text: str
    role: str = ""
    anchor: str = "start"


Area = tuple[float, float, float, float]


def area(word: Word, size: int) -> Area:
    """Left, top, right and bottom of a word, rather too large than too small."""
    wide = len(word.text) * size * SIGN
    left = word.x - {"start": 0.0, "middle": wide / 2, "end": wide}[word.anchor]
    return (left, word.y - size * ABOVE, left + wide, word.y + size * BELOW)


def meet(one: Area, other: Area, air: float = 0) -> bool:
    """Tell whether two areas lie on each other, or nearer than `air`."""
    return (
        one[0] < other[2] + air
        and other[0] < one[2] + air
        and one[1] < other[3]
        and other[1] < one[3]
    )


MOVES = re.compile(r"([MLHV])(-?[\d.]+)(?: (-?[\d.]+))?")
# Half of the thickest line.
HALF = 2


def strokes(d: str) -> Iterator[Area]:
    """The areas that the parts of a path lie in."""
    at, height = 0.0, 0.0
    for kind, first, second in MOVES.findall(d):
        before = (at, height)
        at = at if kind == "V" else float(first)
        height = float(first) if kind == "V" else float(second or height)
        if kind != "M":
            left, right = sorted((before[0], at))
            top, bottom = sorted((before[1], height))
            yield (left - HALF, top - HALF, right + HALF, bottom + HALF)


@dataclass
class Board:
    """Where words already stand on a drawing of a width."""

    width: float
    size: int = 13
    words: list[Word] = field(default_factory=list)
    taken: list[Area] = field(default_factory=list)
    strokes: list[Area] = field(default_factory=list)
    # No word goes under this while it is set: the foot of the panel being drawn.
    foot: float = inf

    def put(self, word: Word, *others: Word) -> None:
        """Write a word at the first of its places that is free; else not at all.

        A place that a line goes through is taken only when there is no other.
        """
        places = [(each, area(each, self.size)) for each in (word, *others)]
        free = [(each, place) for each, place in places if self._is_free(place)]
        clear = (both for both in free if not self._is_crossed(both[1]))
        if chosen := next(clear, free[0] if free else None):
            self.keep(chosen[1])
            self.words.append(chosen[0])

    def draw(self, d: str) -> None:
        """Know where a line goes, so that words can stand beside it."""
        self.strokes += strokes(d)

    def keep(self, place: Area) -> None:
        """Let no word come here."""
        self.taken.append(place)

    def put_moved(self, word: Word, moves: Iterable[tuple[float, float]]) -> None:
        """Write a word where it is, or moved aside by the first move that helps."""
        self.put(
            word, *(replace(word, x=word.x + dx, y=word.y + dy) for dx, dy in moves)
        )

    def _is_crossed(self, place: Area) -> bool:
        return any(meet(place, stroke) for stroke in self.strokes)

    def _is_free(self, place: Area) -> bool:
        inside = (
            place[0] >= 0
            and place[2] <= self.width
            and place[1] >= 0
            and place[3] <= self.foot
        )
        return inside and not any(meet(place, other, AIR) for other in self.taken)
