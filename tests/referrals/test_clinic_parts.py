"""The clinic is asked when the patient came first and agreed, and never else."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareUnit
from accounts.refusals import AlreadyDone, Refused
from audit.models import Event
from messaging.models import Message
from patients.models import Task
from referrals import actions
from referrals.models import PartRequest, Referral
from tests.factories import referrals as make
from tests.factories.clinic_forms import NEW, filled

pytestmark = pytest.mark.django_db
AT = make.AT
SECRET = "Jag vill bli av med dem långsamt."


@pytest.fixture
def own(referrer):
    return make.self_referral(clinic_consent="yes", health_centre=referrer.unit)


@pytest.fixture
def asked(own, referrer, nurse):
    return actions.ask_clinic(own, clinic=referrer.unit, by=nurse, at=AT)


def part_of(asked):
    return reverse("referrals_public:clinic_part", args=[asked.pk])


def asking(referral):
    return reverse("referrals:ask_clinic", args=[referral.shown_reference])


@pytest.mark.parametrize("consent", ["ask_first", "no", ""])
def test_without_a_yes_the_clinic_is_not_asked(referrer, nurse, consent):
    referral = make.self_referral(clinic_consent=consent)

    with pytest.raises(Refused):
        actions.ask_clinic(referral, clinic=referrer.unit, by=nurse, at=AT)

    assert not PartRequest.objects.exists()


def test_only_the_health_centre_that_the_patient_named(own, nurse, other_referrer):
    with pytest.raises(Refused, match="en annan vårdcentral"):
        actions.ask_clinic(own, clinic=other_referrer.unit, by=nurse, at=AT)
    with pytest.raises(Refused, match="Välj en vårdcentral"):
        actions.ask_clinic(own, clinic=nurse.unit, by=nurse, at=AT)


def test_the_clinic_is_asked_once_at_a_time(own, asked, referrer, nurse):
    with pytest.raises(AlreadyDone):
        actions.ask_clinic(own, clinic=referrer.unit, by=nurse, at=AT)

    actions.take_back_part(asked, by=nurse, at=AT)
    actions.ask_clinic(own, clinic=referrer.unit, by=nurse, at=AT)

    assert PartRequest.objects.waiting().count() == 1


def test_a_clinic_with_mail_gets_a_neutral_one(own, referrer, nurse):
    CareUnit.objects.filter(pk=referrer.unit_id).update(email="vc@example.org")
    referrer.unit.refresh_from_db()

    actions.ask_clinic(own, clinic=referrer.unit, by=nurse, at=AT)

    message = Message.objects.get()
    assert message.to == "vc@example.org"
    assert "Maria" not in message.title + message.body
    assert not Task.objects.filter(kind="referral.call").exists()


def test_a_clinic_without_mail_is_called(asked):
    assert "Ring vårdcentralen" in Task.objects.get(kind="referral.call").title
    assert Event.objects.filter(kind="referral.part_asked").count() == 1


def test_the_clinic_reads_the_name_and_nothing_that_the_patient_wrote(clinic, asked):
    listed = clinic.get("/remiss/?view=asked").content.decode()
    page = clinic.get(part_of(asked)).content.decode()

    for shown in (listed, page):
        assert "Maria Ek" in shown
        assert SECRET not in shown
        assert "alprazolam" not in shown
        assert "70-174 06 22" not in shown
        assert asked.referral.shown_reference not in shown


def test_another_clinic_sees_neither_row_nor_page(asked, signed_in, other_referrer):
    stranger = signed_in(other_referrer)

    assert "Maria Ek" not in stranger.get("/remiss/?view=asked").content.decode()
    assert stranger.get(part_of(asked)).status_code == 404
    url = reverse("referrals_public:clinic_part", args=[uuid.uuid4()])
    assert stranger.get(url).status_code == 404


def test_what_the_clinic_sends_joins_the_patient_s_own_form(clinic, own, asked):
    form = clinic.get(part_of(asked)).context
    answers = filled(
        name="Maria Ek",
        part=str(asked.pk),
        form_key=str(form["form_key"]),
    )

    check = clinic.post(NEW, answers, follow=True)
    posted = dict(check.context["posted"])
    clinic.post(NEW, {**answers, "seen": posted["seen"], "step": "send"})
    again = clinic.post(NEW, {**answers, "step": "send"})

    assert posted["part"] == str(asked.pk)
    sent = Referral.objects.get(source="clinic")
    own.refresh_from_db()
    asked.refresh_from_db()
    assert sent.joined_to == own
    assert own.patient == sent.patient
    assert asked.given == sent
    assert again.url.endswith("/kvitto/")
    assert Referral.objects.count() == 2
    receipt = clinic.get(again.url).content.decode()
    assert own.shown_reference not in receipt


def test_afterwards_it_is_no_longer_asked_for(clinic, asked):
    clinic.post(NEW, filled(part=str(asked.pk), step="send"))

    listed = clinic.get("/remiss/?view=asked").content.decode()

    assert "Maria Ek" not in listed
    assert clinic.get(part_of(asked)).status_code == 404


@pytest.mark.parametrize("part", ["", "x", "7d0c4e0e-3b0e-4bd5-9a53-0f2f5a1f9b11"])
def test_a_part_that_nobody_asked_for_is_an_ordinary_referral(clinic, own, part):
    clinic.post(NEW, filled(part=part, step="send"))

    assert Referral.objects.get(source="clinic").joined_to is None


def test_somebody_else_s_request_is_not_answered(asked, own, signed_in, other_referrer):
    signed_in(other_referrer).post(NEW, filled(part=str(asked.pk), step="send"))

    asked.refresh_from_db()
    assert asked.given is None
    assert Referral.objects.get(source="clinic").joined_to is None


def test_what_cannot_be_one_case_stands_by_itself_and_is_compared(own, asked, referrer):
    own.patient = make.from_clinic(by=referrer).patient
    own.save()

    sent = actions.send_asked(
        asked=asked,
        form_key=uuid.uuid4(),
        person=make.person(),
        request=make.request(),
        by=referrer,
        at=AT,
    )

    asked.refresh_from_db()
    assert sent.status == "received"
    assert asked.given == sent
    assert Task.objects.filter(kind="referral.compare", done_at=None).count() == 1


def test_when_the_patient_withdraws_the_question_is_gone(clinic, own, asked, nurse):
    actions.withdraw(own, by=nurse, at=AT, reason="Ville inte längre.")

    assert "Maria Ek" not in clinic.get("/remiss/?view=asked").content.decode()
    assert clinic.get(part_of(asked)).status_code == 404


def test_staff_ask_from_the_page_and_the_patient_s_yes_is_written_down(
    signed_in, coordinator, referrer
):
    referral = make.self_referral(clinic_consent="ask_first")
    staff = signed_in(coordinator)

    page = staff.get(asking(referral)).content.decode()
    unasked = staff.post(asking(referral), {"clinic": str(referrer.unit_id)})
    staff.post(asking(referral), {"clinic": str(referrer.unit_id), "agreed": "on"})

    referral.refresh_from_db()
    assert "Jag har frågat patienten" in page
    assert "Fråga patienten först" in unasked.content.decode()
    assert referral.clinic_consent == "yes"
    assert PartRequest.objects.get().clinic == referrer.unit
    assert Event.objects.filter(kind="referral.clinic_agreed").count() == 1


def test_a_second_press_of_asking_says_so(signed_in, coordinator, own, referrer):
    staff = signed_in(coordinator)
    answers = {"clinic": str(referrer.unit_id)}

    staff.post(asking(own), answers)
    again = staff.post(asking(own), answers)

    assert "redan frågad" in again.content.decode()
    assert PartRequest.objects.count() == 1


def test_after_a_no_or_by_a_stranger_nobody_is_asked(
    signed_in, coordinator, referrer, own
):
    said_no = make.self_referral(clinic_consent="no")

    assert signed_in(coordinator).get(asking(said_no)).status_code == 403
    assert signed_in(referrer).get(asking(own)).status_code in {403, 404}


def test_the_question_is_taken_back_from_the_page(signed_in, coordinator, asked):
    url = reverse(
        "referrals:take_back_part", args=[asked.referral.shown_reference, asked.pk]
    )
    staff = signed_in(coordinator)

    staff.post(url)
    again = staff.post(url)

    asked.refresh_from_db()
    assert asked.taken_back_by == coordinator
    assert again.status_code == 302
    opened = staff.get(url)
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "tryck på knappen där" in opened.content.decode()
    assert Event.objects.filter(kind="referral.part_taken_back").count() == 1


def test_the_staff_page_shows_both_halves_and_who_waits(
    signed_in, coordinator, own, referrer
):
    staff = signed_in(coordinator)
    url = reverse("referrals:detail", args=[own.shown_reference])

    before = staff.get(url).content.decode()
    actions.ask_clinic(own, clinic=referrer.unit, by=coordinator, at=timezone.now())
    after = staff.get(url).content.decode()

    assert "Fråga vårdcentralen" in before
    assert "Patient och vårdcentral väntar på oss." in before
    assert "Vi väntar på vårdcentralens del." in after
    assert "Ta tillbaka frågan" in after


def test_the_clinic_of_a_protected_patient_is_not_named_on_the_staff_page(
    signed_in, coordinator, referrer
):
    own = make.self_referral(
        clinic_consent="yes", health_centre=referrer.unit, is_protected=True
    )
    actions.ask_clinic(own, clinic=referrer.unit, by=coordinator, at=timezone.now())

    page = signed_in(coordinator).get(
        reverse("referrals:detail", args=[own.shown_reference])
    )

    assert referrer.unit.name not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_asked_tab_asks_a_fixed_number_of_questions(
    clinic, referrer, nurse, rows, django_assert_num_queries
):
    for _row in range(rows):
        own = make.self_referral(clinic_consent="yes")
        actions.ask_clinic(own, clinic=referrer.unit, by=nurse, at=AT)

    with django_assert_num_queries(8):
        page = clinic.get("/remiss/?view=asked").content.decode()

    assert page.count("Maria Ek") == rows


def test_a_colleague_answers_what_was_asked_of_a_part(clinic, own, referrer, nurse):
    """The question came before the referrals were joined, and can still be answered."""
    sent = make.from_clinic(by=referrer)
    question = actions.ask(
        sent,
        to="referrer",
        text="Vilken dos?",
        reply_by=timezone.localdate() + timedelta(days=5),
        by=nurse,
        at=timezone.now(),
    )
    sent.refresh_from_db()
    actions.join(sent, to=own, by=nurse, at=timezone.now())
    url = reverse(
        "referrals_public:clinic_answer", args=[sent.shown_reference, question.pk]
    )

    listed = clinic.get("/remiss/?view=asked").content.decode()
    clinic.post(url, {"text": "25 mg"})

    question.refresh_from_db()
    assert "Erik Sandberg" in listed
    assert question.answer == "25 mg"
