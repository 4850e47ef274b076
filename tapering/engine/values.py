"""The words of a taper as values: what is taken, what there is, what is decided.

Doses are in milligrams per daypart, or in micrograms per hour for patches; which
of the two stands in `Request.measure`. Every value is checked where it is read
(`parse`); nothing downstream checks again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

Json = dict[str, object]

DAYPARTS = ("morning", "noon", "evening", "night")
LOWERED_FIRST = ("noon", "morning", "evening", "night")
PATCH_DAYPART = ""  # a patch is worn all day

Slot = tuple[str, str]  # substance, daypart
Regimen = Mapping[Slot, Fraction]  # mg (or ug per hour) of each slot, never zero


class Product(NamedTuple):
    """A substance in one strength. `strength` is mg, mg per ml or ug per hour."""

    substance: str
    form: str  # tablet, liquid or patch
    strength: Fraction
    parts: int = 1  # how many equal parts one tablet may be divided into
    smallest_ml: Fraction = Fraction(0)  # liquids only
    worn_days: int = 0  # patches only


class Band(NamedTuple):
    """How fast to go down while the ideal dose is above `above`."""

    above: Fraction
    unit: str  # mg or percent_of_start
    size: Fraction
    of: str  # current, start, mg or occupancy
    every_days: int

    def floor(self, start: Fraction) -> Fraction:
        """Return `above` in mg, for a taper whose start dose is `start` mg."""
        if self.unit == "percent_of_start":
            return self.above * start / 100
        return self.above


class Limit(NamedTuple):
    """The most that may be taken away in `days` days before somebody must say why."""

    size: Fraction
    of: str
    days: int
    severity: str
    source: str | None


class Occupancy(NamedTuple):
    """Receptor occupancy by dose, as the cited source measured it."""

    half_dose: Fraction  # mg a day at which half of `emax` is reached
    emax: Fraction  # per cent
    source: str

    def between(self, before: Fraction, after: Fraction) -> Fraction:
        """Return how many points lower occupancy is at `after` than at `before` mg.

        E * B / (K + B) - E * A / (K + A) is E * K * (B - A) / ((K + B) * (K + A)).
        """
        spread = (self.half_dose + before) * (self.half_dose + after)
        return self.emax * self.half_dose * (before - after) / spread


class Policy(NamedTuple):
    """How a clinic has decided to taper."""

    bands: tuple[Band, ...]
    goal: Fraction
    stop_below: Fraction
    limits: tuple[Limit, ...]
    rounding: str  # slower, faster or nearest
    take: str  # even, round_robin or one_at_a_time
    order: tuple[str, ...]  # all dayparts, the one lowered first first
    occupancy: Occupancy | None


class Switch(NamedTuple):
    """One substance exchanged for another before the cuts begin."""

    source_substance: str
    target_substance: str
    ratio: Fraction  # mg of the new for one mg of the old
    factor: Fraction  # the caution that somebody chose
    table: str
    at_once: bool
    order: tuple[str, ...]
    every_days: int


class HandStep(NamedTuple):
    """A step that a person wrote; the engine changes nothing in it."""

    starts: date
    days: int | None
    doses: Regimen


class Revision(NamedTuple):
    """What somebody wants changed in a plan that is running."""

    kind: str  # hold, slow_down, goal or step_back
    from_step: int
    on: date
    days: int = 0
    to_step: int = 0
    bands: tuple[Band, ...] = ()
    goal: Fraction = Fraction(0)


class Request(NamedTuple):
    """A whole question to the engine."""

    start: date
    regimen: Regimen
    taper: str
    products: tuple[Product, ...]
    policy: Policy
    substances: tuple[str, ...]  # all of them, in the order in which they were met
    measure: str = "mg"  # or ug_per_h
    switch: Switch | None = None
    steps: tuple[HandStep, ...] = ()
    dispense_every_days: int | None = None

    def of(self, substance: str) -> tuple[Product, ...]:
        """Return the products of `substance`."""
        return tuple(each for each in self.products if each.substance == substance)


class Piece(NamedTuple):
    """Some of one product: `amount` tablets or patches, or ml of a liquid."""

    form: str
    strength: Fraction
    amount: Fraction

    @property
    def dose(self) -> Fraction:
        """The mg (or ug per hour) in it."""
        return self.strength * self.amount


class Dose(NamedTuple):
    """What is taken of one substance at one daypart, and of which pieces."""

    substance: str
    daypart: str
    mg: Fraction
    pieces: tuple[Piece, ...]


class Step(NamedTuple):
    """The same doses every day from `starts` for `days` days; None has no end."""

    n: int
    starts: date
    days: int | None
    target: Fraction | None  # ideal mg a day, rounded to six decimals
    doses: tuple[Dose, ...]
    band: Band | None = None  # the band that caused the cut to this step
    smallest: Fraction | None = None  # mg: the least that could be taken away
    is_switch: bool = False
    misfits: tuple[tuple[str, Fraction, Fraction], ...] = ()  # daypart, wanted, given

    def total(self, substance: str) -> Fraction:
        """Return the mg a day of `substance`."""
        return added([dose.mg for dose in self.doses if dose.substance == substance])


def added(mgs: Sequence[Fraction]) -> Fraction:
    """Return the sum of `mgs`, shortened once and not at every term."""
    bottom = lcm(*(mg.denominator for mg in mgs))
    top = sum(mg.numerator * (bottom // mg.denominator) for mg in mgs)
    return Fraction(top, bottom)


class Finding(NamedTuple):
    """Something about a plan that a clinician must see."""

    code: str
    severity: str  # refuse, reason or note
    step: int | None
    values: Json
    source: str | None
    message: str
