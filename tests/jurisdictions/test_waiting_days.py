"""The waiting-time guarantee, counted against a calendar walked day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.clocks import (
    DayClock,
    LooserThanLaw,
    NotAPause,
    Pause,
    PauseReason,
)

ISSUED = date(2026, 9, 1)
FAR_AWAY = 600


@st.composite
def pauses(draw):
    first = ISSUED + timedelta(days=draw(st.integers(-40, 200)))
    if draw(st.integers(0, 9)) == 0:
        return Pause(first=first)
    return Pause(first=first, until=first + timedelta(days=draw(st.integers(0, 60))))


day_clocks = st.builds(
    DayClock,
    started=st.just(ISSUED),
    target_days=st.integers(1, 90),
    pauses=st.lists(pauses(), max_size=5).map(tuple),
)
days = st.integers(0, FAR_AWAY).map(lambda offset: ISSUED + timedelta(days=offset))


def is_in(day, pause):
    return pause.first <= day and (pause.until is None or day < pause.until)


def counted_by_hand(clock, today):
    passed = (ISSUED + timedelta(days=n) for n in range((today - ISSUED).days))
    return sum(not any(is_in(day, pause) for pause in clock.pauses) for day in passed)


def test_a_referral_issued_ten_days_before_it_arrives_is_due_in_eighty():
    clock = DayClock(started=ISSUED)

    assert clock.days_left(ISSUED + timedelta(days=10)) == 80
    assert clock.due == ISSUED + timedelta(days=90)


def test_days_are_calendar_days_also_over_the_night_the_clock_is_moved():
    clock = DayClock(started=date(2026, 10, 24))

    assert clock.elapsed(date(2026, 10, 26)) == 2
    assert clock.due == date(2027, 1, 22)


@given(day_clocks, days)
def test_overlapping_pauses_are_counted_once(clock, today):
    assert clock.elapsed(today) == counted_by_hand(clock, today)
    assert clock.is_paused(today) == any(is_in(today, p) for p in clock.pauses)


@given(day_clocks)
def test_the_order_of_the_pauses_does_not_matter(clock):
    backwards = DayClock(
        started=clock.started,
        target_days=clock.target_days,
        pauses=tuple(reversed(clock.pauses)),
    )

    assert backwards.due == clock.due


@given(day_clocks, days)
def test_the_promise_is_broken_from_the_day_after_it_was_due(clock, today):
    if clock.due is None:
        assert not clock.is_overdue(today)
    else:
        assert clock.is_overdue(today) == (today > clock.due)


@given(day_clocks, pauses())
def test_one_more_pause_never_makes_the_wait_due_earlier(clock, pause):
    more = DayClock(
        started=clock.started,
        target_days=clock.target_days,
        pauses=(*clock.pauses, pause),
    )

    if clock.due is None:
        assert more.due is None
    elif more.due is not None:
        assert more.due >= clock.due


def test_nothing_has_counted_before_the_referral_was_issued():
    assert DayClock(started=ISSUED).days_left(ISSUED - timedelta(days=5)) == 90


def test_an_open_pause_leaves_no_due_date():
    clock = DayClock(started=ISSUED, pauses=(Pause(first=date(2026, 9, 10)),))

    assert clock.due is None
    assert clock.days_left(date(2027, 9, 10)) == 81


@pytest.mark.parametrize("target", [91, 0, -1])
def test_a_region_may_promise_more_than_the_law_but_not_less(target):
    assert DayClock(started=ISSUED, target_days=30).due == date(2026, 10, 1)

    with pytest.raises(LooserThanLaw, match="90 dagar"):
        DayClock(started=ISSUED, target_days=target)


def test_a_pause_cannot_end_before_it_starts():
    with pytest.raises(NotAPause, match="slutar innan"):
        Pause(first=ISSUED, until=ISSUED - timedelta(days=1))


@pytest.mark.parametrize("missing", ["informed_on", "offered_on", "declined_on"])
def test_declining_stops_the_clock_only_with_all_three_facts(missing):
    facts = dict.fromkeys(("informed_on", "offered_on", "declined_on"), ISSUED)
    Pause(first=ISSUED, reason=PauseReason.DECLINED, **facts)

    with pytest.raises(NotAPause, match="alla tre"):
        Pause(first=ISSUED, reason=PauseReason.DECLINED, **{**facts, missing: None})


def test_a_pause_holds_from_its_first_day_until_the_morning_of_its_last():
    pause = Pause(
        first=date(2026, 11, 20), until=date(2026, 11, 25), reason=PauseReason.MEDICAL
    )
    clock = DayClock(started=date(2026, 11, 1), pauses=(pause,))

    held = [day for day in range(17, 30) if clock.is_paused(date(2026, 11, day))]

    assert held == [20, 21, 22, 23, 24]


@pytest.mark.parametrize(("began", "due"), [(9, 20), (10, 20), (11, 20), (12, 11)])
def test_a_pause_that_begins_on_the_last_day_still_stops_the_clock(began, due):
    start = date(2026, 11, 1)
    pause = Pause(
        first=date(2026, 11, began),
        until=date(2026, 11, began + 9),
        reason=PauseReason.MEDICAL,
    )
    clock = DayClock(started=start, target_days=10, pauses=(pause,))

    assert clock.due == date(2026, 11, due)
