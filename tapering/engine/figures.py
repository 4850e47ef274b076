"""Exact numbers as text, and back.

Doses are written exact and shortest; percentages and points rounded half up to
two decimals; ideal doses exact up to six decimals, else rounded half up.
"""

from fractions import Fraction

TARGET_DECIMALS = 6
SHARE_DECIMALS = 2


def _shortest(whole: int, decimals: int) -> str:
    """Return `whole` / 10**`decimals` without zeros that say nothing."""
    sign = "-" if whole < 0 else ""
    digits = str(abs(whole)).rjust(decimals + 1, "0")
    if not decimals:
        return sign + digits
    tail = digits[-decimals:].rstrip("0")
    return sign + digits[:-decimals] + (f".{tail}" if tail else "")


def half_up(top: int, bottom: int, decimals: int) -> int:
    """Return `top`/`bottom` in units of 10**-`decimals`, half away from zero."""
    scale: int = 10**decimals
    scaled = 2 * abs(top) * scale + bottom
    rounded = scaled // (2 * bottom)
    return -rounded if top < 0 else rounded


def rounded(value: Fraction, decimals: int) -> str:
    """Write `value` with at most `decimals` decimals, rounded half up."""
    return _shortest(half_up(value.numerator, value.denominator, decimals), decimals)


def share(value: Fraction) -> str:
    """Write a percentage or a number of occupancy points."""
    return rounded(value, SHARE_DECIMALS)


def exact(value: Fraction) -> str:
    """Write a dose or a volume; every makeable one ends after a few decimals."""
    top, bottom = value.numerator, value.denominator
    if bottom == 1:
        return str(top)
    decimals = 1
    while 10**decimals % bottom:
        decimals += 1
    return _shortest(top * 10**decimals // bottom, decimals)


def count(value: Fraction) -> str:
    """Write a number of tablets: "2", "1/2", "3/2"."""
    return str(value)
