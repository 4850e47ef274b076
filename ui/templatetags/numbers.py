"""Amounts in words and figures: doses, shares, tablets.

Never a trailing zero, always a leading one, a true minus, and a space that does not
break before the unit.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()

Amount = int | Decimal | Fraction | str
NO_BREAK = "\u00a0"
MINUS = "\u2212"
PARTS = {Fraction(1, 4): "¼", Fraction(1, 2): "½", Fraction(3, 4): "¾"}
EMPTY = ("", None)


def exact(value: Amount) -> Fraction:
    """The amount as a fraction, whatever it came as.

    >>> exact("7.5"), exact(Decimal("0.250")), exact(2)
    (Fraction(15, 2), Fraction(1, 4), Fraction(2, 1))
    """
    return Fraction(value)


def decimal_mark() -> str:
    """Comma in Swedish and bokmål, point in English."""
    return "." if (get_language() or "sv").startswith("en") else ","


def figures(value: Fraction, places: int) -> str:
    """The shortest honest figures: rounded, without zeros that say nothing.

    >>> figures(Fraction(15, 2), 3), figures(Fraction(10, 3), 2)
    ('7,5', '3,33')
    >>> figures(Fraction(-5), 1), figures(Fraction(0), 1)
    ('−5', '0')
    """
    step = Decimal(1).scaleb(-places)
    exact_decimal = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact_decimal.quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if rounded < 0 else ""
    return sign + text.replace(".", decimal_mark())


@register.filter
def number(value: Amount | None) -> str:
    """A plain figure.

    >>> number(Decimal("22.500")), number(Fraction(1, 2)), number(None)
    ('22,5', '0,5', '')
    """
    return "" if value in EMPTY else figures(exact(value), 3)


@register.filter
def mg(value: Amount | None) -> str:
    """A dose in milligrams.

    >>> mg(Decimal("7.50")), mg(Fraction(0)), mg(None)
    ('7,5\\xa0mg', '0\\xa0mg', '')
    """
    return "" if value in EMPTY else f"{number(value)}{NO_BREAK}mg"


@register.filter
def per_hour(value: Amount | None) -> str:
    """What a patch gives, in micrograms an hour.

    >>> per_hour("12.5"), per_hour(None)
    ('12,5\\xa0µg/h', '')
    """
    return "" if value in EMPTY else f"{number(value)}{NO_BREAK}µg/h"


@register.filter
def mg_or_dash(value: Amount | None) -> str:
    """A dose in a staff table, where nothing is an en dash; the unit is the heading's.

    >>> mg_or_dash(Decimal("0.000")), mg_or_dash(Decimal("2.5"))
    ('–', '2,5')
    """
    return "–" if value in EMPTY or not exact(value) else number(value)


@register.filter
def percent(share: Amount | None) -> str:
    """A share of one as per cent, at most one decimal.

    >>> percent(Fraction(-1, 8)), percent("0.1"), percent(Fraction(1, 3))
    ('−12,5\\xa0%', '10\\xa0%', '33,3\\xa0%')
    """
    if share in EMPTY:
        return ""
    return f"{figures(exact(share) * 100, 1)}{NO_BREAK}%"


def _split(value: Amount) -> tuple[int, Fraction]:
    whole, rest = divmod(exact(value), 1)
    return int(whole), rest


@register.filter
def count(value: Amount | None) -> str:
    """A number of tablets for staff, with the part as one sign.

    >>> count(Fraction(3, 2)), count(Decimal("0.50")), count(2), count(0)
    ('1½', '½', '2', '–')
    """
    if value in EMPTY or not exact(value):
        return "–"
    whole, rest = _split(value)
    if rest and rest not in PARTS:
        return number(value)
    return f"{whole or ''}{PARTS.get(rest, '')}"


def listed(numbers: Sequence[str]) -> str:
    """Several numbers in a sentence.

    >>> listed(["10"]), listed(["10", "5"]), listed(["10", "5", "2,5"])
    ('10', '10 och 5', '10, 5 och 2,5')
    """
    *others, last = numbers
    if not others:
        return last
    return gettext("%(first)s och %(last)s") % {
        "first": ", ".join(others),
        "last": last,
    }


def _number_words() -> tuple[str, ...]:
    words = gettext("noll en två tre fyra fem sex sju åtta nio tio elva tolv")
    return tuple(words.split())


def _whole_in_words(whole: int) -> str:
    words = _number_words()
    return words[whole] if whole < len(words) else str(whole)


def _part_alone(rest: Fraction) -> str:
    return {
        Fraction(1, 4): gettext("en kvarts tablett"),
        Fraction(1, 2): gettext("en halv tablett"),
        Fraction(3, 4): gettext("tre kvarts tablett"),
    }[rest]


def _whole_and_part(whole: int, rest: Fraction) -> str:
    pattern = {
        Fraction(1, 4): gettext("%(number)s och en kvarts tablett"),
        Fraction(1, 2): gettext("%(number)s och en halv tablett"),
        Fraction(3, 4): gettext("%(number)s och tre kvarts tablett"),
    }[rest]
    return pattern % {"number": _whole_in_words(whole)}


def _whole_alone(whole: int) -> str:
    if whole == 1:
        return gettext("en tablett")
    return gettext("%(number)s tabletter") % {"number": _whole_in_words(whole)}


@register.filter
def tablet_words(value: Amount | None) -> str:
    """A number of tablets for the one who takes them: never a sign, never a bare ½.

    >>> tablet_words(Fraction(3, 2)), tablet_words("0.25"), tablet_words(1)
    ('en och en halv tablett', 'en kvarts tablett', 'en tablett')
    >>> tablet_words(4), tablet_words(0), tablet_words(Decimal("0.3"))
    ('fyra tabletter', 'ingen', '0,3 tabletter')
    """
    if value in EMPTY or not exact(value):
        return pgettext("tablett", "ingen")
    whole, rest = _split(value)
    if not rest:
        return _whole_alone(whole)
    if rest not in PARTS:
        return gettext("%(number)s tabletter") % {"number": number(value)}
    return _whole_and_part(whole, rest) if whole else _part_alone(rest)
