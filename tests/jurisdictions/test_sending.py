"""Working days, quiet hours and reminders, over both nights when clocks are moved."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions import clocks
from jurisdictions.clocks import Channel, reminder_time
from jurisdictions.regimes import NORWAY, SWEDEN_PUBLIC

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=STOCKHOLM)

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
channels = st.sampled_from(Channel)
dates = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


# ------------------------------------------------------------------ moved clocks


def test_a_time_that_the_spring_night_skips_comes_an_hour_later():
    moment = clocks.local_moment(date(2026, 3, 29), time(2, 30), time_zone=STOCKHOLM)

    assert moment.isoformat() == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize(
    ("second_time", "utc"),
    [(False, "2026-10-25T00:30:00+00:00"), (True, "2026-10-25T01:30:00+00:00")],
)
def test_the_hour_that_comes_twice_in_autumn_can_be_told_apart(second_time, utc):
    moment = clocks.local_moment(
        date(2026, 10, 25), time(2, 30), time_zone=STOCKHOLM, second_time=second_time
    )

    assert moment.astimezone(UTC).isoformat() == utc


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 21), 24)],
)
def test_a_local_day_lasts_as_long_as_it_lasts(day, hours):
    first, after = clocks.day_bounds(day, time_zone=STOCKHOLM)

    assert after.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=hours)


def test_the_day_before_at_ten_is_ten_on_the_wall_over_the_spring_night():
    moment = clocks.days_before(at("2026-03-30T09:00"), 1, at=time(10))

    assert moment.astimezone(UTC).isoformat() == "2026-03-29T08:00:00+00:00"


def test_an_evening_message_waits_for_the_morning_after_the_autumn_night():
    moment = clocks.next_allowed(at("2026-10-24T20:30"))

    assert moment.isoformat() == "2026-10-25T08:00:00+01:00"


def test_the_local_day_is_the_date_on_the_wall():
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert clocks.local_day(late, time_zone=STOCKHOLM) == date(2026, 7, 1)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clocks.next_allowed(datetime(2026, 10, 24, 20, 30))  # noqa: DTZ001


# ------------------------------------------------------------------- working days


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 4, 1), 2, date(2026, 4, 7)),
        (date(2026, 6, 18), 1, date(2026, 6, 22)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_step_over_weekends_holidays_and_the_great_eves(day, count, due):
    assert clocks.working_days_after(day, count) == due


@given(dates, st.integers(1, 30))
def test_between_a_day_and_the_nth_working_day_lie_n_working_days(day, count):
    due = clocks.working_days_after(day, count)

    after = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert clocks.is_working_day(due)
    assert sum(map(clocks.is_working_day, after)) == count


def test_norway_answers_within_ten_working_days_over_easter_and_17_may():
    assert clocks.assessment_due(date(2026, 3, 27), regime=NORWAY) == date(2026, 4, 15)
    assert not clocks.is_working_day(date(2027, 5, 17), regime=NORWAY)
    assert clocks.is_working_day(date(2027, 5, 18), regime=NORWAY)
    assert clocks.assessment_due(date(2026, 3, 27), regime=SWEDEN_PUBLIC) is None


# ------------------------------------------------------------------- quiet hours


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-20T08:00", "2026-11-20T08:00"),
        ("2026-11-20T19:59", "2026-11-20T19:59"),
        ("2026-11-20T20:00", "2026-11-21T08:00"),
        ("2026-11-20T03:00", "2026-11-20T08:00"),
        ("2026-12-24T10:00", "2026-12-27T08:00"),
        ("2026-04-02T21:00", "2026-04-04T08:00"),
    ],
)
def test_nothing_is_sent_at_night_or_on_a_holiday(moment, allowed):
    assert clocks.next_allowed(at(moment)) == at(allowed)


def test_weekdays_can_be_asked_for():
    saturday = at("2026-11-21T10:00")

    assert clocks.next_allowed(saturday, weekdays_only=True) == at("2026-11-23T08:00")


@given(moments, st.booleans())
def test_the_next_allowed_moment_is_allowed_and_never_earlier(moment, weekdays_only):
    allowed = clocks.next_allowed(moment, weekdays_only=weekdays_only)

    assert clocks.may_send(allowed)
    assert allowed >= moment
    assert clocks.next_allowed(allowed, weekdays_only=weekdays_only) == allowed
    assert not clocks.may_send(moment) or weekdays_only or allowed == moment


# --------------------------------------------------------------------- reminders


@pytest.mark.parametrize(
    ("visit", "channel", "expected"),
    [
        ("2026-11-26T09:00", "sms", "2026-11-24T09:00"),
        ("2026-11-26T09:00", "email", "2026-11-24T09:00"),
        ("2026-11-26T09:00", "letter", "2026-11-19T09:00"),
        ("2026-11-26T09:00", "page", "2026-11-19T09:00"),
        # two days before a Monday is a Saturday: the Friday instead
        ("2026-11-23T09:00", "sms", "2026-11-20T09:00"),
        # before eight and after nineteen: the evening before, the same evening
        ("2026-11-26T07:30", "sms", "2026-11-23T19:00"),
        ("2026-11-26T19:30", "sms", "2026-11-24T19:00"),
        # over the spring night nine stays nine
        ("2026-03-31T09:00", "sms", "2026-03-27T09:00"),
        # two days before 28 December is a holiday on a Saturday, then Christmas
        ("2026-12-28T09:00", "sms", "2026-12-23T09:00"),
    ],
)
def test_reminders_leave_at_their_usual_time_or_earlier(visit, channel, expected):
    assert reminder_time(at(visit), channel, now=LONG_AGO) == at(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Friday noon for Sunday: at once
        ("2026-11-20T12:00", "2026-11-20T12:00"),
        # Friday night for Sunday: Saturday morning, no weekday is left
        ("2026-11-20T23:00", "2026-11-21T08:00"),
        # Saturday night for Sunday: the first hour of Sunday that allows it
        ("2026-11-21T22:00", "2026-11-22T08:00"),
        # the same morning
        ("2026-11-22T09:30", "2026-11-22T09:30"),
        # too late
        ("2026-11-22T10:00", None),
        ("2026-11-22T11:00", None),
    ],
)
def test_a_late_booking_is_reminded_of_at_once_or_not_at_all(now, expected):
    visit = at("2026-11-22T10:00")

    found = reminder_time(visit, Channel.SMS, now=at(now))

    assert found == (at(expected) if expected else None)


def test_a_night_booking_for_the_early_morning_is_not_reminded_of():
    visit = at("2026-11-26T07:45")

    assert reminder_time(visit, Channel.SMS, now=at("2026-11-25T21:00")) is None


def test_a_letter_that_would_come_after_the_visit_is_not_sent():
    visit = at("2026-11-26T09:00")

    assert reminder_time(visit, "letter", now=at("2026-11-20T10:00")) is not None
    assert reminder_time(visit, "letter", now=at("2026-11-24T10:00")) is None


def test_an_unknown_channel_is_refused():
    with pytest.raises(ValueError, match="pigeon"):
        reminder_time(at("2026-11-26T09:00"), "pigeon", now=LONG_AGO)


@given(moments, moments, channels)
def test_a_reminder_is_never_at_night_in_the_past_or_after_the_visit(
    visit, now, channel
):
    found = reminder_time(visit, channel, now=now)

    assert found is None or (clocks.may_send(found) and now <= found < visit)


@given(moments, channels)
def test_a_booking_made_in_time_is_reminded_of_on_a_weekday(visit, channel):
    found = reminder_time(visit, channel, now=visit - timedelta(days=40))

    assert found is not None
    assert clocks.is_working_day(clocks.local_day(found, time_zone=STOCKHOLM))
    assert visit - found >= timedelta(days=2) - timedelta(hours=1)
