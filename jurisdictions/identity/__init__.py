"""Who a number belongs to: identity numbers of Sweden and Norway, typed by people.

The birth date in a number may differ from the person's real one, and its last digits
say nothing that may be used about gender: neither is derived here (rules ID-01).
"""

import re
from datetime import date

from jurisdictions.identity import norwegian, sentences, swedish
from jurisdictions.identity.kinds import (
    IN_NATIONAL_MESSAGE,
    LEVELS,
    NAMES,
    OIDS,
    STAFF_OIDS,
    STAND_IN,
    Identity,
    Kind,
    Level,
    NotAnIdentity,
    age_on,
    kind_named,
    kind_of_oid,
    oid_of,
    shown,
)
from jurisdictions.identity.sentences import EMPTY, EMPTY_IN_NORWAY
from jurisdictions.identity.swedish import is_dormant, reserve_numbers
from jurisdictions.identity.synthetic import (
    is_synthetic,
    norwegian_synthetic_numbers,
    synthetic_numbers,
)
from jurisdictions.typed import plain

__all__ = [
    "EMPTY",
    "EMPTY_IN_NORWAY",
    "IN_NATIONAL_MESSAGE",
    "LEVELS",
    "NAMES",
    "OIDS",
    "STAFF_OIDS",
    "STAND_IN",
    "Identity",
    "Kind",
    "Level",
    "NotAnIdentity",
    "age_on",
    "empty_sentence",
    "is_dormant",
    "is_synthetic",
    "kind_named",
    "kind_of_oid",
    "norwegian_synthetic_numbers",
    "oid_of",
    "parse",
    "reserve_numbers",
    "sentences",
    "shown",
    "synthetic_numbers",
]

NORWAY = "NO"


def parse(
    text: str,
    *,
    today: date,
    country: str = "SE",
    accept_reserve: bool = False,
    allow_synthetic: bool = False,
) -> Identity:
    """The identity that was meant, however it was typed; or why it cannot be one.

    `country` is the site's: both countries' numbers are taken on either side of the
    border, but the doubtful ones are read as the site's own. Reserve numbers are taken
    where a person may have one and never made here (rules ID-06); Norwegian test
    numbers only where people practise (rules ID-12).
    """
    typed = re.sub(r"\s", "", plain(text)).upper()
    if typed.startswith("DUF"):
        raise NotAnIdentity(sentences.DUF_NUMBER)
    signs = typed.replace("-", "")
    if swedish.RESERVE_FORM.fullmatch(signs):
        return _reserve(signs, today=today, accepted=accept_reserve)
    digits = signs.replace("+", "")
    _check_signs(signs, digits, country=country)
    if len(digits) == 11:
        return _norwegian(
            typed, today=today, country=country, allow_synthetic=allow_synthetic
        )
    if country == NORWAY:
        return _swedish_in_norway(digits, today=today)
    if len(digits) not in {10, 12}:
        raise NotAnIdentity(sentences.WRONG_LENGTH, count=len(digits))
    return swedish.parse(digits, today=today, hundred="+" in typed)


def empty_sentence(country: str) -> str:
    """What to write in an empty field, by the site's country."""
    return EMPTY_IN_NORWAY if country == NORWAY else EMPTY


def _reserve(signs: str, *, today: date, accepted: bool) -> Identity:
    if not accepted:
        raise NotAnIdentity(sentences.RESERVE_NUMBER)
    return swedish.parse_reserve(signs, today=today)


def _check_signs(signs: str, digits: str, *, country: str) -> None:
    if not signs:
        raise NotAnIdentity(empty_sentence(country))
    if swedish.OTHER_RESERVE_FORM.fullmatch(signs):
        raise NotAnIdentity(sentences.OTHER_RESERVE)
    if not re.fullmatch(r"[0-9]+", digits):
        raise NotAnIdentity(sentences.WRONG_SIGNS)


def _norwegian(
    typed: str, *, today: date, country: str, allow_synthetic: bool
) -> Identity:
    """Eleven digits; on a Swedish site perhaps twelve of which one was forgotten."""
    at_home = country == NORWAY
    if not (at_home or re.fullmatch(r"[0-9]{6}-?[0-9]{5}", typed)):
        raise NotAnIdentity(sentences.OTHER_COUNTRY)
    digits = re.sub(r"[^0-9]", "", typed)
    try:
        return norwegian.parse(digits, today=today, allow_synthetic=allow_synthetic)
    except NotAnIdentity as fault:
        if at_home or fault.sentence == sentences.SYNTHETIC:
            raise
        raise NotAnIdentity(sentences.OTHER_COUNTRY) from None


def _swedish_in_norway(digits: str, *, today: date) -> Identity:
    """Twelve digits only: ten may be a Norwegian number of which one was forgotten."""
    if len(digits) != 12:
        raise NotAnIdentity(sentences.WRONG_LENGTH_IN_NORWAY, count=len(digits))
    try:
        return swedish.parse(digits, today=today, hundred=False)
    except NotAnIdentity as fault:
        if fault.sentence != sentences.NO_SUCH_DATE:
            raise
        # Norway's number for asylum seekers has twelve digits too.
        raise NotAnIdentity(sentences.DUF_NUMBER) from None
