"""The clock against somebody who walks day by day, whatever is done to a referral."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as site
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.refusals import Refused
from jurisdictions import clocks
from jurisdictions.regimes import NORWAY, SWEDEN_PUBLIC
from referrals import actions, tasks
from referrals.actions import counting
from referrals.models import ClockPause, Referral
from tests.factories import referrals as make

LONGEST = 700
# Around both changes of the clock, a leap day, Christmas and midsummer.
STARTS = st.one_of(
    st.dates(date(2027, 3, 20), date(2027, 4, 2)),
    st.dates(date(2027, 10, 25), date(2027, 11, 5)),
    st.dates(date(2028, 2, 1), date(2028, 3, 5)),
    st.dates(date(2026, 12, 1), date(2027, 1, 7)),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)


def walked(started, target, pauses):
    """The last day before which no more days have counted than were promised."""
    day, counted, last = started, 0, None
    for _step in range(LONGEST):
        if counted > target:
            return last
        last = day
        counted += not any(covers(pause, day) for pause in pauses)
        day += timedelta(days=1)
    return None


def covers(pause, day):
    return pause.first <= day and (pause.until is None or day < pause.until)


@st.composite
def pauses_around(draw, started):
    found = []
    for _n in range(draw(st.integers(0, 4))):
        first = started + timedelta(days=draw(st.integers(-20, 130)))
        length = draw(st.none() | st.integers(0, 60))
        until = None if length is None else first + timedelta(days=length)
        found.append(clocks.Pause(first=first, until=until))
    return tuple(found)


@st.composite
def waits(draw):
    started = draw(STARTS)
    target = draw(st.integers(1, 90))
    return started, target, draw(pauses_around(started))


@given(waits())
@settings(max_examples=400, deadline=None)
def test_due_is_what_somebody_finds_who_walks_day_by_day(wait):
    started, target, pauses = wait

    due = clocks.DayClock(started=started, target_days=target, pauses=pauses).due

    assert due == walked(started, target, pauses)


@given(waits(), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_elapsed_and_paused_are_what_somebody_counts(wait, later):
    started, target, pauses = wait
    today = started + timedelta(days=later)
    clock = clocks.DayClock(started=started, target_days=target, pauses=pauses)

    days = [started + timedelta(days=n) for n in range(later)]
    counted = [day for day in days if not any(covers(one, day) for one in pauses)]

    assert clock.elapsed(today) == len(counted)
    assert clock.days_left(today) == target - len(counted)


@given(STARTS, st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_working_days_are_what_somebody_counts(came, count):
    due = clocks.working_days_after(came, count, regime=NORWAY)

    days = [came + timedelta(days=n) for n in range(1, (due - came).days + 1)]
    working = [
        day
        for day in days
        if day.weekday() < 5 and not clocks.is_free_day(day, regime=NORWAY)
    ]
    assert len(working) == count
    assert working[-1] == due


@given(st.integers(0, 3 * 366 * 48), st.integers(1, 200))
@settings(max_examples=200, deadline=None)
def test_a_night_of_23_or_25_hours_is_one_day(half_hours, later):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * half_hours)
    zone = SWEDEN_PUBLIC.time_zone
    first = clocks.local_day(at, time_zone=zone)
    last = first + timedelta(days=later)

    clock = clocks.DayClock(started=first)

    assert clock.elapsed(last) == later


# ------------------------------------------------------------ what stands in the table

DAYS = st.integers(-15, 100)
DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("pause"), DAYS, st.none() | st.integers(0, 40)),
        st.tuples(st.just("decline"), DAYS, st.none() | st.integers(0, 40)),
        st.tuples(st.just("end"), st.integers(0, 5), DAYS),
        st.tuples(st.just("take back"), st.integers(0, 5)),
        st.tuples(st.just("join"), st.integers(0, 60)),
        st.tuples(st.just("separate"), st.integers(0, 3)),
        st.tuples(st.just("promise"), st.sampled_from([14, 30, 60, 90])),
    ),
    max_size=8,
)


class Desk:
    """Does what is drawn, and lets the rules refuse."""

    def __init__(self, by):
        self.by = by
        self.referral = make.from_clinic(identity=make.number())
        self.patient = self.referral.patient
        self.started = self.referral.issued_on

    def does(self, doing):
        name, *said = doing
        try:
            with transaction.atomic():
                getattr(self, f"_{name.replace(' ', '_')}")(*said)
        except Refused:
            pass

    def _pause(self, days, length, **facts):
        first = self.started + timedelta(days=days)
        actions.pause(
            self.referral,
            reason=facts.pop("reason", ClockPause.Reason.MEDICAL),
            first_on=first,
            until_on=None if length is None else first + timedelta(days=length),
            proof="Se journalen",
            by=self.by,
            at=make.AT,
            **facts,
        )

    def _decline(self, days, length):
        on = self.started + timedelta(days=days)
        facts = dict.fromkeys(("informed_on", "offered_on", "declined_on"), on)
        self._pause(days, length, reason=ClockPause.Reason.DECLINED, **facts)

    def _row(self, n):
        rows = list(self.referral.pauses.all())
        if not rows:
            raise Refused("Ingen paus.")
        return rows[n % len(rows)]

    def _end(self, n, days):
        until = self.started + timedelta(days=days)
        actions.end_pause(self._row(n), until_on=until, by=self.by, at=make.AT)

    def _take_back(self, n):
        actions.take_back_pause(self._row(n), by=self.by, at=make.AT)

    def _join(self, days):
        part = make.self_referral(at=make.AT - timedelta(days=days))
        actions.join(part, to=self.referral, by=self.by, at=make.AT)

    def _separate(self, n):
        parts = list(self.referral.parts.all())
        if parts:
            actions.separate(parts[n % len(parts)], by=self.by, at=make.AT)

    def _promise(self, days):
        site.REFERRAL_TARGET_DAYS = days
        tasks.recount_clocks()


@pytest.mark.django_db
@given(doings=DOINGS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_day_in_the_table_is_always_the_one_somebody_finds(doings, nurse, settings):
    settings.REFERRAL_TARGET_DAYS = 90
    with transaction.atomic():
        desk = Desk(nurse)
        for doing in doings:
            desk.does(doing)
            check(Referral.objects.get(pk=desk.referral.pk))
        transaction.set_rollback(True)


def check(referral):
    together = [referral, *referral.parts.all()]
    started = min(counting.started_on(one) for one in together)
    pauses = [row.pause for row in referral.pauses.standing()]
    assert referral.clock_from == started
    assert referral.due_on == walked(started, site.REFERRAL_TARGET_DAYS, pauses)
