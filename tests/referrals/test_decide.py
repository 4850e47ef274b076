"""What those who assess do: the rule, the event, the refusal, the rollback."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import system_user
from accounts.refusals import AlreadyDone, ImpossibleMove, Refused
from audit.models import Event
from patients.models import Case, Consent, Task
from referrals import actions
from referrals.models import Referral
from tests.factories import accounts
from tests.factories import referrals as make
from tests.referrals.test_send import system_user_again

AT = make.AT
SOON = AT + timedelta(minutes=5)
LATER = AT + timedelta(minutes=10)
FIRST = date(2026, 11, 25)
TURNED = {"reason": "Bor i en annan region.", "destination": "Er egen region."}


def accept(referral, nurse, **fields):
    return actions.accept(
        referral,
        **{"owner": nurse, "first_contact_on": FIRST, **fields},
        by=nurse,
        at=AT,
    )


def kinds():
    return set(Event.objects.values_list("kind", flat=True))


@pytest.mark.django_db
def test_accepting_opens_a_case_with_an_owner_and_a_first_contact(nurse, prescriber):
    referral = accept(make.from_clinic(), nurse, owner=prescriber)

    task = Task.objects.get(kind="case.first_contact")
    assert referral.status == "accepted"
    assert referral.case.owner == prescriber
    assert referral.case.no_referrer is False
    assert (task.owner, task.due_on, task.case) == (prescriber, FIRST, referral.case)
    assert referral.case in Case.objects.visible_to(nurse)
    assert "referral.accepted" in kinds()


@pytest.mark.django_db
def test_the_clinic_reads_the_decision_when_it_can_no_longer_be_undone(nurse):
    referral = accept(make.from_clinic(), nurse)

    assert not referral.replies.readable(SOON).answers().exists()
    assert "onsdag 25 november" in referral.replies.answers().readable(LATER).get().text
    assert referral.status_told(SOON) == "received"
    assert referral.status_told(LATER) == "accepted"


@pytest.mark.django_db
def test_a_self_referral_is_not_accepted_before_we_know_who_it_is(nurse):
    referral = make.self_referral()

    with pytest.raises(Refused, match="vem personen är"):
        accept(referral, nurse)

    referral.refresh_from_db()
    assert referral.status == "received"
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_accepting_a_self_referral_registers_the_person(nurse):
    referral = accept(make.self_referral(), nurse, person=make.person())

    assert referral.patient.name == "Erik Sandberg"
    assert referral.case.no_referrer is True
    assert Consent.objects.get().answer == "ask_first"
    assert not referral.replies.exists()


@pytest.mark.django_db
def test_a_health_centre_that_may_be_told_is_answered_at_the_end(nurse):
    referral = make.self_referral(
        clinic_consent="yes", health_centre_text="Granskogens vårdcentral"
    )

    assert accept(referral, nurse, person=make.person()).case.no_referrer is False


@pytest.mark.django_db
def test_one_open_case_is_enough(nurse):
    first = accept(make.from_clinic(), nurse)
    number = first.patient.identity_number
    again = make.from_clinic(identity=make.identity.parse(number, today=make.TODAY))

    with pytest.raises(AlreadyDone, match="öppet vårdärende"):
        accept(again, nurse)

    again.refresh_from_db()
    assert again.status == "received"


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["redirect", "reject"])
def test_turning_away_says_why_and_where_instead(nurse, verb):
    referral = getattr(actions, verb)(make.from_clinic(), **TURNED, by=nurse, at=AT)

    assert referral.status == f"{verb}ed"
    assert "Er egen region." in referral.replies.answers().get().text
    event = Event.objects.get(kind=f"referral.{verb}ed")
    assert event.reason == "Bor i en annan region."


@pytest.mark.django_db
def test_software_rejects_nobody(nurse):
    referral = make.self_referral()

    with pytest.raises(Refused, match="människa"):
        actions.reject(referral, **TURNED, by=system_user(), at=AT)

    referral.refresh_from_db()
    assert referral.status == "received"


@pytest.mark.django_db
def test_a_decision_ticks_off_the_task_about_risk(nurse):
    referral = make.from_clinic(risks=["seizures"])

    accept(referral, nurse)

    assert not Task.objects.undone().filter(kind="referral.risk").exists()


@pytest.mark.django_db
def test_a_question_keeps_the_clock_running(nurse):
    referral = make.from_clinic()

    actions.ask(referral, to="patient", text="Hej", reply_by=FIRST, by=nurse, at=AT)

    referral.refresh_from_db()
    assert (referral.status, referral.reply_by) == ("waiting_info", FIRST)
    assert referral.due_on == date(2027, 2, 17)
    assert "referral.question_asked" in kinds()


@pytest.mark.django_db
def test_nobody_asks_a_clinic_that_did_not_refer(nurse):
    with pytest.raises(Refused):
        actions.ask(
            make.self_referral(),
            to="referrer",
            text="Hej",
            reply_by=FIRST,
            by=nurse,
            at=AT,
        )


@pytest.mark.django_db
def test_a_colleague_takes_over_with_a_reason(nurse, coordinator):
    referral = actions.assign(
        make.from_clinic(), to=coordinator, reason="Känner hen", by=nurse, at=AT
    )

    assert referral.assigned_to == coordinator
    assert Event.objects.get(kind="referral.assigned").reason == "Känner hen"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["outsider", "administrator", "referrer"])
def test_only_those_who_assess_here_are_given_referrals(nurse, who, request):
    somebody = request.getfixturevalue(who)

    with pytest.raises(Refused, match="bedömer"):
        actions.assign(make.from_clinic(), to=somebody, reason="x", by=nurse, at=AT)


@pytest.mark.django_db
def test_undo_closes_the_case_outside_all_statistics(nurse):
    referral = accept(make.from_clinic(risks=["suicide"]), nurse)
    case = referral.case

    referral = actions.undo(referral, by=nurse, at=SOON)

    case.refresh_from_db()
    assert (referral.status, referral.case) == ("received", None)
    assert (case.phase, case.closing) == ("closed", "undone")
    assert not referral.replies.readable(LATER).answers().exists()
    assert Task.objects.undone().get().kind == "referral.risk"
    assert "referral.undone" in kinds()


@pytest.mark.django_db
def test_what_was_undone_can_be_accepted_again(nurse):
    referral = actions.undo(accept(make.from_clinic(), nurse), by=nurse, at=SOON)

    assert accept(referral, nurse).status == "accepted"


@pytest.mark.django_db
def test_after_ten_minutes_a_decision_stands(nurse):
    referral = accept(make.from_clinic(), nurse)

    with pytest.raises(Refused, match="tio minuter"):
        actions.undo(referral, by=nurse, at=LATER)

    referral.refresh_from_db()
    assert referral.status == "accepted"


@pytest.mark.django_db
def test_the_second_to_decide_gets_a_sentence(nurse, coordinator):
    referral = make.from_clinic()
    accept(referral, nurse)

    with pytest.raises(ImpossibleMove, match="antagen"):
        actions.redirect(referral, **TURNED, by=coordinator, at=AT)

    assert Referral.objects.get().decided_by == nurse


@pytest.mark.django_db
def test_contact_that_is_shown_is_logged(nurse):
    known = make.from_clinic(is_protected=True)
    unknown = make.self_referral()

    actions.reveal_contact(known, reason="Ringer", by=nurse, at=AT)
    actions.reveal_contact(unknown, reason="Ringer", by=nurse, at=AT)

    assert {"patient.contact_revealed", "referral.contact_revealed"} <= kinds()


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_get_one_success_and_one_sentence():
    system_user_again()
    first, second = (
        accounts.user("nurse", "Sara Nyberg"),
        accounts.user("coordinator", "Karin Ohlin"),
    )
    referral = make.from_clinic()
    outcomes = []

    def decide(by):
        try:
            actions.accept(referral, owner=by, first_contact_on=FIRST, by=by, at=AT)
            outcomes.append("accepted")
        except ImpossibleMove:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=decide, args=[by]) for by in (first, second)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(outcomes) == ["accepted", "refused"]
    assert Case.objects.count() == 1
    assert Event.objects.filter(kind="referral.accepted").count() == 1
