"""Phone numbers: stored as E.164, shown the way people write them."""

import re
from collections.abc import Iterator

from jurisdictions.typed import Fault, plain


def _(sentence: str) -> str:
    return sentence


class NotAPhone(Fault):
    """What was typed cannot be called; the sentence says what to look at."""


EMPTY = _("Skriv ett telefonnummer, till exempel i formen 070-NNN NN NN.")
WRONG_SIGNS = _(
    "Skriv ett telefonnummer i taget, bara med siffror. Mellanslag, bindestreck, "
    "parenteser och plus först går bra."
)
TOO_SHORT = _("Telefonnumret är för kort. Skriv det med riktnummer.")
TOO_LONG = _("Telefonnumret är för långt. Räkna siffrorna.")
NO_AREA_CODE = _("Skriv riktnumret också, med nollan först.")
WRONG_MOBILE_LENGTH = _("Ett mobilnummer har tio siffror med nollan. Räkna siffrorna.")
WRONG_NORWEGIAN = _("Ett norskt telefonnummer har åtta siffror. Räkna siffrorna.")

CALLING_CODES = {"SE": "46", "NO": "47"}
SWEDISH_MOBILE = re.compile(r"\+467[02369][0-9]{7}")
NORWEGIAN_MOBILE = re.compile(r"\+47[49][0-9]{7}")
# Swedish area codes of one and two digits, without the zero; all others have three.
SHORT_AREAS = re.compile(r"8|1[013689]|2[0136]|3[1356]|4[0246]|54|6[03]|7[0-689]|90")
GROUPS = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}


def normalise(text: str, *, country: str = "SE") -> str:
    """'+46701740615' from any usual way to write it; `country` is where 0 is dialled.

    Numbers of other countries are kept as they are, as long as they can be a number.
    """
    signs = re.sub(r"[\s()./-]", "", _without_trunk_zero(plain(text)))
    signs = re.sub(r"^00", "+", signs)
    if not signs:
        raise NotAPhone(EMPTY)
    if not re.fullmatch(r"\+?[0-9]+", signs):
        raise NotAPhone(WRONG_SIGNS)
    if signs.startswith("+"):
        return _international(signs[1:])
    return _national(signs, country=country)


def shown(number: str, *, country: str = "SE") -> str:
    """'070-174 06 15', with the country's code in front when it is another country."""
    if number.startswith("+46"):
        return _shown_swedish(number[3:], at_home=country == "SE")
    if number.startswith("+47"):
        home = "" if country == "NO" else "+47 "
        sizes = (3, 2, 3) if NORWEGIAN_MOBILE.fullmatch(number) else (2, 2, 2, 2)
        return home + _grouped(number[3:], sizes)
    return number


def is_mobile(number: str) -> bool:
    """Whether a text message can be expected to arrive."""
    return bool(SWEDISH_MOBILE.fullmatch(number) or NORWEGIAN_MOBILE.fullmatch(number))


def fictional_mobiles() -> Iterator[str]:
    """Mobile numbers reserved for fiction: they ring at nobody's."""
    return (f"+467017406{last:02}" for last in range(5, 100))


def fictional_landlines() -> Iterator[str]:
    """Gothenburg numbers reserved for fiction: they ring at nobody's."""
    return (f"+46313900{last}" for last in range(600, 650))


def _without_trunk_zero(text: str) -> str:
    return re.sub(r"^(\+|00)([0-9 ]+)\(0\)", r"\1\2", text)


def _national(digits: str, *, country: str) -> str:
    if country == "SE" and not digits.startswith("0"):
        raise NotAPhone(TOO_SHORT if len(digits) < 5 else NO_AREA_CODE)
    return _international(CALLING_CODES[country] + digits)


def _international(digits: str) -> str:
    if digits.startswith("46"):
        return "+46" + _checked_swedish(digits[2:].removeprefix("0"))
    if digits.startswith("47"):
        return "+47" + _checked_norwegian(digits[2:])
    return "+" + _checked_length(digits, shortest=8, longest=15)


def _checked_swedish(digits: str) -> str:
    _checked_length(digits, shortest=7, longest=9)
    if digits.startswith("7") and len(digits) != 9:
        raise NotAPhone(WRONG_MOBILE_LENGTH)
    return digits


def _checked_norwegian(digits: str) -> str:
    if not re.fullmatch(r"[2-9][0-9]{7}", digits):
        raise NotAPhone(WRONG_NORWEGIAN)
    return digits


def _checked_length(digits: str, *, shortest: int, longest: int) -> str:
    if len(digits) < shortest:
        raise NotAPhone(TOO_SHORT)
    if len(digits) > longest:
        raise NotAPhone(TOO_LONG)
    return digits


def _shown_swedish(digits: str, *, at_home: bool) -> str:
    short = SHORT_AREAS.match(digits)
    area = short.group() if short else digits[:3]
    rest = digits[len(area) :]
    start = f"0{area}" if at_home else f"+46 {area}"
    return f"{start}-{_grouped(rest, GROUPS.get(len(rest), (len(rest),)))}"


def _grouped(digits: str, sizes: tuple[int, ...]) -> str:
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return " ".join(groups)
