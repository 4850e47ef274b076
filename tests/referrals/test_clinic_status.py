"""What the clinic is told afterwards: where it stands, and what has no answer."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareUnit
from messaging.models import Message
from referrals import actions, tasks
from referrals.models import PartRequest, Reply
from tests.factories import referrals as make
from tests.factories.clinic_forms import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(referrer):
    return make.from_clinic(by=referrer, at=timezone.now())


def ago(days):
    return timezone.now() - timedelta(days=days)


def accept(referral, by, at=None):
    return actions.accept(
        referral,
        owner=by,
        first_contact_on=timezone.localdate() + timedelta(days=2),
        by=by,
        at=at or timezone.now(),
    )


def test_replies_stand_in_the_words_of_their_type(clinic, referrer, nurse):
    sent = make.from_clinic(by=referrer, at=ago(2))
    accepted = accept(sent, nurse, ago(1))
    actions.reply(
        accepted, kind=Reply.Kind.PART, text="Vi börjar nu.", by=nurse, at=ago(0)
    )

    shown = clinic.get(page(sent)).content.decode()

    assert "Remissbekräftelse: antagen" in shown
    assert "Delsvar" in shown
    assert "Vi börjar nu." in shown


def test_who_waits_for_whom(clinic, sent, nurse):
    before = clinic.get(page(sent)).content.decode()
    actions.ask(
        sent,
        to="referrer",
        text="Vilken dos?",
        reply_by=timezone.localdate() + timedelta(days=3),
        by=nurse,
        at=timezone.now(),
    )
    after = clinic.get(page(sent)).content.decode()

    assert "Ni väntar på oss" in before
    assert "Vi väntar på ert svar" in after


def test_a_question_to_somebody_else_is_not_shown(clinic, sent, nurse):
    actions.ask(
        sent,
        to="patient",
        text="Hemlig fråga?",
        reply_by=timezone.localdate() + timedelta(days=3),
        by=nurse,
        at=timezone.now(),
    )

    shown = clinic.get(page(sent)).content.decode()

    assert "Hemlig fråga?" not in shown
    assert "Vi väntar på ett svar innan vi bedömer remissen." in shown


@pytest.mark.parametrize(("consent", "told"), [("yes", True), ("no", False)])
def test_that_the_patient_has_written_is_said_only_after_a_yes(
    clinic, sent, nurse, consent, told
):
    own = make.self_referral(clinic_consent=consent, goal="Egen hemlighet.")
    actions.join(own, to=sent, by=nurse, at=timezone.now())

    shown = clinic.get(page(sent)).content.decode()

    assert ("också skickat en egenremiss" in shown) is told
    assert "Egen hemlighet." not in shown
    assert own.shown_reference not in shown


def test_another_clinic_of_the_case_is_never_shown(clinic, sent, other_referrer, nurse):
    other = make.from_clinic(by=other_referrer, at=timezone.now(), goal="Annans text.")
    other.patient = sent.patient
    other.save()
    actions.join(sent, to=other, by=nurse, at=timezone.now())

    shown = clinic.get(page(sent)).content.decode()
    listed = clinic.get("/remiss/?view=unit").content.decode()

    for text in (shown, listed):
        assert other_referrer.unit.name not in text
        assert other.shown_reference not in text
        assert "Annans text." not in text
        assert "Sammanförd" not in text


def test_the_silent_list_is_oldest_first_with_days(clinic, referrer, nurse):
    old = make.from_clinic(by=referrer, at=ago(40), family_name="Gammal")
    new = make.from_clinic(by=referrer, at=ago(3), family_name="Nyss")
    accept(old, nurse, ago(39))
    told = make.from_clinic(by=referrer, at=ago(30), family_name="Besvarad")
    actions.reject(told, reason="Annat.", destination="Dit.", by=nurse, at=ago(29))
    back = make.from_clinic(by=referrer, at=ago(30), family_name="Tagen")
    actions.withdraw(back, reason="Nej.", by=referrer, at=ago(29))

    shown = clinic.get("/remiss/?view=silent").content.decode()

    assert shown.index("Gammal") < shown.index("Nyss")
    assert "40 dagar" in shown
    assert "3 dagar" in shown
    assert "Bekräftad, inget svar än" in shown
    assert "Inte bedömd än" in shown
    assert "Besvarad" not in shown
    assert "Tagen" not in shown
    assert new.status == "received"


def test_an_answer_takes_it_off_the_silent_list(clinic, referrer, nurse):
    sent = make.from_clinic(by=referrer, at=ago(40))
    accept(sent, nurse, ago(39))
    actions.reply(sent, kind=Reply.Kind.PART, text="Nu.", by=nurse, at=ago(1))

    shown = clinic.get("/remiss/?view=silent").content.decode()

    assert "Alla era remisser har fått svar." in shown


@pytest.mark.parametrize("view", ["mine", "unit", "asked", "silent"])
@pytest.mark.parametrize("rows", [1, 3])
def test_every_tab_asks_a_fixed_number_of_questions(
    clinic, referrer, nurse, rows, view, django_assert_num_queries
):
    for _row in range(rows):
        sent = make.from_clinic(by=referrer)
        actions.ask(
            sent,
            to="referrer",
            text="Dos?",
            reply_by=timezone.localdate() + timedelta(days=3),
            by=nurse,
            at=make.AT,
        )

    with django_assert_num_queries(9 if view == "asked" else 8):
        shown = clinic.get(f"/remiss/?view={view}").content.decode()

    assert shown.count("Erik Sandberg") == rows


@pytest.fixture
def mail(referrer):
    CareUnit.objects.filter(pk=referrer.unit_id).update(email="vc@example.org")


def reminders():
    return Message.objects.filter(kind="no_reply")


@pytest.mark.parametrize(("days", "told"), [(29, 0), (31, 1)])
def test_a_clinic_is_reminded_once_a_month(referrer, mail, days, told):
    for _row in range(3):
        make.from_clinic(by=referrer, at=ago(days))

    tasks.remind_of_silence()
    tasks.remind_of_silence()

    assert reminders().count() == told


def test_a_month_later_it_is_reminded_again_and_the_words_are_neutral(referrer, mail):
    make.from_clinic(by=referrer, at=ago(31))
    tasks.remind_of_silence()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        tasks.remind_of_silence()

    assert reminders().count() == 2
    message = reminders().first()
    words = (message.title + message.body).lower()
    assert message.to == "vc@example.org"
    for word in ("sandberg", "remiss", "läkemedel", "nedtrappning", "patient"):
        assert word not in words


def test_how_long_is_a_setting(referrer, mail, settings):
    settings.SILENCE_REMINDER_DAYS = 5
    make.from_clinic(by=referrer, at=ago(6))

    tasks.remind_of_silence()

    assert reminders().count() == 1


def test_without_an_address_or_without_silence_nobody_is_reminded(referrer, nurse):
    sent = make.from_clinic(by=referrer, at=ago(40))
    tasks.remind_of_silence()
    CareUnit.objects.filter(pk=referrer.unit_id).update(email="vc@example.org")
    actions.reject(sent, reason="Annat.", destination="Dit.", by=nurse, at=ago(2))

    tasks.remind_of_silence()

    assert not reminders().exists()


def test_withdrawing_has_two_steps_and_a_receipt_that_says_who_knows(clinic, sent):
    first = clinic.get(page(sent, "clinic_withdraw")).content.decode()
    receipt = clinic.post(
        page(sent, "clinic_withdraw"), {"reason": "Flyttar."}, follow=True
    )

    assert "Patienten får inget besked av oss" in first
    assert "Remissen är tillbakatagen" in receipt.content.decode()
    assert "Vem vet om det?" in receipt.content.decode()
    sent.refresh_from_db()
    assert sent.status == "withdrawn"
    again = clinic.post(page(sent, "clinic_withdraw"), {"reason": "Igen."})
    assert again.url == page(sent, "clinic_withdrawn")


def test_the_receipt_of_what_is_not_withdrawn_leads_to_the_referral(clinic, sent):
    assert clinic.get(page(sent, "clinic_withdrawn")).url == page(sent)


@pytest.mark.parametrize("clinic_leads", [True, False])
def test_the_patient_s_own_form_goes_on_when_the_clinic_withdraws(
    clinic, sent, nurse, clinic_leads
):
    own = make.self_referral(clinic_consent="yes", at=timezone.now())
    part, lead = (own, sent) if clinic_leads else (sent, own)
    actions.join(part, to=lead, by=nurse, at=timezone.now())

    clinic.post(page(sent, "clinic_withdraw"), {"reason": "Flyttar."})

    own.refresh_from_db()
    sent.refresh_from_db()
    assert sent.status == "withdrawn"
    assert own.status == "received"
    assert own.joined_to is None
    assert own.clock_from == own.issued_on


def test_withdrawing_tells_the_patient_nothing(clinic, sent):
    before = Message.objects.count()

    clinic.post(page(sent, "clinic_withdraw"), {"reason": "Flyttar."})

    assert Message.objects.filter(kind="news").count() == 0
    assert Message.objects.count() == before


def test_the_slip_names_nobody_and_nothing(clinic, sent):
    for url in (page(sent, "clinic_slip_of"), "/remiss/patientlapp/"):
        slip = clinic.get(url).content.decode().split('<article class="lapp">')[1]
        slip = slip.split("</article>")[0]

        assert "Sluta inte tvärt." in slip
        assert "1177" in slip
        for secret in ("Sandberg", "oxazepam", sent.patient.identity_number):
            assert secret not in slip


def test_a_code_for_own_goals_is_shown_once_and_the_last_counts(clinic, sent):
    url = page(sent, "clinic_slip_of")

    first = clinic.post(url).context["code"]
    second = clinic.post(url).context["code"]
    later = clinic.get(url).content.decode()

    assert first != second
    assert first not in later
    assert second not in later
    waiting = PartRequest.objects.waiting().filter(to="patient")
    assert waiting.count() == 1


def test_no_code_for_what_is_over_and_no_slip_for_others(
    clinic, sent, signed_in, other_referrer, nurse
):
    stranger = signed_in(other_referrer)
    assert stranger.get(page(sent, "clinic_slip_of")).status_code == 404
    assert stranger.post(page(sent, "clinic_slip_of")).status_code == 404
    assert signed_in(nurse).get("/remiss/patientlapp/").status_code == 403

    actions.withdraw(sent, reason="Nej.", by=sent.sender, at=timezone.now())

    assert not clinic.post(page(sent, "clinic_slip_of")).context["code"]


def test_a_code_that_has_run_out_waits_for_nobody(clinic, sent, signed_in, coordinator):
    clinic.post(page(sent, "clinic_slip_of"))
    staff = signed_in(coordinator)
    detail = reverse("referrals:detail", args=[sent.shown_reference])

    fresh = clinic.get(page(sent)).content.decode() + staff.get(detail).content.decode()
    PartRequest.objects.update(expires_at=ago(1))
    late = clinic.get(page(sent)).content.decode() + staff.get(detail).content.decode()

    assert "Patienten har fått en kod för egna mål" in fresh
    assert "Patienten kan berätta mer" in fresh
    assert "Patienten har fått en kod för egna mål" not in late
    assert "Patienten kan berätta mer" not in late
