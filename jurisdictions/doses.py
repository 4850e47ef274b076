"""Doses in milligrams, as people type them, and the slip of a decimal comma."""

import re
from decimal import Decimal

from jurisdictions.typed import Fault, plain


def _(sentence: str) -> str:
    return sentence


class NotADose(Fault):
    """What was typed is no dose in milligrams; the sentence says how to write one."""


EMPTY = _("Skriv dosen i milligram, till exempel 2,5.")
OTHER_UNIT = _("Skriv dosen i milligram (mg), inte i någon annan enhet.")
IN_ML = _("Skriv dosen i milligram (mg), inte i ml: antal ml gånger styrkan i mg/ml.")
PER_HOUR = _("Ett plåster skrivs för sig, i mikrogram per timme.")
NOT_PER_HOUR = _(
    "Skriv det som plåstret ger i mikrogram per timme (µg/h), till exempel 25."
)
TOO_MUCH_PER_HOUR = _(
    "Så mycket ger inga plåster. Skriv det som står på plåstret, i mikrogram per timme."
)
WRONG_SIGNS = _("Skriv dosen som ett tal i milligram, till exempel 2,5.")
AMBIGUOUS = _(
    "Talet kan läsas både som tusental och som decimaler. Skriv till exempel 2500 "
    "eller 2,5."
)
NOT_ABOVE_ZERO = _("Skriv en dos som är större än noll.")
TOO_MANY_DECIMALS = _("Skriv dosen med högst fyra decimaler.")
TOO_LARGE = _(
    "Dosen är högre än för något läkemedel som finns här. Skriv den i milligram."
)

LARGEST = Decimal(99_999)
SUSPICIOUS_FACTOR = 8

# More than the strongest patches that are worn together.
LARGEST_PER_HOUR = Decimal(1000)

NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?(?:mg|milligram)?")
OTHER_UNITS = re.compile(r"[0-9.,]+(g|gram|µg|μg|ug|mcg|mikrogram|ml|st|tabl?\w*)\.?")
MILLILITRES = re.compile(r"[0-9.,]+(mg/)?ml\.?")
EACH_HOUR = re.compile(
    r"(?P<figure>[0-9.,]+)(?:µg|μg|ug|mcg|mikrogram)?(?:/|per)?(?:h|t|tim|timme)?\.?"
)
# Nobody writes 2.500 for two and a half: it is 2500, or a slip.
THOUSANDS = re.compile(r"[1-9][0-9]*[.,][0-9]{2}0(?:mg|milligram)?")


def parse(text: str, *, allow_zero: bool = False) -> Decimal:
    """Milligrams, with a comma or a point; a thousand may be grouped by a space."""
    typed = plain(text).lower()
    typed = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", typed)
    typed = re.sub(r"(?<=[0-9]) (?=\D)", "", typed)
    found = NUMBER.fullmatch(typed)
    if found is None or THOUSANDS.fullmatch(typed):
        raise NotADose(_why_not(typed))
    whole, decimals = found.groups(default="")
    if len(decimals) > 4:
        raise NotADose(TOO_MANY_DECIMALS)
    significant = decimals.rstrip("0")
    dose = Decimal(f"{whole}.{significant}" if significant else whole)
    return _checked(dose, allow_zero=allow_zero)


def parse_per_hour(text: str) -> Decimal:
    """Micrograms an hour, as it is printed on a patch; never milligrams."""
    found = EACH_HOUR.fullmatch(plain(text).lower().replace(" ", ""))
    if found is None:
        raise NotADose(NOT_PER_HOUR)
    amount = parse(found["figure"], allow_zero=True)
    if amount > LARGEST_PER_HOUR:
        raise NotADose(TOO_MUCH_PER_HOUR)
    return amount


def looks_tenfold(new: Decimal, usual: Decimal) -> bool:
    """Whether a comma may have slipped: about ten times the usual dose, or a tenth.

    The answer is a question to whoever typed it, never a refusal.
    """
    if new <= 0 or usual <= 0:
        return False
    return max(new, usual) >= SUSPICIOUS_FACTOR * min(new, usual)


def _checked(dose: Decimal, *, allow_zero: bool) -> Decimal:
    if dose > LARGEST:
        raise NotADose(TOO_LARGE)
    if dose == 0 and not allow_zero:
        raise NotADose(NOT_ABOVE_ZERO)
    return dose


def _why_not(typed: str) -> str:
    if not typed:
        return EMPTY
    if THOUSANDS.fullmatch(typed):
        return AMBIGUOUS
    if MILLILITRES.fullmatch(typed):
        return IN_ML
    if typed.endswith(("/h", "/t", "/timme")):
        return PER_HOUR
    return OTHER_UNIT if OTHER_UNITS.fullmatch(typed) else WRONG_SIGNS
