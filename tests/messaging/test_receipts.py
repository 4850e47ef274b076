"""What the gateway says afterwards is believed when it is signed, and only once."""

import hashlib
import hmac
import json
import uuid

import pytest
from django.conf import settings

from accounts.models import system_user
from audit.models import Event
from messaging import actions
from messaging.lifecycle import State
from patients.models import Task
from tests.factories import messaging as make
from tests.factories import patients

pytestmark = pytest.mark.django_db
URL = "/api/messages/receipt"


@pytest.fixture
def message(nurse, monday):
    sending = make.sending(patients.case(nurse), at=monday)
    return actions.note_sent(sending, provider_id="1", by=system_user(), at=monday)


def say(client, body, *, word=None):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    word = word or settings.SMS_GATEWAY_TOKEN
    signature = hmac.new(word.encode(), text, hashlib.sha256).hexdigest()
    return client.post(
        URL, text, content_type="application/json", headers={"X-Signature": signature}
    )


def test_a_message_that_arrived_is_delivered_also_when_told_twice(message, client):
    for _twice in range(2):
        answer = say(client, {"id": str(message.pk), "status": "delivered"})
        assert answer.status_code == 204

    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert Event.objects.filter(kind="message.delivered").count() == 1


def test_a_message_that_did_not_arrive_is_somebodys_task(message, client):
    for _twice in range(2):
        answer = say(client, {"id": str(message.pk), "status": "failed"})
        assert answer.status_code == 204

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert Task.objects.get().kind == "message.nobody_told"


def test_an_unsigned_word_changes_nothing(message, client):
    body = {"id": str(message.pk), "status": "delivered"}

    assert say(client, body, word="guess").status_code == 401
    assert client.post(URL, body, content_type="application/json").status_code == 401
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"{}", b'{"id": "x", "status": "delivered"}', b'"text"'],
)
def test_a_word_that_cannot_be_read_is_refused(message, client, body):
    assert say(client, body).status_code == 400


def test_an_unknown_status_is_refused(message, client):
    said = {"id": str(message.pk), "status": "lost"}

    assert say(client, said).status_code == 400


def test_a_message_that_is_not_ours_is_not_found(db, client):
    said = {"id": str(uuid.uuid4()), "status": "delivered"}

    assert say(client, said).status_code == 404


def test_what_was_never_sent_cannot_have_arrived(nurse, monday, client):
    queued = make.message(patients.case(nurse), at=monday)

    said = {"id": str(queued.pk), "status": "delivered"}

    assert say(client, said).status_code == 409


def test_only_posts_are_read(db, client):
    assert client.get(URL).status_code == 405
