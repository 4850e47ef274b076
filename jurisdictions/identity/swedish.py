"""Personnummer, samordningsnummer and the reserve numbers of Västra Götaland."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum import luhn

from jurisdictions.identity import sentences
from jurisdictions.identity.kinds import Identity, Kind, NotAnIdentity

OLDEST = 150
COORDINATION_DAY = 60
# A samordningsnummer rests when its fifth year is over, unless somebody renews it.
DORMANT_AFTER_YEARS = 5


def parse(digits: str, *, today: date, hundred: bool) -> Identity:
    """The identity of 10 or 12 digits; `hundred` when a plus stood among them."""
    if len(digits) == 10:
        digits = _century(digits, today=today, hundred=hundred) + digits
    identity = _dated(digits)
    check_age(identity, today=today)
    if not luhn.is_valid(digits[2:]):
        raise NotAnIdentity(sentences.WRONG_CHECK_DIGIT)
    return identity


def _century(digits: str, *, today: date, hundred: bool) -> str:
    """The hyphen becomes a plus in the year a person turns a hundred."""
    latest = today.year - 100 * hundred
    year = latest - (latest - int(digits[:2])) % 100
    return str(year // 100)


def _dated(digits: str) -> Identity:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if day >= COORDINATION_DAY:
        return _coordination(digits, year, month, day - COORDINATION_DAY)
    return Identity(
        kind=Kind.PERSONNUMMER,
        number=digits,
        birth_date=_date(year, month, day),
        birth_year=year,
    )


def _coordination(digits: str, year: int, month: int, day: int) -> Identity:
    """Where the month or the day of birth is unknown, 00 stands in its place."""
    # Unknown parts stand in for themselves: what is known must be able to be.
    whole = _date(year, month or 1, day or 1)
    return Identity(
        kind=Kind.SAMORDNINGSNUMMER,
        number=digits,
        birth_date=whole if month and day else None,
        birth_year=year,
    )


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotAnIdentity(sentences.NO_SUCH_DATE) from None


def check_age(identity: Identity, *, today: date) -> None:
    """Nobody was born tomorrow, or in the time of the telegraph."""
    year, day = identity.birth_year, identity.birth_date
    if year is None:
        return
    if year > today.year or (day and day > today):
        raise NotAnIdentity(sentences.BORN_LATER)
    if year < today.year - OLDEST:
        raise NotAnIdentity(sentences.BORN_TOO_LONG_AGO)


def is_dormant(granted_year: int, *, on: date) -> bool:
    """Whether a samordningsnummer of that year rests, if nobody has renewed it."""
    return on.year > granted_year + DORMANT_AFTER_YEARS


# ----------------------------------------------------------------- reserve numbers

# Region Västra Götaland's form (rules ID-05): date, letter, two digits, check digit.
RESERVE_FORM = re.compile(r"[0-9]{8}[KMX][0-9]{3}")
RESERVE_SERIES = re.compile(r"K(0[68]|[1-7][02468])|M(0[79]|[1-7][13579])|X8[0-9]")
# Other regions' and earlier forms: a date, then something with a letter first.
OTHER_RESERVE_FORM = re.compile(r"[0-9]{6,8}[A-Z][A-Z0-9]{3}")
LETTER_DIGITS = str.maketrans("KMX", "578")


def parse_reserve(typed: str, *, today: date) -> Identity:
    """The identity of a reserve number in its form, or why it cannot be one."""
    try:
        birth_date = date.fromisoformat(typed[:8])
    except ValueError:
        raise NotAnIdentity(sentences.NO_SUCH_DATE) from None
    identity = Identity(
        kind=Kind.RESERVE,
        number=typed,
        birth_date=birth_date,
        birth_year=birth_date.year,
    )
    check_age(identity, today=today)
    in_series = RESERVE_SERIES.fullmatch(typed[8:11])
    if not (in_series and luhn.is_valid(typed[2:].translate(LETTER_DIGITS))):
        raise NotAnIdentity(sentences.WRONG_CHECK_DIGIT)
    return identity


def reserve_numbers(birth_date: date) -> Iterator[str]:
    """Reserve numbers for one birth date, always in the same order; demo data only."""
    series = [f"X{digits}" for digits in range(80, 90)]
    series += [f"{'KM'[digits % 2]}{digits:02}" for digits in range(6, 80)]
    for middle in series:
        start = f"{birth_date:%Y%m%d}{middle}"
        yield start + luhn.calc_check_digit(start[2:].translate(LETTER_DIGITS))
