"""Postcodes: kept as they are written on an envelope."""

import re

from jurisdictions.typed import Fault, plain


def _(sentence: str) -> str:
    return sentence


class NotAPostcode(Fault):
    """What was typed is no postcode; the sentence says what one looks like."""


WRONG = _("Skriv postnumret med fem siffror, eller fyra om det är norskt.")


def tidy(typed: str) -> str:
    """Five digits in two groups, or the four of Norway."""
    digits = re.sub(r"^(?:SE|S|NO|N)[- ]?(?=\d)|[\s-]", "", plain(typed).upper())
    if not re.fullmatch(r"[0-9]{4,5}", digits):
        raise NotAPostcode(WRONG)
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 5 else digits
