"""The queue: once each, neutral, withdrawn in time, failed out loud."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import system_user
from accounts.refusals import AlreadyDone, ImpossibleMove, Refused
from audit.models import Event
from messaging import actions
from messaging.lifecycle import State, Why
from messaging.models import Message
from messaging.queries import way_to
from patients.models import Task
from tests.factories import messaging as make
from tests.factories import patients

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.fixture
def case(nurse):
    return patients.case(nurse)


def claim(at, worker="w1"):
    return actions.claim_next(worker=worker, by=system_user(), at=at)


def test_the_same_message_is_queued_once(case, monday):
    first = make.message(case, at=monday, version=1)
    second = make.message(case, at=monday, version=1)

    assert first == second
    assert Event.objects.filter(kind="message.queued").count() == 1


def test_a_new_version_is_a_new_message(case, monday):
    assert make.message(case, at=monday) != make.message(case, at=monday)


def test_a_claimed_message_has_worker_and_time(case, monday):
    make.message(case, at=monday)

    claimed = claim(monday)

    assert (claimed.state, claimed.worker, claimed.claimed_at) == (
        State.SENDING,
        "w1",
        monday,
    )
    assert claim(monday) is None


def test_a_message_waits_for_its_time(case, monday):
    make.message(case, at=monday, not_before=monday + timedelta(hours=2))

    assert claim(monday + timedelta(hours=1)) is None
    assert claim(monday + timedelta(hours=2)) is not None


def test_nothing_is_sent_at_night_not_even_after_an_outage(case, monday):
    queued = make.message(case, at=monday)

    looked_at = claim(NIGHT)

    assert looked_at.state == State.QUEUED
    queued.refresh_from_db()
    assert queued.not_before == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert claim(NIGHT) is None


def test_an_answer_to_what_somebody_just_did_is_sent_at_night(case, monday):
    make.message(case, at=NIGHT, kind="follow_code", code="123456")

    assert claim(NIGHT + timedelta(seconds=5)).state == State.SENDING


def test_an_answer_after_an_outage_waits_for_the_morning(case):
    make.message(case, at=NIGHT, kind="receipt", day=NIGHT.date())

    assert claim(NIGHT + timedelta(hours=2)).state == State.QUEUED


def test_a_withdrawn_message_is_not_sent(case, monday):
    queued = make.message(case, at=monday)

    assert actions.withdraw_for(case, by=system_user(), at=monday) == 1

    queued.refresh_from_db()
    assert queued.state == State.WITHDRAWN
    assert claim(monday) is None


def test_only_the_kinds_asked_for_are_withdrawn(case, monday):
    make.message(case, at=monday, kind="news")

    stopped = actions.withdraw_for(
        case, by=system_user(), at=monday, kinds=["visit_reminder"]
    )

    assert stopped == 0


def test_a_protected_person_gets_no_message_and_somebody_gets_a_task(nurse, monday):
    case = patients.case(nurse, protection="marked")
    make.message(case, at=monday)

    failed = claim(monday)

    assert (failed.state, failed.error) == (State.FAILED, Why.PROTECTED)
    task = Task.objects.get()
    assert (task.owner, task.is_urgent) == (nurse, True)
    assert task.title == "Ring eller skriv brev: ingen har fått veta"


@pytest.mark.parametrize("answer", ["no", "ask_first"])
def test_a_person_who_has_not_said_yes_gets_no_message(case, monday, answer):
    make.agreed(case.patient, at=monday, answer=answer)
    make.message(case, at=monday)

    assert claim(monday).error == Why.NO_CONSENT


def test_a_no_after_a_yes_counts(case, monday):
    make.agreed(case.patient, at=monday)
    make.message(case, at=monday)
    make.agreed(case.patient, at=monday + timedelta(minutes=1), answer="no")

    assert claim(monday + timedelta(minutes=2)).error == Why.NO_CONSENT


def test_a_message_without_a_number_is_somebodys_task(case, monday):
    make.message(case, at=monday, to="")

    assert claim(monday).error == Why.NO_ADDRESS


def test_a_message_that_came_too_late_is_not_sent(case, monday):
    make.message(case, at=monday, expires_at=monday + timedelta(hours=1))

    assert claim(monday + timedelta(hours=1)).error == Why.TOO_LATE


def test_a_stranger_who_gave_a_number_needs_no_consent_row(case, monday):
    make.message(case, at=monday, patient=None)

    assert claim(monday).state == State.SENDING


def test_a_message_is_tried_three_times_and_then_a_person_takes_over(case, monday):
    make.message(case, at=monday)
    at = monday
    for _turn in range(3):
        message = claim(at)
        message = actions.try_later(message, by=system_user(), at=at)
        at = message.not_before

    assert (message.state, message.error) == (State.FAILED, Why.AWAY)
    assert message.attempts == 3
    assert Task.objects.get().kind == "message.nobody_told"


def test_each_wait_is_longer_than_the_one_before(case, monday):
    make.message(case, at=monday)

    first = actions.try_later(claim(monday), by=system_user(), at=monday)
    wait = first.not_before - monday
    again = claim(first.not_before)
    second = actions.try_later(again, by=system_user(), at=first.not_before)

    assert timedelta(minutes=1) <= wait < timedelta(minutes=2)
    assert second.not_before - first.not_before >= timedelta(minutes=15)


def test_a_lost_message_is_unknown_and_a_task_and_never_sent_by_itself(case, monday):
    lost = make.lost(case, at=monday)

    assert (lost.state, lost.error) == (State.UNKNOWN, Why.LOST)
    assert Task.objects.get().title == "Ring: vi vet inte om meddelandet gick fram"
    assert claim(monday + timedelta(days=1)) is None


def test_a_slow_answer_after_all_settles_what_was_lost(case, monday):
    lost = make.lost(case, at=monday)

    actions.note_sent(lost, provider_id="42", by=system_user(), at=monday)

    lost.refresh_from_db()
    assert (lost.state, lost.error) == (State.SENT, "")
    assert Task.objects.undone().count() == 0


def test_a_message_is_not_sent_twice_on_paper_either(case, monday):
    message = make.sending(case, at=monday)
    actions.note_sent(message, provider_id="1", by=system_user(), at=monday)

    with pytest.raises(ImpossibleMove):
        actions.note_sent(message, provider_id="2", by=system_user(), at=monday)


def test_a_code_is_not_kept_once_it_has_been_sent(case, monday):
    make.message(case, at=monday, kind="follow_code", code="491827")

    sent = actions.note_sent(claim(monday), provider_id="", by=system_user(), at=monday)

    assert "491827" not in sent.body
    assert "15 minuter" in sent.body


def test_the_gateways_word_that_it_arrived_is_kept(case, monday):
    message = make.sending(case, at=monday)
    actions.note_sent(message, provider_id="1", by=system_user(), at=monday)

    for _twice in range(2):
        arrived = actions.note_delivered(message, by=system_user(), at=monday)

    assert arrived.state == State.DELIVERED
    assert Event.objects.filter(kind="message.delivered").count() == 1


def test_a_person_may_send_again_to_the_number_that_is_right_now(case, nurse, monday):
    lost = make.lost(case, at=monday)
    case.patient.phone = "+46701740699"
    case.patient.save(update_fields=["phone"])

    copy = actions.send_again(lost, by=nurse, at=monday)

    assert (copy.state, copy.to, copy.again) == (State.QUEUED, "+46701740699", 1)
    lost.refresh_from_db()
    assert lost.handled_by == nurse
    assert Task.objects.undone().count() == 0


def test_two_people_cannot_both_send_again(case, nurse, monday):
    lost = make.lost(case, at=monday)
    actions.send_again(lost, by=nurse, at=monday)

    with pytest.raises(AlreadyDone, match="redan ordnat"):
        actions.send_again(lost, by=nurse, at=monday)

    assert Message.objects.count() == 2


def test_what_is_too_late_is_not_sent_again(case, nurse, monday):
    make.message(case, at=monday, expires_at=monday + timedelta(hours=1))
    late = monday + timedelta(hours=2)
    failed = claim(late)

    with pytest.raises(Refused, match="Ring i stället"):
        actions.send_again(failed, by=nurse, at=late)

    failed.refresh_from_db()
    assert failed.waits_for_a_person


def test_having_called_settles_it(case, nurse, monday):
    lost = make.lost(case, at=monday)

    actions.note_called(lost, by=nurse, at=monday)

    assert list(Message.objects.nobody_told()) == []
    assert Event.objects.filter(kind="message.told_by_phone").count() == 1


def test_the_patients_way_is_the_one_they_agreed_to(case, monday):
    assert way_to(case.patient) is None

    make.agreed(case.patient, at=monday)

    assert way_to(case.patient).to == case.patient.phone


def test_there_is_no_way_to_a_protected_person(nurse, monday):
    case = patients.case(nurse, protection="new_identity")
    make.agreed(case.patient, at=monday)

    assert way_to(case.patient) is None


def test_a_rollback_leaves_no_message_and_wakes_nobody(
    case, monday, django_capture_on_commit_callbacks
):
    def fall_over():
        with transaction.atomic():
            make.message(case, at=monday)
            raise RuntimeError

    with django_capture_on_commit_callbacks() as woken, pytest.raises(RuntimeError):
        fall_over()

    assert Message.objects.count() == 0
    assert woken == []
