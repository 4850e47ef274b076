"""What leaves the unit: neutral, not before it can stand, never to the wrong person."""

from datetime import timedelta

import pytest

from messaging.models import Message
from patients import actions as patients
from patients.models import Consent, Task
from referrals import actions
from referrals.models import Reply
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
AT = make.AT
UNTIL = AT + timedelta(minutes=10)
TURNED = {"reason": "Bor i annan region.", "destination": "Regionens mottagning"}


def news():
    return Message.objects.filter(kind="news").order_by("created_at", "channel")


def agree(patient, nurse):
    patients.consent(
        patient,
        purpose=Consent.Purpose.SMS,
        answer=Consent.Answer.YES,
        by=nurse,
        at=AT,
    )


def test_whoever_referred_themselves_gets_a_neutral_text_when_it_stands(nurse):
    referral = make.self_referral()

    actions.redirect(referral, **TURNED, by=nurse, at=AT)

    message = news().get()
    assert (message.channel, message.to) == ("sms", "+46701740622")
    assert message.not_before >= UNTIL
    assert "Regionens" not in message.body


def test_a_patient_who_has_said_yes_is_told(nurse):
    referral = make.from_clinic()
    agree(referral.patient, nurse)

    actions.reject(referral, **TURNED, by=nurse, at=AT)

    assert news().get().patient == referral.patient


def test_a_patient_who_cannot_be_reached_is_called_by_whoever_decided(nurse):
    referral = make.from_clinic()

    actions.redirect(referral, **TURNED, by=nurse, at=AT)

    task = Task.objects.get(kind="referral.call")
    assert task.owner == nurse
    assert not news().exists()


def test_nothing_is_sent_to_a_protected_person(nurse):
    referral = make.self_referral(is_protected=True)

    actions.redirect(referral, **TURNED, by=nurse, at=AT)

    assert not news().exists()
    assert Task.objects.filter(kind="referral.call").exists()


def test_undo_stops_what_has_not_left_and_a_new_decision_is_told_anew(nurse):
    referral = make.self_referral()
    actions.redirect(referral, **TURNED, by=nurse, at=AT)

    actions.undo(referral, by=nurse, at=AT + timedelta(minutes=1))
    actions.reject(referral, **TURNED, by=nurse, at=AT + timedelta(minutes=2))

    states = news().values_list("state", flat=True)
    assert sorted(states) == ["queued", "withdrawn"]


def test_undo_takes_back_the_call(nurse):
    referral = actions.redirect(make.from_clinic(), **TURNED, by=nurse, at=AT)

    actions.undo(referral, by=nurse, at=AT)

    assert not Task.objects.undone().filter(kind="referral.call").exists()


def test_a_clinic_with_an_address_is_told_that_there_is_news(nurse):
    clinic = accounts.clinic()
    type(clinic).objects.filter(pk=clinic.pk).update(email="vc@example.se")
    referral = make.from_clinic()

    actions.redirect(referral, **TURNED, by=nurse, at=AT)
    actions.undo(referral, by=nurse, at=AT)

    message = news().get()
    assert (message.channel, message.to) == ("email", "vc@example.se")
    assert message.patient is None
    assert message.state == "withdrawn"
    assert Reply.objects.answers().get().withdrawn_by == nurse


def test_a_question_to_the_person_goes_out_or_becomes_a_call(nurse):
    ask = {"to": "patient", "text": "Hej?", "reply_by": AT.date(), "by": nurse}

    actions.ask(make.self_referral(), **ask, at=AT)
    actions.ask(make.from_clinic(), **ask, at=AT)

    assert Message.objects.get(kind="question").to == "+46701740622"
    assert Task.objects.filter(kind="referral.call").count() == 1


def test_a_question_nobody_needs_any_more_is_stopped(nurse):
    referral = make.self_referral()
    actions.ask(
        referral, to="patient", text="Hej?", reply_by=AT.date(), by=nurse, at=AT
    )

    actions.withdraw(referral, by=nurse, at=AT, reason="Ringde")

    assert Message.objects.get(kind="question").state == "withdrawn"
