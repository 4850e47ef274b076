"""Fødselsnummer and its kin: eleven digits, the last two of which check the others.

From 2032 new numbers say neither century nor gender, and their first check digit may
leave the remainders 0 to 3. Before that year such a number is a slip of the hand.
"""

from datetime import date

from jurisdictions.identity import sentences
from jurisdictions.identity.kinds import Identity, Kind, NotAnIdentity
from jurisdictions.identity.swedish import check_age

FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
NEW_RULE_FROM = 2032
NEW_REMAINDERS = frozenset({0, 1, 2, 3})
D_DAY = H_MONTH = 40
SYNTHETIC_MONTH = 80
# The first two digits of a number that holds no date at all.
NO_DATE = 80
# Individual numbers, the last two digits of the years that they mean, the century.
CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)


def parse(digits: str, *, today: date, allow_synthetic: bool) -> Identity:
    """The identity of eleven digits, or why they cannot be one."""
    remainder = _checked(digits, today=today)
    if int(digits[:2]) >= NO_DATE:
        # A common help number: random digits in the place of the date.
        return Identity(kind=Kind.FH_NUMMER, number=digits, birth_date=None)
    if is_synthetic(digits) and not allow_synthetic:
        raise NotAnIdentity(sentences.SYNTHETIC)
    identity = _dated(digits, says_century=remainder == 0)
    check_age(identity, today=today)
    return identity


def is_synthetic(digits: str) -> bool:
    """Whether eleven digits are of the Norwegian test series (80 on the month)."""
    return int(digits[:2]) < NO_DATE and int(digits[2:4]) > SYNTHETIC_MONTH


def remainders(digits: str) -> tuple[int, int]:
    """What the two weighted sums leave when divided by eleven."""
    first, second = (
        sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))
        for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS)
    )
    return first % 11, second % 11


def _checked(digits: str, *, today: date) -> int:
    """The first remainder, when both check digits hold by the rule of the day."""
    first, second = remainders(digits)
    allowed = NEW_REMAINDERS if today.year >= NEW_RULE_FROM else {0}
    if second or first not in allowed:
        raise NotAnIdentity(sentences.WRONG_NORWEGIAN)
    return first


def _dated(digits: str, *, says_century: bool) -> Identity:
    day, month = int(digits[:2]), int(digits[2:4])
    kind = Kind.FODSELSNUMMER
    if month > SYNTHETIC_MONTH:
        month -= SYNTHETIC_MONTH
    elif month > H_MONTH:
        month, kind = month - H_MONTH, Kind.H_NUMMER
    if day > D_DAY:
        day, kind = day - D_DAY, Kind.D_NUMMER
    birth_date = _date(_year(digits), month, day, checks_year=says_century)
    return Identity(
        kind=kind,
        number=digits,
        birth_date=birth_date,
        birth_year=birth_date.year if birth_date else None,
    )


def _year(digits: str) -> int | None:
    """The whole year of birth; None when the digits mean no century."""
    two, individual = int(digits[4:6]), int(digits[6:9])
    for individuals, years, century in CENTURIES:
        if individual in individuals and two in years:
            return century + two
    return None


LEAP_YEAR = 2000


def _date(year: int | None, month: int, day: int, *, checks_year: bool) -> date | None:
    """The day of birth; a number of the new rule only needs a day that can be."""
    if checks_year and year is None:
        raise NotAnIdentity(sentences.NO_SUCH_DATE_IN_NORWAY)
    try:
        found = date(year if checks_year and year else LEAP_YEAR, month, day)
    except ValueError:
        raise NotAnIdentity(sentences.NO_SUCH_DATE_IN_NORWAY) from None
    return found if checks_year else None


def check_digits(start: str) -> str:
    """The two digits that make nine into a number; empty when none do (1 in 11).

    For tests and demo data, which take only synthetic dates.
    """
    for first in range(10):
        for second in range(10):
            if remainders(f"{start}{first}{second}") == (0, 0):
                return f"{first}{second}"
    return ""
