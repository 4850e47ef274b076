"""The ideal doses that a policy alone gives, on the days on which it cuts.

An ideal dose is kept as two integers, top and bottom, in mg a day. Fractions
would search for a common divisor at every cut; after some hundred cuts of a
percentage the numbers are long and that search is the whole cost.

A point is a day on which the curve cuts; its last may be the ten-thousandth. A share
of the current dose without an end is refused only where the curve comes to it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from tapering.engine.figures import TARGET_DECIMALS, half_up
from tapering.engine.refusal import Refusal
from tapering.engine.values import Band, Occupancy, Policy

MOST_POINTS = 10_000
SHORT_BITS = 2_000  # up to here it pays to shorten the two integers


class Ideal(NamedTuple):
    """A dose that need not be makeable: `top` / `bottom` mg a day."""

    top: int
    bottom: int

    def over(self, mg: Fraction) -> bool:
        """Say whether the dose is strictly over `mg`."""
        return self.top * mg.denominator > mg.numerator * self.bottom

    def under(self, mg: Fraction) -> bool:
        """Say whether the dose is strictly under `mg`."""
        return self.top * mg.denominator < mg.numerator * self.bottom

    def halves(self, unit: Fraction) -> tuple[int, bool]:
        """Return the dose in whole half `unit`s, and whether that is all of it."""
        count, rest = divmod(
            2 * self.top * unit.denominator, self.bottom * unit.numerator
        )
        return count, not rest

    def written(self) -> Fraction:
        """Return the dose as it is shown: exact, or half up at six decimals."""
        scale: int = 10**TARGET_DECIMALS
        return Fraction(half_up(self.top, self.bottom, TARGET_DECIMALS), scale)


class Point(NamedTuple):
    """A day on which the curve cuts, and the ideal dose from that day."""

    on: date
    ideal: Ideal
    band: Band


class Descent(NamedTuple):
    """Everything that decides a curve."""

    begins: date  # the first wait counts from here
    total: Fraction  # mg a day in force then
    start: Fraction  # mg a day that percentages of the start count on
    policy: Policy
    path: str = "policy.bands"  # where a refusal of the bands belongs
    first_wait: int | None = None  # days, instead of the wait of the first band


def ideal(mg: Fraction) -> Ideal:
    """Return `mg` as an ideal dose."""
    return Ideal(top=mg.numerator, bottom=mg.denominator)


def points(descent: Descent) -> Iterator[Point]:
    """Yield every cut of the curve; the last one is the goal."""
    goal = descent.policy.goal
    bands = falling(descent.policy, descent.start, descent.path)
    dose, on, wait = ideal(descent.total), descent.begins, descent.first_wait
    for _ in range(MOST_POINTS):
        if not dose.over(goal):
            return
        bands = _from_band(dose, bands, descent)
        dose = _after(dose, bands[0], descent)
        on = _later(on, bands[0].every_days if wait is None else wait, descent.path)
        wait = None
        yield Point(on=on, ideal=dose, band=bands[0])
    if not dose.over(goal):
        return
    message = f"The curve needs more than {MOST_POINTS} points to reach its goal."
    raise Refusal(descent.path, message)


def check(descent: Descent) -> None:
    """Refuse a curve that does not reach its goal, before anything rests on it."""
    for _ in points(descent):
        pass


def _from_band(
    dose: Ideal, bands: tuple[Band, ...], descent: Descent
) -> tuple[Band, ...]:
    """Return the bands from the one for `dose` on; the last must have an end."""
    at = 0
    while not dose.over(bands[at].floor(descent.start)):
        at += 1
    if at + 1 == len(bands):
        _refuse_endless(descent)
    return bands[at:]


def _refuse_endless(descent: Descent) -> None:
    """Refuse shares of the current dose that approach nothing but never reach it."""
    policy, last = descent.policy, descent.policy.bands[-1]
    if policy.goal or policy.stop_below or last.of != "current" or last.size == 100:
        return
    message = (
        "A share of the current dose never reaches 0: give a dose to stop below, "
        "or a last band in mg."
    )
    raise Refusal(descent.path, message)


def falling(policy: Policy, start: Fraction, path: str) -> tuple[Band, ...]:
    """Return the bands; refuse them, at `path`, when they do not fall to the goal.

    `start` is the mg a day that percentages of the start count on.
    """
    bands = policy.bands
    floors = [band.floor(start) for band in bands]
    for at in range(1, len(bands)):
        if floors[at] >= floors[at - 1]:
            message = "This must be lower than in the band before."
            raise Refusal(f"{path}[{at}].above", message)
    if floors[-1] > policy.goal:
        message = "The last band must reach down to the goal."
        raise Refusal(f"{path}[{len(bands) - 1}].above", message)
    return bands


def _after(dose: Ideal, band: Band, descent: Descent) -> Ideal:
    """Return the ideal dose after one cut of `band`."""
    policy = descent.policy
    if band.of == "current":
        after = _share_of(dose, 1 - band.size / 100)
    elif band.of == "occupancy":
        after = _less_occupied(dose, band.size, policy.occupancy)
    elif band.of == "start":
        after = _less(dose, band.size * descent.start / 100)
    else:
        after = _less(dose, band.size)
    if not after.over(policy.goal) or after.under(policy.stop_below):
        return ideal(policy.goal)
    return after


def _short(top: int, bottom: int) -> Ideal:
    """Return top / bottom, shortened while that is cheap."""
    if bottom.bit_length() < SHORT_BITS:
        common = gcd(top, bottom)
        top, bottom = top // common, bottom // common
    return Ideal(top=top, bottom=bottom)


def _share_of(dose: Ideal, share: Fraction) -> Ideal:
    return _short(dose.top * share.numerator, dose.bottom * share.denominator)


def _less(dose: Ideal, mg: Fraction) -> Ideal:
    # The bottom soon holds the denominator: then only the top changes.
    fits, rest = divmod(dose.bottom, mg.denominator)
    if not rest:
        return _short(dose.top - mg.numerator * fits, dose.bottom)
    top = dose.top * mg.denominator - mg.numerator * dose.bottom
    return _short(top, dose.bottom * mg.denominator)


def _less_occupied(dose: Ideal, points: Fraction, known: Occupancy | None) -> Ideal:
    """Return the dose whose occupancy is `points` lower.

    With the share E * D / (K + D) taken from E, K * O / (E - O) is the way back.
    """
    if known is None:
        raise Refusal("policy.occupancy", "Occupancy needs a cited parameter.")
    half, emax = known.half_dose, known.emax
    top = emax.numerator * dose.top * half.denominator * points.denominator
    whole = dose.top * half.denominator + half.numerator * dose.bottom
    whole *= emax.denominator
    top -= points.numerator * whole
    whole *= points.denominator
    if top <= 0:
        return Ideal(top=0, bottom=1)
    free = emax.numerator * whole - emax.denominator * top
    return _short(half.numerator * top * emax.denominator, half.denominator * free)


def _later(on: date, days: int, path: str) -> date:
    try:
        return on + timedelta(days=days)
    except OverflowError:
        raise Refusal(path, "The plan would go on past the year 9999.") from None
