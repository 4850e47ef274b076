"""Days as people and Excel write them."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

# Excel counts days from here; a plain number in a column of dates is such a count.
EXCEL_BEGAN = date(1899, 12, 30)
EXCEL_NUMBER = re.compile(r"[2-6][0-9]{4}(\.[0-9]+)?")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]+([0-9]{4})")
IN_WORDS = re.compile(r"([0-9]{1,2})\.? +([a-zåäö]+)\.?,? +([0-9]{4})")
CLOCK = re.compile(r"[ T][0-9]{1,2}[:.][0-9]{2}.*$")
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt")
OTHER_MONTHS = {"nov": 11, "dec": 12, "mai": 5, "may": 5, "oct": 10, "des": 12}


class NotADay(ValueError):
    """What stands in the cell is no day; the text says what to write."""


def day_of(text: str) -> date:
    """The day that was meant, or why it cannot be known."""
    typed = CLOCK.sub("", text.strip().lower())
    if EXCEL_NUMBER.fullmatch(typed):
        return EXCEL_BEGAN + timedelta(days=int(float(typed)))
    parts = _parts(typed)
    if parts is None:
        raise NotADay(_("Skriv datumet så här: 2026-11-20."))
    try:
        return date(*parts)
    except ValueError as fault:
        raise NotADay(_("Datumet finns inte. Kontrollera dag och månad.")) from fault


def _parts(typed: str) -> tuple[int, int, int] | None:
    """Year, month and day, as far as they can be told apart for certain."""
    if found := YEAR_FIRST.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DAY_FIRST.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if found := IN_WORDS.fullmatch(typed):
        month = _month(found[2])
        return (int(found[3]), month, int(found[1])) if month else None
    return None


def _month(word: str) -> int:
    known = {name: number for number, name in enumerate(MONTHS, start=1)}
    return (known | OTHER_MONTHS).get(word[:3], 0)
