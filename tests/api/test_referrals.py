"""Referrals over REST: the same rules as the page, told to a machine."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client

from audit.models import Event
from referrals import actions
from referrals.models import Attachment, Question, Referral, ReferralVersion
from tests.factories import api
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
URL = "/api/referrals"


@pytest.fixture
def secret(referrer):
    return api.key(referrer)


def post(secret, body):
    return Client().post(
        URL, json.dumps(body), content_type="application/json",
        headers=api.headers(secret),
    )  # fmt: skip


def read(secret, reference):
    return Client().get(f"{URL}/{reference}", headers=api.headers(secret))


def test_a_clinics_system_sends_what_the_page_would(referrer, secret):
    response = post(secret, api.body(referrer))

    referral = Referral.objects.get()
    assert response.status_code == 201, response.content.decode()
    assert response.json()["reference"] == referral.shown_reference
    assert response.json()["status"] == "received"
    assert referral.sender == referrer
    assert referral.goal == "Kunna köra lastbil igen."
    assert referral.care_remains is True
    assert referral.extra["conditions"] == [{"code": "F13.2", "text": "Beroende"}]
    assert referral.medicines.get().dose_per_day == 25
    kept = ReferralVersion.objects.get(referral=referral).content
    assert kept["goal"] == referral.goal
    assert kept["extra"] == referral.extra


def test_the_same_id_again_is_the_same_referral(referrer, secret):
    body = api.body(referrer)
    first = post(secret, body)

    second = post(secret, body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["reference"] == second.json()["reference"]
    assert Referral.objects.count() == 1


def test_two_clinics_may_use_the_same_id(referrer, secret, other_referrer):
    post(secret, api.body(referrer))

    response = post(api.key(other_referrer), api.body(other_referrer))

    assert response.status_code == 201, response.content.decode()
    assert Referral.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"colour": "green"}, "colour"),
        ({"requesting_unit": "SE0000000000-OTHER"}, "requesting_unit"),
        ({"recipient_unit": "SE0000000000-OTHER"}, "recipient_unit"),
        ({"issued_on": "2999-01-01"}, "issued_on"),
        ({"issued_on": "2019-01-01"}, "issued_on"),
        ({"question": "x" * 8193}, "question"),
        ({"risks": ["none_known", "alcohol"]}, "risks"),
        ({"attempt": "perhaps"}, "attempt"),
        ({"attempt_year": 2999}, "attempt_year"),
        ({"medicines": [{"name": "x", "dose_per_day": 0}]}, "medicines"),
        ({"medicines": [{"name": "x"}] * 21}, "medicines"),
        ({"patient": {"number": "19900201-2393"}}, "patient"),
        ({"patient": {"number": "19810829-M071"}}, "patient"),
        ({"request_id": ""}, "request_id"),
        ({"question": "\x00"}, "question"),
    ],
)
def test_what_is_wrong_is_said_by_field(referrer, secret, changes, where):
    response = post(secret, api.body(referrer, **changes))

    assert response.status_code == 400
    assert where in response.json()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "gone", ["question", "medicines", "attempt", "risks", "told_and_willing"]
)
def test_what_is_missing_needs_a_reason(referrer, secret, gone):
    body = api.body(referrer)
    del body[gone]

    refused = post(secret, body)
    sent = post(secret, {**body, "incomplete_reason": "Nås först nästa vecka."})

    assert refused.status_code == 400
    assert {gone, "incomplete_reason"} <= set(refused.json())
    assert sent.status_code == 201
    assert Referral.objects.get().incomplete_reason == "Nås först nästa vecka."


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'"x"', b"null", b'{"a": 1, "a": 2}', b'{"a": NaN}',
     b"[" * 100_000, b"\xff\xfe", "{}".encode("utf-16"), "{}".encode("utf-32-le"),
     b'{"x": "' + b"a" * 11_000_001 + b'"}'],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(secret, raw):
    response = Client().post(
        URL, raw, content_type="application/json", headers=api.headers(secret)
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer a b", "Basic eA=="]
)
def test_without_a_key_there_is_no_door(referrer, header):
    response = Client().post(
        URL, json.dumps(api.body(referrer)), content_type="application/json",
        headers={"Authorization": header} if header else {},
    )  # fmt: skip

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_log_in_at_the_pages_is_no_key(referrer, signed_in):
    response = signed_in(referrer).post(
        URL, json.dumps(api.body(referrer)), content_type="application/json"
    )

    assert response.status_code == 401


def test_the_clinic_reads_where_it_stands(referrer, secret, nurse, monday):
    referral = make.from_clinic(by=referrer)
    actions.ask(
        referral, to=Question.To.REFERRER, text="Vilken dos?",
        reply_by=monday.date(), by=nurse, at=monday,
    )  # fmt: skip

    response = read(secret, referral.shown_reference)

    said = response.json()
    assert response.status_code == 200
    assert said["status"] == "waiting_info"
    assert [asked["text"] for asked in said["questions"]] == ["Vilken dos?"]
    assert said["message_id"] == f"{referrer.unit.hsa_id}#{referral.reference}"
    assert Event.objects.filter(kind="referral.opened", actor_id=referrer.pk).exists()


def test_a_decision_is_told_when_it_stands(referrer, secret, nurse):
    referral = make.from_clinic(by=referrer)
    actions.redirect(
        referral, reason="Annan vård.", destination="Beroendemottagningen",
        by=nurse, at=make.AT + timedelta(hours=1),
    )  # fmt: skip

    said = read(secret, referral.reference).json()

    assert said["status"] == "redirected"
    assert [message["type"] for message in said["messages"]] == ["MOT", "VID"]


def test_unknown_and_not_yours_are_the_same_answer(referrer, secret, other_referrer):
    theirs = make.from_clinic(by=other_referrer)

    answers = [
        read(secret, reference)
        for reference in (theirs.reference, actions.new_reference(), "nonsense")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content == answers[2].content


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_a_fixed_number_of_times(
    referrer, secret, nurse, monday, count, django_assert_max_num_queries
):
    referral = make.from_clinic(by=referrer)
    for number in range(count):
        actions.ask(
            referral, to=Question.To.REFERRER, text=f"Vad {number}?",
            reply_by=monday.date(), by=nurse, at=monday,
        )  # fmt: skip

    # Key, referral, questions, replies, versions, files and the line in the log.
    with django_assert_max_num_queries(7):
        read(secret, referral.reference)


def test_too_many_calls_wait(secret):
    for _call in range(302):
        response = read(secret, "nonsense")
        if response.status_code == 429:
            break

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_files_come_along_or_nothing_does(referrer, secret):
    letter = {"name": "svar.txt", "content": base64.b64encode(b"Hej").decode()}
    wrong = {"name": "bild.png", "content": base64.b64encode(b"Hej").decode()}

    refused = post(secret, api.body(referrer, attachments=[letter, wrong]))
    nothing = Referral.objects.exists() or Attachment.objects.exists()
    sent = post(secret, api.body(referrer, attachments=[letter]))

    assert refused.status_code == 409
    assert "bild.png" in refused.json()["detail"]
    assert not nothing
    assert sent.status_code == 201
    assert [file.name for file in Referral.objects.get().attachments.all()] == [
        "svar.txt"
    ]
