"""A file that the scanner never reads: somebody is told, and the sender knows why."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.refusals import Refused
from audit.models import Event
from overview.links import page_of_task
from patients.models import Task
from referrals import actions, scanning, tasks
from referrals.actions import attach, scanned
from referrals.models import Attachment
from referrals.models.attachment import MOST_TRIES
from tests.factories import api, referrals
from tests.factories import attachments as make

pytestmark = pytest.mark.django_db
KIND = scanned.UNREAD.kind


@pytest.fixture
def sent(referrer):
    return referrals.from_clinic(referrer, at=timezone.now())


@pytest.fixture
def refusing(monkeypatch):
    """A scanner that is there, and reads nothing that begins like a PDF."""

    def scan(content):
        if content.startswith(b"%PDF"):
            raise scanning.NotScanned("INSTREAM size limit exceeded. ERROR")
        return scanning.Verdict()

    monkeypatch.setattr(scanning, "scan", scan)
    monkeypatch.setattr(scanning, "ping", lambda: True)


def tried(attachment, times=MOST_TRIES):
    for _time in range(times):
        tasks.scan_attachments()
    attachment.refresh_from_db()
    return attachment


def waiting():
    return Task.objects.undone().filter(kind=KIND)


def test_after_some_tries_somebody_is_told_once(sent, referrer, refusing):
    file = make.beside(sent.form_key, referrer)

    assert not tried(file, MOST_TRIES - 1).is_unread
    assert not waiting().exists()
    assert tried(file, 3).is_unread

    (task,) = waiting()
    assert sent.shown_reference in task.title
    assert "Ring vårdcentralen" in task.why
    page = page_of_task(task, {str(sent.pk): sent.shown_reference})
    assert page == f"/app/referrals/{sent.shown_reference}"
    assert Event.objects.filter(kind="attachment.unread").count() == 1


def test_it_is_asked_about_seldom_after_that_and_the_others_come_first(
    sent, referrer, refusing, time_machine
):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    file = tried(make.beside(sent.form_key, referrer))
    tries = tried(file, 3).tries
    new = make.beside(sent.form_key, referrer, name="b.txt", content=make.TEXT)

    due = [list(Attachment.objects.due(began + timedelta(hours=n))) for n in (0, 1)]

    assert tries == MOST_TRIES
    assert due == [[new], [new, file]]


def test_a_scanner_that_falls_at_one_file_goes_on_with_the_next(
    sent, referrer, monkeypatch
):
    def scan(content):
        if content == make.PDF:
            raise scanning.ScannerAway("The scanner hung up before it had answered.")
        return scanning.Verdict()

    monkeypatch.setattr(scanning, "scan", scan)
    monkeypatch.setattr(scanning, "ping", lambda: True)
    first = make.beside(sent.form_key, referrer)
    second = make.beside(sent.form_key, referrer, name="b.txt", content=make.TEXT)

    assert tried(first, 1).tries == 1
    assert tried(second, 0).state == "clean"


def test_a_scanner_that_is_away_is_no_fault_of_the_file(sent, referrer, monkeypatch):
    def scan(content):
        raise scanning.ScannerAway("refused")

    monkeypatch.setattr(scanning, "scan", scan)
    monkeypatch.setattr(scanning, "ping", lambda: False)
    file = make.beside(sent.form_key, referrer)

    assert tried(file, 9).tries == 0
    assert not waiting().exists()


def test_when_it_is_read_after_all_nobody_needs_to_call(
    sent, referrer, refusing, monkeypatch, time_machine
):
    file = tried(make.beside(sent.form_key, referrer))
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Verdict())

    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))

    assert tried(file, 1).state == "clean"
    assert not waiting().exists()


def test_one_of_two_that_is_gone_leaves_the_call(sent, referrer, refusing):
    one = make.beside(sent.form_key, referrer)
    two = make.beside(sent.form_key, referrer, content=make.pdf_of(500))
    tried(one)
    two.refresh_from_db()

    attach.detach(one, by=referrer, at=timezone.now())
    assert waiting().count() == 1
    attach.detach(two, by=referrer, at=timezone.now())
    assert not waiting().exists()


def test_what_was_refused_before_sending_is_told_when_it_is_sent(referrer, refusing):
    referral = referrals.from_clinic(referrer, at=timezone.now())
    key = uuid.uuid4()
    file = tried(make.beside(key, referrer))
    assert file.is_unread
    assert not waiting().exists()

    Attachment.objects.filter(pk=file.pk).update(form_key=referral.form_key)
    attach.bind(referral, by=referrer, at=timezone.now())

    assert waiting().count() == 1


def test_the_sender_reads_what_to_do_and_takes_it_away(
    sent, referrer, refusing, signed_in
):
    file = tried(make.beside(sent.form_key, referrer))
    client = signed_in(referrer)
    page = f"/remiss/{sent.shown_reference}/"

    body = client.get(page).content.decode()
    address = f"/remiss/{sent.shown_reference}/bilagor/"
    answer = client.post(address, {"detach": str(file.pk)}, follow=True)

    assert "En bilaga går inte att söka igenom" in body
    assert "gärna som pdf" in body
    assert f'value="{file.pk}"' in body
    assert "Filen är borttagen." in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not waiting().exists()
    # The same file may be tried once more.
    make.beside(sent.form_key, referrer)


def test_the_unit_reads_it_too_and_ends_the_task_when_it_has_called(
    sent, referrer, coordinator, refusing, signed_in
):
    tried(make.beside(sent.form_key, referrer))
    client = signed_in(coordinator)

    body = client.get(f"/app/referrals/{sent.shown_reference}").content.decode()
    client.post(f"/app/referrals/{sent.shown_reference}/stopped-file")

    assert "En bilaga går inte att söka igenom" in body
    assert not waiting().exists()


def test_only_what_nobody_can_open_is_taken_away_and_only_by_the_clinic(
    sent, referrer, other_referrer, refusing, signed_in
):
    text = make.beside(sent.form_key, referrer, name="b.txt", content=make.TEXT)
    file = tried(make.beside(sent.form_key, referrer))

    for one in (
        text,
        make.stopped(
            make.beside(sent.form_key, referrer, content=make.GIF, name="c.gif")
        ),
    ):
        with pytest.raises(Refused, match="hör till den nu"):
            attach.detach(one, by=referrer, at=timezone.now())
    address = f"/remiss/{sent.shown_reference}/bilagor/"
    answer = signed_in(other_referrer).post(address, {"detach": str(file.pk)})

    assert answer.status_code == 404
    assert Attachment.objects.count() == 3


def test_after_the_decision_it_stays(sent, referrer, nurse, refusing):
    file = tried(make.beside(sent.form_key, referrer))
    sent.refresh_from_db()
    actions.redirect(
        sent, reason="Nej.", destination="Dit", by=nurse, at=timezone.now()
    )

    with pytest.raises(Refused, match="bedömd"):
        attach.detach(file, by=referrer, at=timezone.now())
    assert not waiting().exists()


def test_a_clinics_system_sees_it_and_takes_it_away(sent, referrer, refusing):
    file = tried(make.beside(sent.form_key, referrer))
    text = make.beside(sent.form_key, referrer, name="b.txt", content=make.TEXT)
    secret = api.key(referrer)
    address = f"/api/referrals/{sent.reference}"

    def call(method, path=""):
        return Client().generic(method, address + path, headers=api.headers(secret))

    states = [one["state"] for one in call("GET").json()["attachments"]]
    kept = call("DELETE", f"/attachments/{text.pk}")
    gone = [call("DELETE", f"/attachments/{file.pk}") for _turn in range(2)]

    assert sorted(states) == ["unread", "waiting"]
    assert kept.status_code == 409
    assert [answer.status_code for answer in gone] == [200, 404]
    assert [one["name"] for one in gone[0].json()["attachments"]] == ["b.txt"]
    assert json.loads(call("DELETE", "/attachments/nonsense").content)["detail"]
