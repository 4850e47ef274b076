"""How the contract writes numbers and days, and how it says no."""

import re
from datetime import date
from fractions import Fraction

NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYPARTS = ("morning", "noon", "evening", "night")


class Refused(Exception):
    """A request that gets no answer, and where it is at fault."""

    def __init__(self, path):
        super().__init__(path)
        self.path = path


class TooLong(Exception):
    """A request that would take fingers too long to count."""


def rounded(value, places):
    """Return `value` as text with at most `places` decimals, halves away from 0."""
    shift = 10**places
    whole = int(abs(value) * shift + Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    text = f"{whole // shift}.{whole % shift:0{places}}"
    return sign + text.rstrip("0").rstrip(".")


def exact(value):
    """Return a dose or volume as text; such a number has few decimals."""
    text = rounded(value, 12)
    assert Fraction(text) == value
    return text


def target(value):
    """Return an ideal dose as text: exact up to six decimals, else rounded."""
    return rounded(value, 6)


def share(value):
    """Return a percentage or points as text."""
    return rounded(value, 2)


def written(day):
    """Return a day as text."""
    return date.fromordinal(day).isoformat()


def day_of(text, path):
    """Return the ordinal of a day written as text."""
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise Refused(path)
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise Refused(path) from None


def number(value, path, *, least=0, most=10_000, zero=True):
    """Return a number that came as text."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise Refused(path)
    found = Fraction(value)
    if not least <= found <= most or (found == 0 and not zero):
        raise Refused(path)
    return found


def count(value, path, *, least=1, most=730):
    """Return a whole number that came as one."""
    if type(value) is not int or not least <= value <= most:
        raise Refused(path)
    return value


def one_of(value, path, choices):
    """Return `value`, which has to be one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise Refused(path)
    return value


def name(value, path):
    """Return a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise Refused(path)
    return value


def rows(value, path, *, least=0, most=None):
    """Return a list with each entry's path."""
    if not isinstance(value, list) or len(value) < least:
        raise Refused(path)
    if most is not None and len(value) > most:
        raise Refused(path)
    return [(each, f"{path}[{at}]") for at, each in enumerate(value)]


def keys(value, path, required, optional=()):
    """Check which keys an object has."""
    if not isinstance(value, dict):
        raise Refused(path)
    before = f"{path}." if path else ""
    for key in value:
        if key not in required and key not in optional:
            raise Refused(before + str(key))
    for key in required:
        if key not in value:
            raise Refused(before + key)
    return value


def no_two_alike(found, path, parts):
    seen = set()
    for at, each in enumerate(found):
        key = tuple(getattr(each, part) for part in parts)
        if key in seen:
            raise Refused(f"{path}[{at}]")
        seen.add(key)
