"""How much of every product a plan takes, for each time it is dispensed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from tapering.engine.refusal import Refusal
from tapering.engine.values import Dose, Piece, Step

MOST_PERIODS = 10_000
MOST_LINES = 60_000
Item = tuple[str, str, Fraction]  # substance, form, strength


class Quantity(NamedTuple):
    """Tablets, patches or ml of one product, from one day to another, inclusive."""

    substance: str
    form: str
    strength: Fraction
    amount: Fraction
    first: date
    last: date


class Stretch(NamedTuple):
    """Days of one step that fall in one period, counted from the step's first day."""

    step: Step
    first: int
    last: int  # not included


def quantities(
    steps: Sequence[Step],
    *,
    every_days: int | None,
    substances: Sequence[str],
    worn_days: dict[Item, int],
) -> list[Quantity]:
    """Return the quantities of every period; what is not used is left out.

    Tablets are rounded up in each period: a half left over is not carried on.
    A last step without end is left out.
    """
    ends = [each.starts + timedelta(each.days) for each in steps if each.days]
    if not ends:
        return []
    first, end = min(step.starts for step in steps), max(ends)
    every = every_days or (end - first).days
    # Hand-made steps may overlap: their days are more than those of the plan.
    if sum((each.days or 0) // every for each in steps) > MOST_PERIODS:
        message = f"The plan has more than {MOST_PERIODS} such periods."
        raise Refusal("dispense_every_days", message)
    tally = Tally(worn_days)
    for step in steps:
        for period, stretch in _periods(step, first, every):
            tally.add(period, stretch)
    sums = tally.sums()
    if sum(map(len, sums.values())) > MOST_LINES:
        message = f"This would be more than {MOST_LINES} lines to dispense."
        raise Refusal("dispense_every_days", message)
    return [
        Quantity(
            substance=item[0],
            form=item[1],
            strength=item[2],
            amount=amount if item[1] == "liquid" else Fraction(ceil(amount)),
            first=first + timedelta(every * period),
            last=min(end, first + timedelta(every * (period + 1))) - timedelta(1),
        )
        for period in sorted(sums)
        for item, amount in sorted(
            sums[period].items(), key=lambda pair: _place(pair[0], substances)
        )
    ]


def _place(item: Item, substances: Sequence[str]) -> tuple[int, str, Fraction]:
    return substances.index(item[0]), {"liquid": "z"}.get(item[1], ""), item[2]


def _periods(step: Step, first: date, every: int) -> Iterator[tuple[int, Stretch]]:
    """Yield the periods that `step` falls in, and its days in each of them."""
    offset = (step.starts - first).days
    day, end = 0, step.days or 0
    while day < end:
        period = (offset + day) // every
        stop = min(end, (period + 1) * every - offset)
        yield period, Stretch(step=step, first=day, last=stop)
        day = stop


class Tally:
    """Adds up what is taken; the same pieces are counted, and added once."""

    def __init__(self, worn_days: Mapping[Item, int]):
        self._worn = worn_days
        # By period, substance and the very pieces: the pieces, and how many times.
        self._times: dict[tuple[int, str, int], int] = defaultdict(int)
        self._pieces: dict[int, tuple[Piece, ...]] = {}

    def add(self, period: int, stretch: Stretch) -> None:
        """Add the days of `stretch` to `period`."""
        for dose in stretch.step.doses:
            if dose.pieces and dose.pieces[0].form == "patch":
                self._add_patches(period, dose, stretch)
            else:
                days = stretch.last - stretch.first
                self._add(period, dose.substance, dose.pieces, days)

    def _add(
        self, period: int, substance: str, pieces: tuple[Piece, ...], times: int
    ) -> None:
        self._pieces[id(pieces)] = pieces
        self._times[period, substance, id(pieces)] += times

    def _add_patches(self, period: int, dose: Dose, stretch: Stretch) -> None:
        """Add each patch of `dose`; one is put on every so many days."""
        for piece in dose.pieces:
            worn = self._worn[dose.substance, piece.form, piece.strength]
            times = -(-stretch.last // worn) + (-stretch.first // worn)
            if times:
                self._add(period, dose.substance, (piece,), times)

    def sums(self) -> dict[int, dict[Item, Fraction]]:
        """Return what each period takes of each product."""
        sums: dict[int, dict[Item, Fraction]] = defaultdict(dict)
        for (period, substance, which), times in self._times.items():
            for piece in self._pieces[which]:
                item = (substance, piece.form, piece.strength)
                so_far = sums[period].get(item, Fraction(0))
                sums[period][item] = so_far + piece.amount * times
        return sums
