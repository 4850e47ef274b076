"""Which doses the chosen products make: the nearest ones, and those in between."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tapering.engine import Refusal
from tapering.engine.products import measure, read_products
from tapering.engine.reading import MOST_MG, Node
from tapering.engine.tablets import Shelf

Json = Mapping[str, Any]
Slot = tuple[str, str]
Doses = Mapping[Slot, Fraction]
# So many doses of one daypart are tried when a step is split.
MOST_TRIED = 120


def shelf_of(request: Json, substance: str, ceiling: Fraction) -> Shelf | None:
    """What the request's products make of one substance, up to a dose."""
    try:
        node = Node(request["products"], "products", measure(dict(request)))
        known = tuple(
            each for each in read_products(node) if each.substance == substance
        )
        return Shelf(known, min(ceiling, MOST_MG)) if known else None
    except Refusal:
        return None


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """The makeable doses below and above one that cannot be made."""

    below: Fraction | None
    above: Fraction | None


def nearest(request: Json, substance: str, dose: Fraction) -> Nearest:
    """What to choose between instead of `dose`."""
    shelf = shelf_of(request, substance, 2 * dose + 100)
    if shelf is None:
        return Nearest(below=None, above=None)
    at = bisect_left(shelf.doses, dose / shelf.unit)
    below = shelf.doses[at - 1] * shelf.unit if at else None
    above = shelf.doses[at] * shelf.unit if at < len(shelf.doses) else None
    return Nearest(below=below or None, above=above)


def smallest_part(request: Json, substance: str) -> Fraction | None:
    """The least dose that can be made at all: what + and - change by."""
    shelf = shelf_of(request, substance, Fraction(1_000))
    if shelf is None:
        return None
    least: int | None = next((each for each in shelf.doses if each), None)
    return least * shelf.unit if least else None


def _tried(shelf: Shelf, low: Fraction, high: Fraction) -> Sequence[int]:
    """Makeable doses from `low` to `high`, in units, thinned when there are many."""
    doses = shelf.doses
    first = bisect_left(doses, low / shelf.unit)
    last = bisect_left(doses, high / shelf.unit)
    found = doses[first : last + 1]
    every = len(found) // MOST_TRIED + 1
    return found[::-every]


def _sums(shelf: Shelf, before: Doses, after: Doses) -> dict[int, tuple[int, ...]]:
    """Every total in units that can be made between two steps, with its dayparts."""
    sums: dict[int, tuple[int, ...]] = {0: ()}
    for slot, high in before.items():
        tried = _tried(shelf, after.get(slot, Fraction(0)), high)
        sums = {
            total + dose: (*chosen, dose)
            for total, chosen in sums.items()
            for dose in tried
        }
    return sums


def halfway(request: Json, before: Doses, after: Doses) -> dict[Slot, Fraction] | None:
    """Doses between those of two steps, as near the middle as can be made.

    Of one substance. None when nothing lies between, or when something rises.
    """
    substances = {slot[0] for slot in (*before, *after)}
    rises = any(dose > before.get(slot, 0) for slot, dose in after.items())
    if len(substances) != 1 or rises:
        return None
    high, low = sum(before.values()), sum(after.values())
    shelf = shelf_of(request, substances.pop(), max(before.values()))
    if shelf is None:
        return None
    sums = _sums(shelf, before, after)
    between = [total for total in sums if low < total * shelf.unit < high]
    if not between:
        return None
    middle = Fraction(high + low) / 2 / shelf.unit
    best = min(between, key=lambda total: (abs(total - middle), -total))
    pairs = zip(before, sums[best], strict=True)
    return {slot: units * shelf.unit for slot, units in pairs}


def _by_slot(doses: Iterable[Json]) -> dict[Slot, Fraction]:
    """Doses of a request or an answer, by substance and daypart."""
    return {
        (row["substance"], row.get("daypart", "")): Fraction(
            row.get("mg") or row.get("ug_per_h") or 0
        )
        for row in doses
    }


@dataclass(frozen=True, kw_only=True)
class Between:
    """Tells whether a step could be made in two, for every row of a table at once."""

    shelves: Mapping[str, Shelf]

    @classmethod
    def of(cls, request: Json) -> "Between":
        """What the request's products make of every substance."""
        steps = request.get("steps", [])
        rows = [*request["regimen"], *(row for step in steps for row in step["doses"])]
        highest = max(_by_slot(rows).values(), default=Fraction(0))
        names = {product["substance"] for product in request["products"]}
        made = {name: shelf_of(request, name, highest) for name in sorted(names)}
        return cls(shelves={name: shelf for name, shelf in made.items() if shelf})

    def is_between(self, before: Iterable[Json], after: Iterable[Json]) -> bool:
        """Tell whether something can be made between the doses of two steps.

        Two dayparts that are lowered can be lowered one at a time.
        """
        was, becomes = _by_slot(before), _by_slot(after)
        lowered = [slot for slot, dose in was.items() if becomes.get(slot, 0) < dose]
        if any(dose > was.get(slot, 0) for slot, dose in becomes.items()):
            return False
        if len({slot[0] for slot in lowered}) != 1:
            return False
        return len(lowered) > 1 or self._has(lowered[0], was, becomes)

    def _has(self, slot: Slot, was: Doses, becomes: Doses) -> bool:
        shelf = self.shelves.get(slot[0])
        if shelf is None:
            return False
        at = bisect_left(shelf.doses, was[slot] / shelf.unit)
        return at > 0 and shelf.doses[at - 1] * shelf.unit > becomes.get(slot, 0)


def wait_at(rule: Json, start: Fraction, dose: Fraction) -> int:
    """How many days a rule waits at a dose before it takes more away."""
    for band in rule["bands"]:
        above = Fraction(band["above"])
        floor = above * start / 100 if band["unit"] == "percent_of_start" else above
        if floor < dose:
            return int(band["every_days"])
    return int(rule["bands"][-1]["every_days"])
