"""What a clinic's system does with what it has sent: more, answers, taking back."""

import base64
import json
import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from audit.models import Event
from patients.models import Task
from referrals import actions
from referrals.models import Attachment, Question, Referral, ReferralVersion
from tests.factories import api
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
FILE = {"name": "svar.txt", "content": base64.b64encode(b"Hej").decode()}


@pytest.fixture
def secret(referrer):
    return api.key(referrer)


@pytest.fixture
def sent(referrer, secret):
    """A referral that the clinic's system sent itself."""
    response = Client().post(
        "/api/referrals", json.dumps(api.body(referrer)),
        content_type="application/json", headers=api.headers(secret),
    )  # fmt: skip
    assert response.status_code == 201, response.content
    return Referral.objects.get()


def post(secret, reference, what, body):
    return Client().post(
        f"/api/referrals/{reference}/{what}", json.dumps(body),
        content_type="application/json", headers=api.headers(secret),
    )  # fmt: skip


def asked(referral, nurse, monday):
    actions.ask(
        referral, to=Question.To.REFERRER, text="Vilken dos?",
        reply_by=monday.date(), by=nurse, at=monday,
    )  # fmt: skip
    return referral.questions.get()


CALLS = {
    "versions": {"based_on": 1, "attention": "Nytt."},
    f"questions/{uuid.UUID(int=5)}/answer": {"text": "25 mg"},
    "withdrawal": {"reason": "Patienten vill inte."},
    "attachments": FILE,
}


# ------------------------------------------------------------------------ all of them


@pytest.mark.parametrize("what", list(CALLS))
def test_unknown_and_not_yours_are_the_same_answer(
    referrer, secret, other_referrer, what
):
    theirs = make.from_clinic(by=other_referrer)

    answers = [
        post(secret, reference, what, CALLS[what])
        for reference in (theirs.reference, actions.new_reference(), "nonsense")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    theirs.refresh_from_db()
    assert (theirs.version, theirs.status) == (1, "received")


@pytest.mark.parametrize("what", list(CALLS))
def test_without_a_key_there_is_no_door(sent, what):
    response = Client().post(f"/api/referrals/{sent.reference}/{what}")

    assert response.status_code == 401


@pytest.mark.parametrize("what", ["versions", "withdrawal", "attachments"])
def test_what_is_decided_is_refused_with_its_sentence(sent, secret, nurse, what):
    actions.redirect(
        sent, reason="Annan vård.", destination="Mottagningen", by=nurse, at=make.AT
    )

    response = post(secret, sent.reference, what, CALLS[what])

    assert response.status_code == 409
    assert "bedömd" in response.json()["detail"]
    assert Event.objects.filter(kind="referral.withdrawn").count() == 0


@pytest.mark.parametrize("what", list(CALLS))
def test_a_field_that_nobody_knows_is_refused(sent, secret, nurse, monday, what):
    question = asked(sent, nurse, monday)
    what_of = what.replace(str(uuid.UUID(int=5)), str(question.pk))

    response = post(secret, sent.reference, what_of, {**CALLS[what], "colour": "red"})

    assert (response.status_code, list(response.json())) == (400, ["colour"])


# ------------------------------------------------------------------------- completing


def test_more_is_said_as_the_next_version_and_the_first_stays(sent, secret):
    response = post(
        secret, sent.reference, "versions",
        {
            "based_on": 1,
            "question": "Sluta helt.",
            "anamnesis": "Epilepsi som barn.",
            "medicines": [
                {"name": "zopiklon"},
                {"name": "oxazepam", "dose_per_day": 5},
            ],
            "patient": {"phone": "070-1740632"},
            "risks": ["seizures"],
        },
    )  # fmt: skip

    said = response.json()
    assert response.status_code == 201, said
    assert said["version"] == 2
    assert [one["type"] for one in said["versions"]] == ["NR", "AR"]
    sent.refresh_from_db()
    assert (sent.goal, sent.attention) == ("Sluta helt.", "Hörselnedsättning.")
    assert sent.phone == "+46701740632"
    assert sent.is_risk, "what is dangerous is pinned, as when the page says it"
    assert sent.extra["anamnesis"] == "Epilepsi som barn."
    assert sent.extra["request_id"] == "42"
    # A medicine takes nothing over from the one that stood in its place.
    first, second = sent.medicines.all()
    assert (first.name, first.dose_per_day, first.since_year) == (
        "zopiklon",
        None,
        None,
    )
    assert (second.name, second.dose_per_day) == ("oxazepam", 5)
    kept = ReferralVersion.objects.get(referral=sent, number=1)
    assert kept.content["goal"] == "Kunna köra lastbil igen."
    assert Event.objects.filter(kind="referral.completed").count() == 1


WHOLE = {
    "based_on": 1,
    "question": "Sluta helt.",
    "conditions": [{"code": "F13.2"}],
    "medicines": [{"name": "oxazepam", "dose_per_day": "12.50", "since_year": 2018}],
    "patient": {"interpreter": "somaliska"},
}


def test_the_same_call_again_changes_nothing(sent, secret):
    answers = [post(secret, sent.reference, "versions", WHOLE) for _press in range(3)]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert {answer.json()["version"] for answer in answers} == {2}
    assert sent.versions.count() == 2


def test_the_same_call_again_is_known_after_the_decision_too(sent, secret, nurse):
    post(secret, sent.reference, "versions", WHOLE)
    sent.refresh_from_db()
    actions.redirect(sent, reason="Nej.", destination="Dit", by=nurse, at=make.AT)

    assert post(secret, sent.reference, "versions", WHOLE).status_code == 200


def test_what_stands_already_needs_no_version(sent, secret):
    body = {"based_on": 1, "question": "Kunna köra lastbil igen."}

    response = post(secret, sent.reference, "versions", body)

    assert (response.status_code, response.json()["version"]) == (200, 1)


def test_nobody_writes_over_what_they_have_not_read(sent, secret):
    post(secret, sent.reference, "versions", WHOLE)

    other = {**WHOLE, "question": "Något annat."}
    late = post(secret, sent.reference, "versions", other)
    again = post(secret, sent.reference, "versions", {**other, "based_on": 2})

    assert late.status_code == 409
    assert "Läs den igen" in late.json()["detail"]
    assert (again.status_code, again.json()["version"]) == (201, 3)


@pytest.mark.parametrize("number", [0, 2, 7, 40_000, "x", True, None])
def test_a_version_that_is_not_there_is_refused(sent, secret, number):
    body = {**WHOLE, "based_on": number}

    response = post(secret, sent.reference, "versions", body)

    assert response.status_code == 400
    assert "based_on" in response.json()


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"request_id": "43"}, "request_id", "referensnumret"),
        ({"issued_on": "2026-01-01"}, "issued_on", "datum"),
        ({"requesting_unit": "x"}, "requesting_unit", "vårdcentral"),
        ({"recipient_unit": "x"}, "recipient_unit", "vem remissen går till"),
        ({"patient": {"number": "19900201-2392"}}, "patient", "vem remissen gäller"),
        ({"patient": {"family_name": "Ek"}}, "patient", "namn"),
        ({"patient": {"is_protected": False}}, "patient", "finns inte"),
        ({"attachments": [FILE]}, "attachments", "finns inte"),
        ({"medicines": [{}]}, "medicines", "obligatoriskt"),
        ({"question": ""}, "question", "hjälp med"),
        ({"told_and_willing": False}, "told_and_willing", "Berätta"),
        ({"attempt": "no"}, "attempt_absence", "varför"),
        ({"medicines": []}, "medicines", "läkemedel"),
        ({"question": "\ud800"}, "question", ""),
    ],
)
def test_what_is_locked_or_wrong_is_said_by_field(sent, secret, changes, where, said):
    response = post(secret, sent.reference, "versions", {**WHOLE, **changes})

    assert response.status_code == 400
    assert said in str(response.json()[where])
    assert sent.versions.count() == 1


def test_whoever_waits_for_it_is_told(sent, secret, nurse, monday):
    asked(sent, nurse, monday)

    post(secret, sent.reference, "versions", WHOLE)

    assert Task.objects.undone().filter(kind="referral.completed").count() == 1
    sent.refresh_from_db()
    assert sent.status == "waiting_info", "a question is answered by its answer"


def test_that_it_was_passed_on_is_told_when_it_stands(
    sent, secret, nurse, referrer, signed_in
):
    """Neither the number of the version nor its page tells of a decision early."""
    actions.redirect(
        sent, reason="Annan vård.", destination="Beroendemottagningen",
        by=nurse, at=timezone.now(),
    )  # fmt: skip

    said = Client().get(
        f"/api/referrals/{sent.reference}", headers=api.headers(secret)
    ).json()  # fmt: skip
    pages = [
        signed_in(referrer).get(f"/remiss/{sent.shown_reference}/{page}")
        for page in ("", "versioner/")
    ]

    assert said["version"] == 1
    assert [one["type"] for one in said["versions"]] == ["NR"]
    for page in pages:
        assert page.status_code == 200
        assert "Beroendemottagningen" not in page.content.decode()
        assert "Version 2" not in page.content.decode()


def test_what_was_undone_was_never_passed_on(sent, secret, nurse, referrer):
    at = make.AT
    actions.redirect(sent, reason="Nej.", destination="Dit", by=nurse, at=at)
    sent.refresh_from_db()
    actions.undo(sent, by=nurse, at=at)

    response = post(secret, sent.reference, "versions", WHOLE)

    assert response.status_code == 201
    assert [one["type"] for one in response.json()["versions"]] == ["NR", "AR"]
    assert [one["number"] for one in response.json()["versions"]] == [1, 3]
    assert post(secret, sent.reference, "versions", WHOLE).status_code == 200


# -------------------------------------------------------------------------- answering


def test_a_question_is_answered_once(sent, secret, nurse, monday):
    question = asked(sent, nurse, monday)
    what = f"questions/{question.pk}/answer"

    answers = [
        post(secret, sent.reference, what, {"text": text})
        for text in ("25 mg", "25 mg", "50 mg")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert answers[0].json()["status"] == "received"
    assert answers[0].json()["questions"][0]["answered_at"]
    question.refresh_from_db()
    assert question.answer == "25 mg"
    assert Event.objects.filter(kind="referral.question_answered").count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 8001, "\x00", None, ["x"]])
def test_an_answer_that_says_nothing_is_refused(sent, secret, nurse, monday, text):
    question = asked(sent, nurse, monday)

    response = post(
        secret, sent.reference, f"questions/{question.pk}/answer", {"text": text}
    )

    assert (response.status_code, list(response.json())) == (400, ["text"])


def test_only_what_the_clinic_was_asked_about_this_referral_can_be_answered(
    referrer, sent, secret, nurse, monday
):
    to_patient = make.self_referral()
    actions.ask(
        to_patient, to=Question.To.PATIENT, text="Hur mår du?",
        reply_by=monday.date(), by=nurse, at=monday,
    )  # fmt: skip
    other = asked(make.from_clinic(by=referrer), nurse, monday)

    for one in (to_patient.questions.get().pk, other.pk, uuid.uuid4(), "nonsense"):
        answer = post(secret, sent.reference, f"questions/{one}/answer", {"text": "x"})
        assert answer.status_code == 404
    assert not Question.objects.exclude(answered_at=None).exists()


# ------------------------------------------------------------------------ taking back


def test_taking_back_twice_is_once(sent, secret):
    answers = [
        post(secret, sent.reference, "withdrawal", {"reason": "Patienten vill inte."})
        for _press in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json()["status"] == "withdrawn"
    events = Event.objects.filter(kind="referral.withdrawn")
    assert [event.reason for event in events] == ["Patienten vill inte."]


def test_taking_back_needs_a_reason(sent, secret):
    response = post(secret, sent.reference, "withdrawal", {})

    assert (response.status_code, list(response.json())) == (400, ["reason"])


# ------------------------------------------------------------------------------ files


def test_the_same_file_twice_is_one(sent, secret):
    answers = [post(secret, sent.reference, "attachments", FILE) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    (shown,) = answers[1].json()["attachments"]
    assert (shown["name"], shown["size"], shown["state"]) == ("svar.txt", 3, "waiting")
    assert Attachment.objects.get().referral == sent


def test_a_file_of_another_kind_than_its_name_is_refused(sent, secret):
    response = post(secret, sent.reference, "attachments", {**FILE, "name": "a.png"})

    assert response.status_code == 409
    assert "a.png" in response.json()["detail"]


# --------------------------------------------------------------------- sent once more


def test_an_id_that_is_used_again_for_somebody_else_is_refused(referrer, sent, secret):
    response = Client().post(
        "/api/referrals", json.dumps(api.body(referrer)),
        content_type="application/json", headers=api.headers(secret),
    )  # fmt: skip

    assert response.status_code == 409
    assert "request_id" in response.json()["detail"]
    assert Referral.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_make_one_version(sent, secret):
    gate, answers = Barrier(2), []

    def call():
        gate.wait()
        answers.append(post(secret, sent.reference, "versions", WHOLE).status_code)
        connection.close()

    threads = [Thread(target=call) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) in ([200, 201], [201, 201])
    assert sent.versions.count() == 2
