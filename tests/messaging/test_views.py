"""The pages about messages: who sees what, and what a press does."""

import json
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from audit.models import Event
from messaging import actions
from messaging.models import Message
from patients import actions as patient_actions
from tests.factories import accounts, patients
from tests.factories import messaging as make

pytestmark = pytest.mark.django_db
LIST = "/app/messages"


@pytest.fixture(autouse=True)
def _office_hours(monday):
    with time_machine.travel(monday, tick=False):
        yield


@pytest.fixture
def case(nurse):
    return patients.case(nurse)


def to_a_stranger(case, monday):
    """A receipt to somebody who is no patient yet, that went nowhere."""
    make.message(case, at=monday, patient=None, to="", version=77)
    return actions.claim_next(worker="w", by=system_user(), at=monday)


def test_whoever_helps_the_patient_sees_that_nobody_was_told(
    case, nurse, monday, signed_in
):
    make.lost(case, at=monday)

    page = signed_in(nurse).get(LIST).content.decode()

    assert case.patient.name in page
    assert "Vi vet inte om det gick fram" in page


def test_nobody_else_sees_a_patients_message(
    case, stranger, outsider, monday, signed_in
):
    message = make.lost(case, at=monday)

    for colleague in (stranger, outsider):
        client = signed_in(colleague)
        for url in (LIST, f"{LIST}?view=all"):
            assert case.patient.name not in client.get(url).content.decode()
        for name in ("detail", "send_again", "called"):
            url = reverse(f"messaging:{name}", args=[message.pk])
            send = client.get if name == "detail" else client.post
            assert send(url).status_code == 404


@pytest.mark.parametrize("role", ["referrer", "manager", "administrator"])
def test_whoever_does_no_care_is_told_why_not(case, monday, signed_in, role, request):
    message = make.lost(case, at=monday)
    client = signed_in(request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("messaging:detail", args=[message.pk])).status_code == 403
    url = reverse("messaging:called", args=[message.pk])
    assert client.post(url).status_code == 404


def test_a_message_to_a_stranger_is_seen_by_those_who_assess(
    case, coordinator, monday, signed_in
):
    message = to_a_stranger(case, monday)
    kurator = accounts.user(Role.SOCIAL_WORKER, "Maja Holm")

    assert "Någon som inte är patient än" in (
        signed_in(coordinator).get(LIST).content.decode()
    )
    url = reverse("messaging:detail", args=[message.pk])
    assert signed_in(kurator).get(url).status_code == 404


def test_sending_again_twice_sends_once(case, nurse, monday, signed_in):
    message = make.lost(case, at=monday)
    url = reverse("messaging:send_again", args=[message.pk])

    for _press in range(2):
        assert signed_in(nurse).post(url).status_code == 302

    assert Message.objects.count() == 2


def test_having_called_takes_it_off_the_list(case, nurse, monday, signed_in):
    message = make.lost(case, at=monday)
    client = signed_in(nurse)

    for _press in range(2):
        client.post(reverse("messaging:called", args=[message.pk]))

    assert case.patient.name not in client.get(LIST).content.decode()
    assert case.patient.name in client.get(f"{LIST}?view=all").content.decode()


def test_opening_a_message_is_on_record(case, nurse, monday, signed_in):
    message = make.lost(case, at=monday)

    page = signed_in(nurse).get(reverse("messaging:detail", args=[message.pk]))

    assert message.body in page.content.decode()
    assert "samma text två gånger" in page.content.decode()
    event = Event.objects.get(kind="message.opened")
    assert event.patient_id == case.patient.pk


def test_a_protected_persons_number_stays_out_of_the_pages(nurse, monday, signed_in):
    case = patients.case(nurse, protection="marked", phone="+46701740699")
    make.message(case, at=monday)
    failed = actions.claim_next(worker="w", by=system_user(), at=monday)
    client = signed_in(nurse)

    for url in (LIST, reverse("messaging:detail", args=[failed.pk])):
        page = client.get(url).content.decode()
        assert "06 99" not in page
        assert "Skicka igen" not in page
        assert "Jag har ringt" in page


def test_the_list_asks_no_more_with_three_rows_than_with_one(
    case, nurse, monday, signed_in
):
    client = signed_in(nurse)
    for view in ("", "?view=all"):
        counts = []
        for _row in range(3):
            make.lost(case, at=monday)
            with CaptureQueriesContext(connection) as questions:
                client.get(LIST + view)
            counts.append(len(questions))
        assert counts[0] == counts[2] <= 9


def test_the_demo_shows_what_was_sent(nurse, signed_in, settings, tmp_path):
    settings.SHOWS_WHAT_WAS_SENT, settings.STATE_DIR = True, tmp_path
    client = signed_in(nurse)
    assert "Inget har skickats än." in client.get("/app/sent").content.decode()
    lines = [
        {
            "at": "2026-11-23T09:00:00Z",
            "kind": "sms",
            "to": "+46701740610",
            "text": "a",
        },
        {
            "at": "x",
            "kind": "email",
            "to": ["a@example.se"],
            "subject": "s",
            "text": "b",
        },
    ]
    text = "\n".join(json.dumps(line) for line in lines) + '\n{"half'
    (tmp_path / "sent.jsonl").write_text(text)

    copies = client.get("/app/sent").context["copies"]

    assert [(copy.to, copy.text) for copy in copies] == [
        ("a@example.se", "b"),
        ("070-174 06 10", "a"),
    ]


def test_only_the_demo_shows_what_was_sent(nurse, referrer, signed_in, settings):
    settings.SHOWS_WHAT_WAS_SENT = False
    assert signed_in(nurse).get("/app/sent").status_code == 403

    settings.SHOWS_WHAT_WAS_SENT = True
    assert signed_in(referrer).get("/app/sent").status_code == 403


def test_a_patient_sees_what_was_sent_to_them_and_nothing_else(
    case, nurse, monday, signed_in
):
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patient_actions.connect_user(case.patient, user=user, by=nurse, at=monday)
    sent = make.sending(case, at=monday)
    actions.note_sent(sent, provider_id="", by=system_user(), at=monday)
    make.message(case, at=monday, kind="question")
    other = make.sending(patients.case(nurse), at=monday)

    page = signed_in(user).get(reverse("messaging_public:my_messages"))

    assert [row.pk for row in page.context["page_obj"]] == [sent.pk]
    assert other.pk != sent.pk
    detail = reverse("messaging:detail", args=[sent.pk])
    assert signed_in(user).get(detail).status_code == 403
    assert signed_in(user).get(LIST).status_code == 403


def test_a_message_that_does_not_exist_is_not_found(nurse, signed_in):
    url = reverse("messaging:detail", args=[uuid.uuid4()])

    assert signed_in(nurse).get(url).status_code == 404
