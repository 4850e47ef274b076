"""Replies to the clinic: written, taken back, read, on paper where nobody signs in."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accounts.refusals import Refused
from audit.models import Event
from referrals import actions
from referrals.models import Letter, Reply
from referrals.pages.letters import reply_read_at
from tests.factories import referrals as make
from tests.referrals.test_letters import begun

pytestmark = pytest.mark.django_db
AT = make.AT
LATER = AT + timedelta(minutes=11)
SAID = "Vi har träffat patienten.\nPlan:\nVi börjar i januari.\n- 5 mg i taget"


def answered(nurse, referral, kind=Reply.Kind.PART, **fields):  # type: ignore[no-untyped-def]
    return actions.answer_clinic(
        referral, kind=kind, text=SAID, by=nurse, at=AT, **fields
    )


def test_a_reply_can_be_read_after_ten_minutes(nurse):
    reply = answered(nurse, make.from_clinic())

    assert reply.readable_from == AT + timedelta(minutes=10)
    assert not Reply.objects.answers().readable(AT).exists()
    assert Reply.objects.answers().readable(LATER).get() == reply


def test_a_second_press_is_one_reply(nurse):
    referral = make.from_clinic()

    assert answered(nurse, referral) == answered(nurse, referral)
    assert Reply.objects.answers().count() == 1


def test_a_reply_taken_back_is_never_read(nurse):
    reply = answered(nurse, make.from_clinic())

    actions.take_back_reply(reply, by=nurse, at=AT)

    assert not Reply.objects.answers().readable(LATER).exists()
    assert Event.objects.filter(kind="referral.reply_taken_back").count() == 1


def test_what_may_have_been_read_is_not_taken_back(nurse):
    reply = answered(nurse, make.from_clinic())

    with pytest.raises(Refused):
        actions.take_back_reply(reply, by=nurse, at=LATER)


def test_a_final_reply_answers_the_case_and_taking_it_back_does_not(nurse):
    referral = make.accepted(nurse)
    reply = answered(nurse, referral, Reply.Kind.FINAL)
    referral.case.refresh_from_db()
    assert referral.case.answered_at == AT

    actions.take_back_reply(reply, by=nurse, at=AT)

    referral.case.refresh_from_db()
    assert referral.case.answered_at is None


def test_every_clinic_of_a_case_gets_the_reply_and_loses_it(nurse, other_referrer):
    number = make.number()
    lead = make.from_clinic(identity=number)
    part = make.from_clinic(identity=number, by=other_referrer)
    actions.join(part, to=lead, by=nurse, at=AT, reason="Samma person.")
    reply = answered(nurse, lead)
    assert Reply.objects.answers().count() == 2

    actions.take_back_reply(reply, by=nurse, at=AT)

    assert not Reply.objects.answers().filter(withdrawn_at=None).exists()


def test_a_clinic_that_cannot_sign_in_gets_the_reply_by_post(nurse):
    referral = make.self_referral(
        health_centre_text="Kvarnens vårdcentral", clinic_consent="yes"
    )

    reply = answered(nurse, referral, to_address="Box 1\n463 30 Lilla Edet")

    letter = Letter.objects.get()
    assert (letter.state, letter.channel) == ("sent", "post")
    assert letter.to_name == "Kvarnens vårdcentral"
    actions.take_back_reply(reply, by=nurse, at=AT)
    letter.refresh_from_db()
    assert letter.state == Letter.State.DISCARDED


# ------------------------------------------------------------- the unit's pages


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


def write(referral) -> str:  # type: ignore[no-untyped-def]
    return reverse("referrals:reply", args=[referral.shown_reference])


def test_the_page_begins_with_the_blocks_and_shows_the_a4(nurse, signed_in):
    referral = make.from_clinic()

    body = signed_in(nurse).get(write(referral)).content.decode()

    assert "{plan}" in body
    assert "Svaret går till" in body
    assert referral.sender_unit.name in body
    assert "# Svar" not in body
    assert "a4-till" in body


def test_words_left_to_fill_in_stop_the_reply(nurse, signed_in):
    referral = make.from_clinic()
    data = {"do": "send", "kind": "part", "text": "Plan: {plan}"}

    response = signed_in(nurse).post(write(referral), data)

    assert "{plan}" in response.context["form"].errors["text"][0]
    assert not Reply.objects.answers().exists()


def test_the_reply_is_sent_seen_and_undone(nurse, signed_in):
    referral, client = make.from_clinic(), signed_in(nurse)

    client.post(write(referral), {"do": "send", "kind": "preliminary", "text": SAID})
    reply = Reply.objects.answers().get()
    page = client.get(reverse("referrals:reply_detail", args=[reply.pk]))
    file = client.get(reverse("referrals:reply_pdf", args=[reply.pk]))
    client.post(reverse("referrals:reply_undo", args=[reply.pk]))

    reply.refresh_from_db()
    assert "Preliminärt svar" in page.content.decode()
    assert (
        "Vi börjar i januari"
        in PdfReader(io.BytesIO(file.content)).pages[0].extract_text()
    )
    assert reply.withdrawn_by == nurse


def test_the_preview_shows_what_is_typed(nurse, signed_in):
    referral = make.from_clinic()
    url = reverse("referrals:reply_preview", args=[referral.shown_reference])

    response = signed_in(nurse).post(
        url, {"kind": "final", "text": "Tack <b>alla</b>."}
    )

    body = response.content.decode()
    assert "Slutsvar" in body
    assert "&lt;b&gt;" in body


def test_a_self_referral_without_consent_has_nobody_to_reply_to(nurse, signed_in):
    referral = make.self_referral()

    assert signed_in(nurse).get(write(referral)).status_code == 403


def test_a_posted_reply_asks_for_the_address(nurse, signed_in):
    referral = make.self_referral(health_centre_text="Kvarnen", clinic_consent="yes")
    data = {"do": "send", "kind": "part", "text": SAID, "to_name": "Kvarnen"}

    response = signed_in(nurse).post(write(referral), data)

    assert "to_address" in response.context["form"].errors


def test_letters_and_replies_stand_together(nurse, signed_in):
    referral = make.from_clinic()
    answered(nurse, referral)
    url = reverse("referrals:referral_letters", args=[referral.shown_reference])

    body = signed_in(nurse).get(url).content.decode()

    assert "Delsvar" in body
    assert "Skickas strax" in body


# ------------------------------------------------------------- the clinic's pages


def own(referral, reply, name="clinic_reply"):  # type: ignore[no-untyped-def]
    args = [referral.shown_reference, reply.pk]
    return reverse(f"referrals_public:{name}", args=args)


def test_the_clinic_reads_the_reply_as_page_and_file_once_it_may(
    nurse, referrer, signed_in
):
    referral = make.from_clinic(by=referrer)
    reply = answered(nurse, referral)
    client = signed_in(referrer)
    assert client.get(own(referral, reply)).status_code == 404

    with time_machine.travel(LATER, tick=False):
        page = client.get(own(referral, reply))
        file = client.get(own(referral, reply, "clinic_reply_pdf"))

    assert "Vi börjar i januari" in page.content.decode()
    assert "<h2>Plan</h2>" in page.content.decode()
    root = PdfReader(io.BytesIO(file.content)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert Event.objects.filter(kind="reply.opened").count() == 2


def test_staff_see_that_the_clinic_has_read_it(nurse, referrer, signed_in):
    referral = make.from_clinic(by=referrer)
    reply = answered(nurse, referral)
    url = reverse("referrals:reply_detail", args=[reply.pk])
    with time_machine.travel(LATER, tick=False):
        before = signed_in(nurse).get(url).content.decode()
        signed_in(referrer).get(own(referral, reply))

        after = signed_in(nurse).get(url).content.decode()

    assert "har inte läst svaret än" in before
    assert "Läst av vårdcentralen" in after


def test_another_clinic_reads_nothing(nurse, referrer, other_referrer, signed_in):
    referral = make.from_clinic(by=referrer)
    reply = answered(nurse, referral)
    with time_machine.travel(LATER, tick=False):
        response = signed_in(other_referrer).get(own(referral, reply))

    assert response.status_code == 404


def test_a_protected_persons_number_is_not_in_the_reply(nurse, referrer, signed_in):
    referral = make.from_clinic(by=referrer, is_protected=True)
    reply = answered(nurse, referral)
    with time_machine.travel(LATER, tick=False):
        body = signed_in(referrer).get(own(referral, reply)).content.decode()

    assert referral.patient.shown_number not in body


def test_reading_it_on_the_page_of_the_referral_counts_as_read(
    nurse, referrer, signed_in
):
    referral = make.from_clinic(by=referrer)
    reply = answered(nurse, referral)
    page = reverse("referrals_public:clinic_detail", args=[referral.shown_reference])
    with time_machine.travel(LATER, tick=False):
        body = signed_in(referrer).get(page).content.decode()

    assert own(referral, reply) in body
    assert reply_read_at(reply) == LATER


def test_the_clinic_finds_and_reads_a_letter_to_it(nurse, referrer, signed_in):
    referral = make.from_clinic(by=referrer)
    long_ago = AT - timedelta(days=3000)
    letter = begun(nurse, referral, audience="clinic")
    actions.send_letter(letter, by=nurse, at=long_ago)
    client = signed_in(referrer)

    page = client.get(
        reverse("referrals_public:clinic_detail", args=[referral.shown_reference])
    )
    read = client.get(own(referral, letter, "clinic_letter"))
    file = client.get(own(referral, letter, "clinic_letter_pdf"))

    assert own(referral, letter, "clinic_letter") in page.content.decode()
    assert "Remissbekräftelse" in read.content.decode()
    assert file["Content-Type"] == "application/pdf"
