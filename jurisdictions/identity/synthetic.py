"""Numbers that belong to nobody: for demo data and tests."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from stdnum import luhn

from jurisdictions.identity import norwegian

# The tax agency's published test numbers: two per birth date. Before 1990 birth
# numbers were tied to counties, so there 238 and 239 could be somebody (rules ID-09).
SYNTHETIC_BIRTH_NUMBERS = ("238", "239")
SYNTHETIC_FROM_YEAR = 1990
# Individual numbers of those born from 1900 to 1999; others are not needed here.
NORWEGIAN_INDIVIDUALS = range(500)


def synthetic_numbers(year: int) -> Iterator[str]:
    """Test numbers of people born in a year, in calendar order, two for each day."""
    if year < SYNTHETIC_FROM_YEAR:
        message = f"No test numbers are known before {SYNTHETIC_FROM_YEAR}"
        raise ValueError(message)
    for offset in range(365 + calendar.isleap(year)):
        day = date(year, 1, 1) + timedelta(days=offset)
        for birth_number in SYNTHETIC_BIRTH_NUMBERS:
            start = f"{day:%Y%m%d}{birth_number}"
            yield start + luhn.calc_check_digit(start[2:])


def norwegian_synthetic_numbers(
    birth_date: date, *, d_number: bool = False
) -> Iterator[str]:
    """Norwegian test numbers of one birth date, 1900 to 1999: 80 on the month."""
    day = birth_date.day + norwegian.D_DAY * d_number
    month = birth_date.month + norwegian.SYNTHETIC_MONTH
    for individual in NORWEGIAN_INDIVIDUALS:
        start = f"{day:02}{month:02}{birth_date:%y}{individual:03}"
        if checks := norwegian.check_digits(start):
            yield start + checks


def is_synthetic(number: str) -> bool:
    """Whether a number is of a test series and so belongs to nobody."""
    if re.fullmatch(r"[0-9]{11}", number):
        return norwegian.is_synthetic(number)
    return (
        re.fullmatch(r"[0-9]{12}", number) is not None
        and int(number[:4]) >= SYNTHETIC_FROM_YEAR
        and number[8:11] in SYNTHETIC_BIRTH_NUMBERS
        and luhn.is_valid(number[2:])
    )
