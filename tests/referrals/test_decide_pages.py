"""Deciding in the browser: both texts, what each reads, risk, and two at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import system_user
from accounts.refusals import ChangedMeanwhile
from audit.models import Event
from patients.models import Case, Task
from referrals import actions, tasks
from referrals.models import DecisionReason, Question, Referral
from tests.factories import accounts
from tests.factories import referrals as make
from tests.referrals.test_send import system_user_again

pytestmark = pytest.mark.django_db
TURNED = {
    "reason": "Smärtan är inte utredd.",
    "for_patient": "Din smärta behöver undersökas först.",
    "destination": "Smärtmottagningen",
}


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


@pytest.fixture
def triage(signed_in, nurse):
    return signed_in(nurse)


@pytest.fixture
def reasons():
    actions.load_reasons(by=system_user(), at=timezone.now())
    return {one.shipped_as: one for one in DecisionReason.objects.with_texts()}


def in_swedish(reason):
    return reason.written["sv"]


def test_without_script_a_chosen_reason_fills_the_texts(triage, reasons):
    referral, pain = make.from_clinic(), reasons["pain_first"]

    page = triage.post(
        url(referral, "redirect"), {"go": "fill", "chosen": str(pain.pk)}
    )

    form = page.context["form"]
    words = in_swedish(pain)
    assert form["reason"].value() == words.for_referrer
    assert form["for_patient"].value() == words.for_patient
    assert form["destination"].value() == words.destination
    assert not form.errors
    assert Referral.objects.get().status == "received"


def test_another_reason_replaces_ready_words_and_never_own_ones(triage, reasons):
    referral = make.from_clinic()
    pain, young = reasons["pain_first"], reasons["under_age"]

    page = triage.post(
        url(referral, "redirect"),
        {
            "go": "fill",
            "chosen": str(young.pk),
            "reason": "Mina egna ord.",
            "for_patient": in_swedish(pain).for_patient.replace("\n", "\r\n"),
        },
    )

    assert page.context["form"]["reason"].value() == "Mina egna ord."
    assert page.context["form"]["for_patient"].value() == in_swedish(young).for_patient


def test_redirecting_takes_four_presses_and_nothing_typed(triage, reasons):
    referral, pain = make.from_clinic(), reasons["pain_first"]

    # H, a reason, fill (by itself with script), hand over.
    triage.get(url(referral, "redirect"))
    filled = triage.post(
        url(referral, "redirect"), {"go": "fill", "chosen": str(pain.pk)}
    ).context["form"]
    names = ("chosen", "reason", "for_patient", "destination", "edition")
    sent = {name: filled[name].value() for name in names}
    triage.post(url(referral, "redirect"), {"go": "send", **sent})

    referral.refresh_from_db()
    assert (referral.status, referral.reason) == ("redirected", pain)
    assert referral.decision_for_patient == in_swedish(pain).for_patient


def test_what_is_shown_is_exactly_what_the_clinic_reads(triage, nurse):
    referral = make.from_clinic()

    page = triage.post(url(referral, "redirect"), {"go": "look", **TURNED})
    triage.post(url(referral, "redirect"), TURNED)

    reply = referral.replies.answers().get()
    shown = page.context["preview"]
    assert shown.clinic_reads == reply.text
    assert shown.patient_reads == TURNED["for_patient"]
    assert referral.sender_unit.name in page.content.decode()


def test_the_preview_comes_while_somebody_writes(triage):
    referral = make.from_clinic()
    address = reverse(
        "referrals:turn_preview", args=[referral.shown_reference, "reject"]
    )

    part = triage.post(address, {**TURNED, "reason": "En missbrukare."})

    body = part.content.decode()
    assert "<html" not in body
    assert "person med läkemedelsberoende" in body
    assert Referral.objects.get().status == "received"


def test_both_texts_are_needed(triage):
    referral = make.from_clinic()

    page = triage.post(url(referral, "reject"), {**TURNED, "for_patient": ""})

    assert page.context["form"].errors.keys() == {"for_patient"}
    assert Referral.objects.get().status == "received"


@pytest.mark.parametrize(
    ("verb", "status"), [("redirect", "redirected"), ("reject", "rejected")]
)
def test_a_risk_is_not_turned_away_by_two_quick_presses(triage, verb, status):
    referral = make.from_clinic(risks=["seizures"])

    stopped = triage.post(url(referral, verb), TURNED)
    before = Referral.objects.get().status
    back = triage.post(url(referral, verb), {"go": "look", **TURNED})
    triage.post(url(referral, verb), {**TURNED, "confirmed": "yes"})

    assert "markerad med risk" in stopped.content.decode()
    assert "Din smärta behöver undersökas först." in stopped.content.decode()
    assert before == "received"
    assert back.context["form"]["reason"].value() == TURNED["reason"]
    assert Referral.objects.get().status == status


def test_a_gap_is_ticked_beforehand_and_can_be_unticked(triage):
    referral = make.from_clinic(attempt="not_asked", incomplete_reason="Ny patient.")

    form = triage.get(url(referral, "ask")).context["form"]
    ticked = form["about"].value()
    triage.post(
        url(referral, "ask"),
        {
            "to": "referrer",
            "about": [ticked[0]],
            "text": "Något annat?",
            "reply_by": str(day(5)),
        },
    )

    assert "Har ni försökt trappa ned? Hur gick det?" in ticked
    assert Question.objects.get().text == f"{ticked[0]}\nNågot annat?"


def test_a_question_about_nothing_is_not_sent(triage):
    referral = make.from_clinic()

    page = triage.post(url(referral, "ask"), {"to": "patient", "reply_by": str(day(5))})

    assert "kryssa för något" in page.content.decode()
    assert not Question.objects.exists()


# ------------------------------------------------------------------------ two at once


def test_the_second_sees_both_sides_and_keeps_every_word(
    triage, signed_in, coordinator, nurse
):
    referral = make.from_clinic()
    other = signed_in(coordinator)
    mine = {**TURNED, "edition": referral.edition}
    other.post(
        url(referral, "ask"),
        {
            "to": "patient",
            "text": "Hur mår du?",
            "reply_by": str(day(5)),
            "edition": referral.edition,
        },
    )

    late = triage.post(url(referral, "redirect"), mine)
    both = late.context["both"]
    go_on = triage.post(both.url, {**dict(both.posted), "edition": both.edition})

    body = late.content.decode()
    assert late.status_code == 409
    assert all(word in body for word in TURNED.values())
    assert "Karin Ohlin ställde en fråga om remissen" in body
    assert both.why_not == ""
    assert go_on.status_code == 302
    assert Referral.objects.get().status == "redirected"


def test_what_a_colleague_decided_is_not_decided_again(triage, signed_in, coordinator):
    referral = make.from_clinic()
    mine = {**TURNED, "edition": referral.edition}
    answers = {
        "owner": str(coordinator.pk),
        "first_contact_on": str(day(3)),
        "edition": referral.edition,
    }
    signed_in(coordinator).post(url(referral, "accept"), answers)

    late = triage.post(url(referral, "reject"), mine)

    body = late.content.decode()
    assert late.status_code == 409
    assert "Karin Ohlin antog remissen" in body
    assert "Gå vidare med mitt" not in body
    assert "kan ångras till" in body
    assert Referral.objects.get().status == "accepted"


def test_the_edition_of_the_page_is_in_every_form_that_decides(triage):
    referral = make.from_clinic()

    for verb in (
        "redirect",
        "reject",
        "accept",
        "ask",
        "priority",
        "withdraw",
        "assign",
    ):
        form = triage.get(url(referral, verb)).context["form"]
        assert form["edition"].value() == referral.edition


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_press_at_the_same_moment_make_one_decision():
    system_user_again()
    people = [
        accounts.user("nurse", "Sara Nyberg"),
        accounts.user("coordinator", "Karin Ohlin"),
    ]
    referral = make.from_clinic()
    together, answers = threading.Barrier(2), []

    def press(by, verb, said):
        client = Client()
        client.force_login(by)
        together.wait(timeout=20)
        try:
            answer = client.post(
                url(referral, verb), {**said, "edition": referral.edition}
            )
            answers.append(answer.status_code)
        finally:
            connection.close()

    accepting = {"owner": str(people[0].pk), "first_contact_on": str(day(3))}
    both = [
        threading.Thread(target=press, args=[people[0], "accept", accepting]),
        threading.Thread(target=press, args=[people[1], "redirect", TURNED]),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    kinds = ["referral.accepted", "referral.redirected"]
    assert sorted(answers) == [302, 409]
    assert Event.objects.filter(kind__in=kinds).count() == 1
    assert Case.objects.count() <= 1


def test_an_old_edition_is_refused_by_the_action_itself(nurse, coordinator):
    referral = make.from_clinic()
    actions.assign(referral, to=coordinator, reason="x", by=nurse, at=make.AT)

    with pytest.raises(ChangedMeanwhile):
        actions.reject(
            referral,
            reason="x",
            destination="y",
            edition=referral.edition,
            by=nurse,
            at=make.AT,
        )

    assert Referral.objects.get().status == "received"


# --------------------------------------------------------------------- what went stale


def unanswered(nurse, days):
    referral = make.from_clinic()
    actions.ask(
        referral,
        to=Question.To.REFERRER,
        text="Vilken dos?",
        reply_by=day(-days),
        by=nurse,
        at=timezone.now() - timedelta(days=days + 7),
    )
    return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize(("days", "raised"), [(14, 0), (15, 1)])
def test_a_question_is_given_up_on_after_two_weeks_once(nurse, days, raised):
    unanswered(nurse, days)

    tasks.find_stale()
    tasks.find_stale()

    assert Task.objects.filter(kind="referral.stale").count() == raised


def test_the_prepared_answer_is_shown_and_never_sent_by_itself(triage, nurse, reasons):
    referral = unanswered(nurse, 20)
    tasks.find_stale()

    page = triage.get(url(referral)).content.decode()
    form = triage.get(url(referral, "reject") + "?ready").context["form"]

    ready = reasons["no_answer"]
    assert in_swedish(ready).for_patient in page
    assert form["for_patient"].value() == in_swedish(ready).for_patient
    assert form["chosen"].value() == str(ready.pk)
    assert Referral.objects.get().status == "waiting_info"
    assert not referral.replies.answers().exists()


def test_asking_once_more_begins_with_the_old_question(triage, nurse):
    referral = unanswered(nurse, 20)
    tasks.find_stale()

    form = triage.get(url(referral, "ask") + "?again").context["form"]
    triage.post(
        url(referral, "ask"),
        {"to": "referrer", "text": form["text"].value(), "reply_by": str(day(7))},
    )

    assert form["text"].value() == "Vilken dos?"
    assert not Task.objects.undone().filter(kind="referral.stale").exists()


def test_waiting_a_week_puts_the_proposal_away_until_then(triage, nurse):
    referral = unanswered(nurse, 20)
    tasks.find_stale()

    triage.post(url(referral, "wait"))
    tasks.find_stale()

    page = triage.get(url(referral))
    assert page.context["deciding"].proposal is None
    assert Task.objects.get(kind="referral.stale").due_on == day(7)


def test_an_answer_takes_the_proposal_away(nurse, referrer):
    unanswered(nurse, 20)
    tasks.find_stale()

    actions.answer(Question.objects.get(), text="5 mg", by=referrer, at=timezone.now())

    assert not Task.objects.undone().filter(kind="referral.stale").exists()


def test_a_referral_that_nobody_touches_is_brought_up(triage):
    forgotten = make.from_clinic(at=timezone.now() - timedelta(days=31))
    make.from_clinic(at=timezone.now() - timedelta(days=29))

    tasks.find_stale()

    task = Task.objects.get(kind="referral.stale")
    page = triage.get(url(forgotten)).content.decode()
    assert task.subject_id == str(forgotten.pk)
    assert "väntar på besked" in page
    assert "Skicka svaret" not in page


def test_nothing_to_wait_with_is_said(triage):
    answer = triage.post(url(make.from_clinic(), "wait"))

    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["manager", "referrer", "administrator"])
def test_only_those_who_assess_reach_the_pages_that_decide(signed_in, request, who):
    referral = make.from_clinic()
    client = signed_in(request.getfixturevalue(who))

    for page in ("redirect", "reject", "pause", "priority", "take_up"):
        assert client.get(url(referral, page)).status_code == 403


def test_words_that_may_hurt_are_hinted_at_while_a_question_is_written(triage):
    referral = make.from_clinic()

    hinted = triage.post(url(referral, "words"), {"text": "Efter avgiftningen?"})
    silent = triage.post(url(referral, "words"), {"text": "Hur är dosen nu?"})

    assert "minska, trappa ned" in hinted.content.decode()
    assert silent.content.decode().strip() == ""
