"""Who a number belongs to: Swedish identity numbers, typed by people.

The birth date in a number may differ from the person's real one, and its last digits
say nothing that may be used about gender: neither is derived here (rules ID-01).
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from stdnum import luhn

from jurisdictions.typed import Fault, plain


def _(sentence: str) -> str:
    return sentence


class Kind(StrEnum):
    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    RESERVE = "reservnummer"


@dataclass(frozen=True)
class Identity:
    """A number that passed every check; its digits stay out of `repr`, so of logs."""

    kind: Kind
    number: str = field(repr=False)
    birth_date: date = field(repr=False)

    @property
    def shown(self) -> str:
        return shown(self.number)


class NotAnIdentity(Fault):
    """What was typed is no identity number; the sentence says what to look at."""


EMPTY = _("Skriv personnumret med tolv siffror, så här: ÅÅÅÅMMDD-NNNN.")
WRONG_SIGNS = _(
    "Personnumret får bara ha siffror, bindestreck och plustecken. "
    "Skriv det så här: ÅÅÅÅMMDD-NNNN."
)
WRONG_LENGTH = _(
    "Numret har %(count)d siffror. Ett personnummer eller samordningsnummer har 10 "
    "eller 12. Skriv det så här: ÅÅÅÅMMDD-NNNN."
)
OTHER_COUNTRY = _(
    "Numret har 11 siffror. Ett svenskt nummer har 10 eller 12. Ett norskt "
    "fødselsnummer kan inte tas emot här än."
)
RESERVE_NUMBER = _(
    "Det här är ett reservnummer. Här kan bara personnummer och samordningsnummer tas "
    "emot än så länge."
)
NO_SUCH_DATE = _(
    "Början av numret är inget datum som finns. Kontrollera år, månad och dag."
)
WRONG_CHECK_DIGIT = _(
    "Sista siffran stämmer inte med resten av numret. Jämför siffra för siffra, ofta "
    "har två siffror bytt plats."
)
BORN_LATER = _(
    "Födelsedatumet ligger i framtiden. Kontrollera året och skriv det med fyra "
    "siffror."
)
BORN_TOO_LONG_AGO = _(
    "Födelseåret ligger mer än 150 år tillbaka. Kontrollera året och skriv det med "
    "fyra siffror."
)

OLDEST = 150
COORDINATION_DAY = 60

# ------------------------------------------------------------------------- parsing


def parse(text: str, *, today: date, accept_reserve: bool = False) -> Identity:
    """The identity that was meant, however it was typed; or why it cannot be one.

    Only demo data passes `accept_reserve`: outside it, reserve numbers are made and
    linked by the person registry (rules ID-06).
    """
    typed = re.sub(r"[\s-]", "", plain(text)).upper()
    if RESERVE_FORM.fullmatch(typed):
        return _reserve(typed, today=today, accepted=accept_reserve)
    digits = typed.replace("+", "")
    _check_form(typed, digits)
    if len(digits) == 10:
        digits = _century(digits, today=today, hundred="+" in typed) + digits
    identity = _dated(digits)
    _check_age(identity.birth_date, today=today)
    if not luhn.is_valid(digits[2:]):
        raise NotAnIdentity(WRONG_CHECK_DIGIT)
    return identity


def shown(number: str) -> str:
    """'199002012392' as people read it: '19900201-2392'."""
    return f"{number[:8]}-{number[8:]}"


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived; who is born on 29 February has a birthday on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def _check_form(typed: str, digits: str) -> None:
    if not typed:
        raise NotAnIdentity(EMPTY)
    if not re.fullmatch(r"[0-9]+", digits):
        raise NotAnIdentity(WRONG_SIGNS)
    if len(digits) == 11:
        raise NotAnIdentity(OTHER_COUNTRY)
    if len(digits) not in {10, 12}:
        raise NotAnIdentity(WRONG_LENGTH, count=len(digits))


def _century(digits: str, *, today: date, hundred: bool) -> str:
    """The hyphen becomes a plus in the year a person turns a hundred."""
    latest = today.year - 100 * hundred
    year = latest - (latest - int(digits[:2])) % 100
    return str(year // 100)


def _dated(digits: str) -> Identity:
    day = int(digits[6:8])
    kind = Kind.PERSONNUMMER
    if day > COORDINATION_DAY:
        day -= COORDINATION_DAY
        kind = Kind.SAMORDNINGSNUMMER
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), day)
    except ValueError:
        raise NotAnIdentity(NO_SUCH_DATE) from None
    return Identity(kind=kind, number=digits, birth_date=birth_date)


def _check_age(birth_date: date, *, today: date) -> None:
    if birth_date > today:
        raise NotAnIdentity(BORN_LATER)
    if birth_date.year < today.year - OLDEST:
        raise NotAnIdentity(BORN_TOO_LONG_AGO)


# ----------------------------------------------------------------- reserve numbers

# Region Västra Götaland's form (rules ID-05): date, letter, two digits, check digit.
RESERVE_FORM = re.compile(r"[0-9]{8}[KMX][0-9]{3}")
RESERVE_SERIES = re.compile(r"K(0[68]|[1-7][02468])|M(0[79]|[1-7][13579])|X8[0-9]")
LETTER_DIGITS = str.maketrans("KMX", "578")


def _reserve(typed: str, *, today: date, accepted: bool) -> Identity:
    if not accepted:
        raise NotAnIdentity(RESERVE_NUMBER)
    try:
        birth_date = date.fromisoformat(typed[:8])
    except ValueError:
        raise NotAnIdentity(NO_SUCH_DATE) from None
    _check_age(birth_date, today=today)
    in_series = RESERVE_SERIES.fullmatch(typed[8:11])
    if not (in_series and luhn.is_valid(typed[2:].translate(LETTER_DIGITS))):
        raise NotAnIdentity(WRONG_CHECK_DIGIT)
    return Identity(kind=Kind.RESERVE, number=typed, birth_date=birth_date)


def reserve_numbers(birth_date: date) -> Iterator[str]:
    """Reserve numbers for one birth date, always in the same order; demo data only."""
    series = [f"X{digits}" for digits in range(80, 90)]
    series += [f"{'KM'[digits % 2]}{digits:02}" for digits in range(6, 80)]
    for middle in series:
        start = f"{birth_date:%Y%m%d}{middle}"
        yield start + luhn.calc_check_digit(start[2:].translate(LETTER_DIGITS))


# ---------------------------------------------------------------- synthetic people

# The tax agency's published test numbers: two per birth date. Before 1990 birth
# numbers were tied to counties, so there 238 and 239 could be somebody (rules ID-09).
SYNTHETIC_BIRTH_NUMBERS = ("238", "239")
SYNTHETIC_FROM_YEAR = 1990


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


def is_synthetic(number: str) -> bool:
    """Whether a 12-digit number is of the test series and so belongs to nobody."""
    return (
        re.fullmatch(r"[0-9]{12}", number) is not None
        and int(number[:4]) >= SYNTHETIC_FROM_YEAR
        and number[8:11] in SYNTHETIC_BIRTH_NUMBERS
        and luhn.is_valid(number[2:])
    )
