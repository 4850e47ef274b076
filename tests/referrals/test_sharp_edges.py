"""The last moment and the one after it: what turns over exactly there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import system_user
from accounts.refusals import AlreadyDone, Refused
from audit.models import Event
from patients import holding
from patients.models import Task
from referrals import actions
from referrals.lifecycle import Status
from referrals.models import ClockPause, Referral
from tests.factories import patients as people
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
AT = make.AT
TURNED = {"reason": "Bor i annan region.", "destination": "Er egen region."}


def declined(referral, by, *, offered_on):
    return actions.pause(
        referral,
        reason=ClockPause.Reason.DECLINED,
        first_on=offered_on,
        until_on=None,
        proof="Brev",
        informed_on=offered_on - timedelta(days=1),
        offered_on=offered_on,
        declined_on=offered_on,
        by=by,
        at=AT,
    )


def test_care_offered_on_the_very_last_day_is_offered_in_time(nurse):
    referral = make.from_clinic()

    assert declined(referral, nurse, offered_on=referral.due_on)


def test_care_offered_a_day_later_is_not(nurse):
    referral = make.from_clinic()

    with pytest.raises(Refused):
        declined(referral, nurse, offered_on=referral.due_on + timedelta(days=1))


def test_a_pause_ended_twice_on_one_day_is_one_event(nurse):
    referral = make.from_clinic()
    pause = actions.pause(
        referral,
        reason=ClockPause.Reason.MEDICAL,
        first_on=date(2026, 11, 25),
        until_on=None,
        proof="Intyg",
        by=nurse,
        at=AT,
    )
    until = {"until_on": date(2026, 11, 30), "by": nurse, "at": AT}
    actions.end_pause(pause, **until)

    with pytest.raises(AlreadyDone):
        actions.end_pause(pause, **until)

    assert Event.objects.filter(kind="referral.clock_resumed").count() == 1


def test_in_sweden_the_law_counts_from_the_day_it_was_issued_however_late_it_came():
    referral = make.from_clinic(issued_on=date(2026, 10, 1))

    assert referral.clock_from == date(2026, 10, 1)
    assert referral.due_on == date(2026, 12, 30)


def test_in_norway_from_the_day_it_came_not_from_the_day_it_was_sent(settings):
    settings.JURISDICTION = "norway"
    referral = make.from_clinic(issued_on=date(2026, 11, 2))
    Referral.objects.update(status=Status.SENT, received_at=None)

    came = datetime(2026, 11, 24, 8, tzinfo=UTC)
    referral = actions.receive(referral, by=system_user(), at=came)

    assert referral.clock_from == date(2026, 11, 24)


def test_counted_anew_to_the_same_day_is_no_event():
    referral = make.from_clinic()

    actions.recount(referral, by=system_user(), at=AT)

    assert not Event.objects.filter(kind="referral.recounted").exists()


@pytest.mark.parametrize(("seconds", "undone"), [(599, True), (600, False)])
@pytest.mark.parametrize("decide", [actions.redirect, actions.reject])
def test_ten_minutes_are_over_when_they_are_over(decide, seconds, undone, nurse):
    referral = decide(make.from_clinic(), **TURNED, by=nurse, at=AT)
    at = AT + timedelta(seconds=seconds)

    try:
        actions.undo(referral, by=nurse, at=at)
    except Refused:
        assert not undone

    referral.refresh_from_db()
    assert (referral.status == Status.RECEIVED) == undone
    assert (referral.status_told(at) == Status.RECEIVED) == undone
    # The clinic reads it from the very moment at which undo is over.
    told = referral.replies.readable(at).filter(text__contains=TURNED["destination"])
    assert told.exists() != undone


def test_an_app_that_says_nothing_keeps_a_case_by_any_row_at_all(nurse):
    case = people.case(nurse)
    assert holding.what_holds(case, besides=set()) == []

    Task.objects.create(
        kind="case.first_contact",
        title="Ring",
        subject_label="patients.case",
        subject_id=str(case.pk),
        case=case,
        due_on=AT.date(),
        created_at=AT,
    )

    assert holding.what_holds(case, besides=set())
    assert holding.what_holds(case, besides={Task}) == []
