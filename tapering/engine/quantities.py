"""How much of every product a plan takes, for each time it is dispensed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from tapering.engine.refusal import Refusal
from tapering.engine.values import Piece, Step

MOST_PERIODS = 10_000
Item = tuple[str, str, Fraction]  # substance, form, strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Tablets, patches or ml of one product, from one day to another, inclusive."""

    substance: str
    form: str
    strength: Fraction
    amount: Fraction
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
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
    if (end - first).days > every * MOST_PERIODS:
        message = f"The plan has more than {MOST_PERIODS} such periods."
        raise Refusal("dispense_every_days", message)
    sums: dict[int, dict[Item, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for step in steps:
        for period, stretch in _periods(step, first, every):
            for item, amount in _amounts(stretch, worn_days):
                sums[period][item] += amount
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


def _amounts(
    stretch: Stretch, worn_days: dict[Item, int]
) -> Iterator[tuple[Item, Fraction]]:
    for dose in stretch.step.doses:
        for piece in dose.pieces:
            item = (dose.substance, piece.form, piece.strength)
            yield item, piece.amount * _times(piece, stretch, worn_days.get(item, 1))


def _times(piece: Piece, stretch: Stretch, worn: int) -> int:
    """Return how many times `piece` is taken; a patch is put on each `worn` days."""
    if piece.form != "patch":
        return stretch.last - stretch.first
    return -(-stretch.last // worn) + (-stretch.first // worn)
