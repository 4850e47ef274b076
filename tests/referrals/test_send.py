"""What the clinic does: sends once, answers, takes back."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from accounts.models import system_user
from accounts.refusals import AlreadyDone, Refused
from audit.models import Event
from patients.models import Patient, Task
from referrals import actions
from referrals.models import Referral
from tests.factories import accounts
from tests.factories import referrals as make

AT = make.AT


def events() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("kind", flat=True))


def sent(by, key=None, **fields):
    return actions.send(
        form_key=key or uuid.uuid4(),
        person=make.person(),
        request=make.request(**fields),
        by=by,
        at=AT,
    )


@pytest.mark.django_db
def test_what_is_sent_is_received_by_itself(referrer, nurse):
    referral = sent(referrer)

    assert referral.status == "received"
    assert referral.received_at == AT
    assert referral.sender_unit == referrer.unit
    assert referral.unit == nurse.unit
    assert referral.medicines.get().since_year == 2018
    assert {"referral.sent", "referral.received"} <= set(events())


@pytest.mark.django_db
def test_a_second_press_gives_the_same_referral(referrer, nurse):
    key = uuid.uuid4()

    first, second = sent(referrer, key), sent(referrer, key)

    assert first.pk == second.pk
    assert Referral.objects.count() == 1
    assert events().count("referral.sent") == 1


@pytest.mark.django_db
def test_the_form_of_another_clinic_is_refused(referrer, other_referrer, nurse):
    key = uuid.uuid4()
    sent(referrer, key)

    with pytest.raises(Refused):
        sent(other_referrer, key)


@pytest.mark.django_db
def test_a_known_person_is_not_registered_again_nor_changed(referrer, nurse):
    somebody = make.person()
    make_one = {"request": make.request(), "by": referrer, "at": AT}
    actions.send(form_key=uuid.uuid4(), person=somebody, **make_one)
    again = make.person(identity=somebody.identity, phone="+46701740699")

    second = actions.send(form_key=uuid.uuid4(), person=again, **make_one)

    assert Patient.objects.count() == 1
    assert second.patient.phone == "+46701740631"
    assert second.phone == "+46701740699"


@pytest.mark.django_db
def test_protection_is_taken_over_and_never_lifted(referrer, nurse):
    somebody = make.person()
    send = {"request": make.request(), "by": referrer, "at": AT}
    actions.send(form_key=uuid.uuid4(), person=somebody, **send)
    hidden = make.person(identity=somebody.identity, is_protected=True)

    marked = actions.send(form_key=uuid.uuid4(), person=hidden, **send)
    third = actions.send(form_key=uuid.uuid4(), person=somebody, **send)

    assert marked.patient.is_protected
    assert third.hides_contact


@pytest.mark.django_db
@pytest.mark.parametrize("risk", ["seizures", "pregnancy", "suicide"])
def test_danger_pins_the_referral_and_becomes_a_task_for_today(referrer, nurse, risk):
    referral = sent(referrer, risks=[risk])

    task = Task.objects.get(kind="referral.risk")
    assert referral.is_risk
    assert task.due_on == AT.date()
    assert task in Task.objects.visible_to(nurse)


@pytest.mark.django_db
@pytest.mark.parametrize("risk", ["alcohol", "driving", "none_known"])
def test_other_things_to_look_out_for_do_not_pin(referrer, nurse, risk):
    assert not sent(referrer, risks=[risk]).is_risk
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_nothing_is_stored_when_a_medicine_cannot_be(referrer, nurse):
    with pytest.raises(Exception, match="medicine_dose"), transaction.atomic():
        sent(referrer, medicines=[{"name": "oxazepam", "dose_per_day": -1}])

    assert not Referral.objects.exists()
    assert "referral.sent" not in events()


@pytest.mark.django_db
def test_the_last_answer_puts_the_referral_back_in_line(referrer, nurse):
    referral = sent(referrer)
    ask = {"to": "referrer", "by": nurse, "at": AT}
    first = actions.ask(referral, text="Dos?", reply_by=date(2026, 11, 30), **ask)
    second = actions.ask(referral, text="År?", reply_by=date(2026, 12, 4), **ask)

    after_one = actions.answer(first, text="25 mg", by=referrer, at=AT)
    after_two = actions.answer(second, text="2018", by=referrer, at=AT)

    assert (after_one.status, after_one.reply_by) == ("waiting_info", date(2026, 12, 4))
    assert (after_two.status, after_two.reply_by) == ("received", None)
    assert events().count("referral.question_answered") == 2


@pytest.mark.django_db
def test_a_question_is_answered_once(referrer, nurse):
    question = actions.ask(
        sent(referrer),
        to="referrer",
        text="Dos?",
        reply_by=date(2026, 11, 30),
        by=nurse,
        at=AT,
    )
    actions.answer(question, text="25 mg", by=referrer, at=AT)

    with pytest.raises(AlreadyDone, match="redan besvarad"):
        actions.answer(question, text="30 mg", by=referrer, at=AT)

    question.refresh_from_db()
    assert question.answer == "25 mg"


@pytest.mark.django_db
def test_the_clinic_takes_its_referral_back_without_an_answer_to_itself(
    referrer, nurse
):
    referral = actions.withdraw(sent(referrer), by=referrer, at=AT, reason="Flyttar")

    assert referral.status == "withdrawn"
    assert referral.decided_by == referrer
    assert not referral.replies.answers().exists()


@pytest.mark.django_db
def test_staff_who_take_it_back_tell_the_clinic(referrer, nurse):
    referral = actions.withdraw(
        sent(referrer), by=nurse, at=AT, reason="Patienten vill"
    )

    told = referral.replies.answers().get()
    assert (told.confirms, told.readable_from) == ("AVB", AT)
    assert "Skäl: Patienten vill" in told.text


@pytest.mark.django_db
def test_a_decided_referral_is_not_taken_back(referrer, nurse):
    referral = make.accepted(nurse)

    with pytest.raises(Refused):
        actions.withdraw(referral, by=referrer, at=AT)


@pytest.mark.django_db
def test_the_final_answer_lets_the_case_be_closed(nurse):
    referral = make.accepted(nurse)

    actions.reply(referral, kind="final", text="Klart.", by=nurse, at=AT)

    referral.case.refresh_from_db()
    assert referral.case.answered_at == AT


@pytest.mark.django_db
def test_a_self_referral_has_no_clinic_to_answer(nurse):
    with pytest.raises(Refused):
        actions.reply(make.self_referral(), kind="part", text="Hej", by=nurse, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_referral():
    system_user_again()
    clinic_user = accounts.user("referrer", "Nils Åberg")
    accounts.unit()
    key, found = uuid.uuid4(), []
    somebody = make.person()

    def press():
        try:
            found.append(
                actions.send(
                    form_key=key,
                    person=somebody,
                    request=make.request(),
                    by=clinic_user,
                    at=AT,
                ).pk
            )
        finally:
            connection.close()

    both = [threading.Thread(target=press) for _press in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(found) == 2
    assert len(set(found)) == 1
    assert Referral.objects.count() == 1


def system_user_again() -> None:
    """A flushed database has lost the system's own user."""
    user_model = Referral._meta.get_field("sender").related_model
    user_model.objects.get_or_create(
        pk="00000000-0000-4000-8000-000000000001",
        defaults={
            "username": "system",
            "name": "Systemet",
            "role": "system",
            "created_at": AT - timedelta(days=300),
        },
    )
    assert system_user()
