"""The local mail server and SMS gateway: what is sent can be read, and only there."""

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from nedtrappning import standins


@pytest.fixture
def here(tmp_path: Path) -> Iterator[standins.Addresses]:
    with standins.serve(tmp_path, token="let-me-in") as addresses:
        yield addresses


def post(url: str, body: object, token: str = "let-me-in") -> int:
    request = urllib.request.Request(
        url,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code


def test_a_mail_can_be_read_afterwards(here: standins.Addresses):
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Påminnelse", "unit@example.org"
    mail["To"] = "anna@example.org"
    mail.set_content("Du har en tid på torsdag.")
    host, port = here.smtp_url.removeprefix("smtp://").split(":")

    with smtplib.SMTP(host, int(port)) as line:
        line.send_message(mail)

    (sent,) = here.sent.all()
    assert (sent["kind"], sent["to"]) == ("email", ["anna@example.org"])
    assert sent["subject"] == "Påminnelse"
    assert sent["text"].strip() == "Du har en tid på torsdag."


def test_a_text_message_can_be_read_afterwards(here: standins.Addresses):
    status = post(here.sms_gateway_url, {"to": "+46701740605", "text": "Tid i dag."})

    (sent,) = here.sent.all()
    assert status == 201
    assert (sent["kind"], sent["to"]) == ("sms", "+46701740605")
    assert sent["text"] == "Tid i dag."


def test_a_wrong_token_sends_nothing(here: standins.Addresses):
    body = {"to": "+46701740605", "text": "Tid i dag."}

    assert post(here.sms_gateway_url, body, token="guess") == 401
    assert here.sent.all() == []


@pytest.mark.parametrize("body", [{}, {"to": "+46701740605"}, "text", None])
def test_a_message_without_number_or_text_is_refused(
    here: standins.Addresses, body: object
):
    assert post(here.sms_gateway_url, body) == 400
    assert here.sent.all() == []


def test_what_was_sent_is_for_one_person_only(here: standins.Addresses):
    post(here.sms_gateway_url, {"to": "+46701740605", "text": "Tid i dag."})

    assert here.sent.path.stat().st_mode & 0o777 == 0o600
