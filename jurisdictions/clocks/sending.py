"""When a message may reach a person: never at night, never after the visit."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from jurisdictions.clocks.local import local, local_moment
from jurisdictions.clocks.working_days import is_free_day, is_working_day
from jurisdictions.regimes import SWEDEN_PUBLIC, Regime

OPENS = time(8)
CLOSES = time(20)
# An hour before the hours close, so that a second try still fits.
LATEST_PLANNED = time(19)


class Channel(StrEnum):
    """How a reminder travels."""

    LETTER = "letter"
    PAGE = "page"
    SMS = "sms"
    EMAIL = "email"


# Whole days on the wall clock: 48 hours before nine is nine, also across a DST night.
DAYS_AHEAD = {
    Channel.LETTER: 7,
    Channel.PAGE: 7,
    Channel.SMS: 2,
    Channel.EMAIL: 2,
}
# A letter posted later than this comes after the visit.
DAYS_ON_THE_WAY = {Channel.LETTER: 3}


def reminder_time(
    visit_starts_at: datetime,
    channel: Channel | str,
    *,
    now: datetime,
    regime: Regime = SWEDEN_PUBLIC,
) -> datetime | None:
    """When to remind of a visit; None when no moment is left before it.

    On a weekday between 8 and 20, at the channel's usual time before the visit or
    earlier. Booked too late for that: as soon as the hours allow, at a weekend only
    when the visit comes before the next weekday.
    """
    channel = Channel(channel)
    ahead = days_before(visit_starts_at, DAYS_AHEAD[channel], regime=regime)
    planned = _latest_on_weekday(ahead, regime=regime)
    if planned >= now:
        return planned
    on_the_way = DAYS_ON_THE_WAY.get(channel, 0)
    last = days_before(visit_starts_at, on_the_way, regime=regime)
    return _late(now, before=last, regime=regime)


def days_before(
    moment: datetime,
    days: int,
    *,
    at: time | None = None,
    regime: Regime = SWEDEN_PUBLIC,
) -> datetime:
    """The same clock time, or `at`, so many local days earlier."""
    wall = local(moment, time_zone=regime.time_zone)
    day = wall.date() - timedelta(days=days)
    if days == 0 and at is None:
        return wall
    return local_moment(day, at or wall.time(), time_zone=regime.time_zone)


def may_send(moment: datetime, *, regime: Regime = SWEDEN_PUBLIC) -> bool:
    """Asked again just before sending: a queue may have stood still over night."""
    wall = local(moment, time_zone=regime.time_zone)
    return OPENS <= wall.time() < CLOSES and not is_free_day(wall.date(), regime=regime)


def next_allowed(
    moment: datetime, *, weekdays_only: bool = False, regime: Regime = SWEDEN_PUBLIC
) -> datetime:
    """The moment itself, or the first one after quiet hours and public holidays."""
    wall = local(moment, time_zone=regime.time_zone)
    day, clock = wall.date(), max(wall.time(), OPENS)
    if clock >= CLOSES:
        day, clock = day + timedelta(days=1), OPENS
    while not _is_open(day, weekdays_only=weekdays_only, regime=regime):
        day, clock = day + timedelta(days=1), OPENS
    if (day, clock) == (wall.date(), wall.time()):
        return wall
    return local_moment(day, clock, time_zone=regime.time_zone)


def _late(now: datetime, *, before: datetime, regime: Regime) -> datetime | None:
    for weekdays_only in (True, False):
        moment = next_allowed(now, weekdays_only=weekdays_only, regime=regime)
        if moment < before:
            return moment
    return None


def _latest_on_weekday(moment: datetime, *, regime: Regime) -> datetime:
    wall = local(moment, time_zone=regime.time_zone)
    day, clock = wall.date(), min(wall.time(), LATEST_PLANNED)
    if clock < OPENS:
        day, clock = day - timedelta(days=1), LATEST_PLANNED
    while not is_working_day(day, regime=regime):
        day -= timedelta(days=1)
    return local_moment(day, clock, time_zone=regime.time_zone)


def _is_open(day: date, *, weekdays_only: bool, regime: Regime) -> bool:
    if weekdays_only:
        return is_working_day(day, regime=regime)
    return not is_free_day(day, regime=regime)
