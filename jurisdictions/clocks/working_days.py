"""Days on which somebody is at work."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from jurisdictions.regimes import SWEDEN_PUBLIC, Regime

SATURDAY = 5


def is_free_day(day: date, *, regime: Regime = SWEDEN_PUBLIC) -> bool:
    """A public holiday, or an eve on which the country has closed."""
    return day in _calendar(regime.country, regime.free_days)


def is_working_day(day: date, *, regime: Regime = SWEDEN_PUBLIC) -> bool:
    return day.weekday() < SATURDAY and not is_free_day(day, regime=regime)


def working_days_after(
    day: date, count: int, *, regime: Regime = SWEDEN_PUBLIC
) -> date:
    """The count-th working day after a day; the day itself is not counted."""
    for _working_day in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, regime=regime):
            day += timedelta(days=1)
    return day


def working_days_until(day: date, last: date, *, regime: Regime = SWEDEN_PUBLIC) -> int:
    """Working days after a day up to and with the last; below nought once it is past.

    >>> friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    >>> working_days_until(friday, monday), working_days_until(monday, friday)
    (1, -1)
    """
    first, then = sorted((day, last))
    between = (first + timedelta(days=n + 1) for n in range((then - first).days))
    count = sum(is_working_day(one, regime=regime) for one in between)
    return count if last >= day else -count


def assessment_due(received_on: date, *, regime: Regime) -> date | None:
    """The last day to tell the patient about their right; None where law has none."""
    if regime.assess_within_working_days is None:
        return None
    count = regime.assess_within_working_days
    return working_days_after(received_on, count, regime=regime)


@lru_cache
def _calendar(country: str, categories: tuple[str, ...]) -> holidays.HolidayBase:
    return holidays.country_holidays(country, categories=categories)
