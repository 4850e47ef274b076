"""The public name of a referral, read aloud over the phone, and the code beside it.

Seven random signs and a check sign that catches any single wrong sign and any two
signs that changed places. No I, L, O or U: they are misread, or spell things.
"""

import random
import re

from jurisdictions.typed import Fault, plain


def _(sentence: str) -> str:
    return sentence


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
CODE_LENGTH = 6
PART_CODE_LENGTH = 12
MISREAD = str.maketrans("OIL", "011")


class NotAReference(Fault):
    """What was typed is no reference; the sentence says how one looks."""


class NotACode(Fault):
    """What was typed is no code; the sentence says how one looks."""


EMPTY = _("Skriv referensen, till exempel i formen ABCD-1234.")
WRONG_FORM = _(
    "Referensen har åtta tecken, siffror och bokstäver, i formen ABCD-1234. "
    "Den står på ditt kvitto."
)
WRONG_CHECK_SIGN = _(
    "Något tecken i referensen stämmer inte. Jämför med kvittot, tecken för tecken."
)
WRONG_PART_CODE = _(
    "Koden har tolv tecken, siffror och bokstäver, i tre grupper. "
    "Den står på lappen eller i meddelandet du fick."
)
WRONG_CODE = _("Koden har sex siffror. Den står på ditt kvitto.")


def make(source: random.Random) -> str:
    """Eight signs, as stored. Outside demo data the source is `SystemRandom`."""
    values = [source.randrange(len(ALPHABET)) for _sign in range(LENGTH - 1)]
    check = _times_two(_remainder(values))
    return "".join(ALPHABET[value] for value in [*values, check])


def parse(text: str) -> str:
    """The eight signs as stored, from what somebody typed or heard."""
    signs = re.sub(r"[\s-]", "", plain(text)).upper().translate(MISREAD)
    if not signs:
        raise NotAReference(EMPTY)
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET):
        raise NotAReference(WRONG_FORM)
    if _remainder([ALPHABET.index(sign) for sign in signs]) != 0:
        raise NotAReference(WRONG_CHECK_SIGN)
    return signs


def shown(reference: str) -> str:
    """In two groups, as on the receipt."""
    return f"{reference[:4]}-{reference[4:]}"


def make_code(source: random.Random) -> str:
    """Six digits that prove somebody holds the receipt."""
    return f"{source.randrange(10**CODE_LENGTH):0{CODE_LENGTH}}"


def parse_code(text: str) -> str:
    """Six digits, however they were grouped."""
    code = re.sub(r"[\s-]", "", plain(text))
    if not re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", code):
        raise NotACode(WRONG_CODE)
    return code


def make_part_code(source: random.Random) -> str:
    """Twelve signs that open a form for one person: more than can be guessed."""
    return "".join(source.choice(ALPHABET) for _sign in range(PART_CODE_LENGTH))


def shown_part_code(code: str) -> str:
    """In three groups, as on the slip."""
    return "-".join(code[place : place + 4] for place in (0, 4, 8))


def parse_part_code(text: str) -> str:
    """The twelve signs as stored, from what somebody read off a slip."""
    code = re.sub(r"[\s-]", "", plain(text)).upper().translate(MISREAD)
    if len(code) != PART_CODE_LENGTH or set(code) - set(ALPHABET):
        raise NotACode(WRONG_PART_CODE)
    return code


def _remainder(values: list[int]) -> int:
    """Zero for a right reference: a code over the field of 32 elements, one per sign.

    Every place has its own weight, a power of two in that field, so one changed sign
    or two swapped ones always leave a remainder.
    """
    remainder = 0
    for value in values:
        remainder = _times_two(remainder) ^ value
    return remainder


def _times_two(value: int) -> int:
    # x^5 + x^2 + 1 is primitive: the powers of two run through all 31 elements.
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
