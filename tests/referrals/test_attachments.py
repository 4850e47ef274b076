"""Files beside a referral: what fits, what is looked at, who may open what."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused
from accounts.roles import Role
from audit.models import Event
from nedtrappning.standins import EICAR
from patients.models import Task
from referrals import actions, queries, scanning, tasks
from referrals.actions import attach, scanned
from referrals.models import Attachment, AttachmentContent, ClinicDraft
from referrals.models.attachment import MOST_ENCODED, encoded
from referrals.pages import attachments as pages
from tests.factories import accounts, referrals
from tests.factories import attachments as make

pytestmark = pytest.mark.django_db
State = Attachment.State


@pytest.fixture
def key():
    return uuid.uuid4()


@pytest.fixture
def sent(referrer):
    return referrals.from_clinic(referrer, at=timezone.now())


def send(key, by):
    accounts.unit()
    return actions.send(
        form_key=key,
        person=referrals.person(),
        request=referrals.request(),
        by=by,
        at=referrals.AT,
    )


# what fits


@pytest.mark.parametrize("size", [make.LARGEST - 1, make.LARGEST])
def test_ten_megabytes_of_base64_fit_to_the_last_byte(referrer, key, size):
    make.beside(key, referrer, content=make.pdf_of(size))

    assert encoded(size) <= MOST_ENCODED


def test_one_byte_more_is_refused_with_both_figures(referrer, key):
    with pytest.raises(Refused, match=r"7,51 MB\. .*får vara 7,50 MB"):
        make.beside(key, referrer, content=make.pdf_of(make.LARGEST + 1))

    assert not Attachment.objects.exists()


def test_several_files_share_the_room_and_the_sentence_says_how_much_is_left(
    referrer, key
):
    make.beside(key, referrer, content=make.pdf_of(6_000_000))

    with pytest.raises(Refused, match=r"finns 1,50 MB kvar"):
        make.beside(key, referrer, content=make.pdf_of(1_500_001, b"b"))
    make.beside(key, referrer, content=make.pdf_of(1_500_000, b"c"))

    assert sum(encoded(one.size) for one in Attachment.objects.all()) == MOST_ENCODED


def test_the_same_file_twice_is_one(referrer, key):
    first = make.beside(key, referrer)
    second = make.beside(key, referrer, name="samma.pdf")

    assert first == second
    assert Event.objects.filter(kind="attachment.added").count() == 1


def test_the_same_file_beside_two_forms_is_two(referrer, key):
    assert make.beside(key, referrer) != make.beside(uuid.uuid4(), referrer)


def test_there_is_a_limit_to_how_many(referrer, key):
    for number in range(attach.MOST_FILES):
        make.beside(key, referrer, content=make.pdf_of(100, b"%d" % number))

    with pytest.raises(Refused, match="20 bilagor"):
        make.beside(key, referrer, content=make.pdf_of(100, b"en till"))


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_do_not_both_get_the_last_room(referrer, key):
    outcomes = []

    def add(mark):
        try:
            make.beside(key, referrer, content=make.pdf_of(4_000_000, mark))
            outcomes.append("kept")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=add, args=[mark]) for mark in (b"a", b"b")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(outcomes) == ["kept", "refused"]


# whose they are


def test_sending_binds_what_was_added_to_the_form(referrer, key):
    attachment = make.beside(key, referrer)

    referral = send(key, referrer)

    attachment.refresh_from_db()
    assert attachment.referral == referral


def test_another_clinic_cannot_add_to_a_form(referrer, other_referrer, key):
    make.beside(key, referrer)

    with pytest.raises(Refused):
        make.beside(key, other_referrer, content=make.GIF, name="a.gif")


def test_another_clinic_cannot_add_to_what_was_sent(sent, other_referrer):
    with pytest.raises(Refused):
        make.beside(sent.form_key, other_referrer)


def test_a_decided_referral_takes_no_more_files(referrer, nurse):
    referral = referrals.accepted(nurse)

    with pytest.raises(Refused, match="bedömd"):
        make.beside(referral.form_key, referral.sender)


def test_a_file_added_afterwards_is_noticed_by_whoever_decides(sent, referrer):
    before = sent.edition
    make.beside(sent.form_key, referrer)

    sent.refresh_from_db()
    assert sent.edition == before + 1


def test_a_file_can_be_taken_away_until_the_referral_is_sent(referrer, key):
    attachment = make.beside(key, referrer)
    attach.detach(attachment, by=referrer, at=referrals.AT)
    attach.detach(attachment, by=referrer, at=referrals.AT)

    assert not AttachmentContent.objects.exists()
    kept = make.beside(key, referrer)
    send(key, referrer)
    with pytest.raises(Refused, match="skickad"):
        attach.detach(kept, by=referrer, at=referrals.AT)


def test_files_beside_forms_that_were_never_sent_are_forgotten(referrer):
    at = timezone.now()
    old = at - timedelta(days=31)
    gone, drafted = uuid.uuid4(), uuid.uuid4()
    make.beside(gone, referrer, at=old)
    make.beside(drafted, referrer, at=old)
    make.beside(uuid.uuid4(), referrer, at=at)
    ClinicDraft.objects.create(
        form_key=drafted, writer=referrer, sealed=b"", created_at=old, touched_at=at
    )

    tasks.forget_loose_attachments()

    assert not Attachment.objects.filter(form_key=gone).exists()
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 2


# what the scanner says


@pytest.mark.clamd
def test_a_clean_file_can_be_opened_after_the_sweep(scanner, sent, referrer):
    attachment = make.beside(sent.form_key, referrer)

    tasks.scan_attachments()

    attachment.refresh_from_db()
    assert attachment.state == State.CLEAN


@pytest.mark.clamd
def test_a_file_with_a_virus_is_stopped_and_somebody_is_told(
    scanner, sent, referrer, coordinator, signed_in
):
    content = make.PDF + EICAR
    attachment = make.beside(sent.form_key, referrer, content=content)

    tasks.scan_attachments()
    tasks.scan_attachments()

    attachment.refresh_from_db()
    assert attachment.state == State.QUARANTINED
    assert "EICAR" in attachment.found
    assert Task.objects.filter(kind=scanned.STOPPED.kind, done_at=None).count() == 1
    assert Event.objects.filter(kind="attachment.stopped").count() == 1
    for person in (referrer, coordinator):
        assert signed_in(person).get(url_of(attachment)).status_code == 404
    page = signed_in(referrer).get(f"/remiss/{sent.shown_reference}/")
    assert "En bilaga är stoppad" in page.content.decode()


def test_without_a_scanner_files_wait_and_nobody_opens_them(
    sent, referrer, coordinator, signed_in
):
    attachment = make.beside(sent.form_key, referrer)

    tasks.scan_attachments()

    attachment.refresh_from_db()
    assert attachment.state == State.WAITING
    for person in (referrer, coordinator):
        assert signed_in(person).get(url_of(attachment)).status_code == 404


def test_a_file_that_the_scanner_cannot_read_does_not_stop_the_others(
    referrer, key, monkeypatch
):
    first = make.beside(key, referrer)
    second = make.beside(key, referrer, name="b.txt", content=make.TEXT)

    def answer(content):
        if content == make.PDF:
            raise scanning.NotScanned("INSTREAM size limit exceeded. ERROR")
        return scanning.Verdict()

    monkeypatch.setattr(scanning, "scan", answer)
    tasks.scan_attachments()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WAITING, State.CLEAN)


def test_a_virus_found_before_sending_is_told_when_it_is_sent(referrer, key):
    make.stopped(make.beside(key, referrer))
    assert not Task.objects.exists()

    send(key, referrer)

    assert Task.objects.filter(kind=scanned.STOPPED.kind).count() == 1


def test_what_was_stopped_never_becomes_clean(referrer, key):
    attachment = make.stopped(make.beside(key, referrer))

    assert make.clean(attachment).state == State.QUARANTINED


def test_adding_wakes_the_sweep(
    referrer, key, monkeypatch, django_capture_on_commit_callbacks
):
    called = []
    monkeypatch.setattr(
        attach.current_app, "send_task", lambda name, **_: called.append(name)
    )
    with django_capture_on_commit_callbacks(execute=True):
        make.beside(key, referrer)

    assert called == ["referrals.tasks.scan_attachments"]


# pages


def url_of(attachment):
    return reverse("referrals:attachment", args=[attachment.pk])


@pytest.mark.parametrize(("name", "content"), make.ALL.items())
def test_a_file_is_handed_over_and_never_drawn(
    sent, referrer, coordinator, signed_in, name, content
):
    attachment = make.clean(
        make.beside(sent.form_key, referrer, name=name, content=content)
    )

    answer = signed_in(coordinator).get(url_of(attachment))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "html" not in answer["Content-Type"]
    assert answer["Cache-Control"] == "no-store"
    if name != "sida.html":
        assert answer.content == content
    assert Event.objects.filter(
        kind="attachment.opened", actor_id=coordinator.pk, patient_id=sent.patient_id
    ).exists()


@pytest.mark.parametrize(
    "role", [Role.MANAGER, Role.ADMINISTRATOR, Role.PHYSIOTHERAPIST, Role.PATIENT]
)
def test_a_file_is_not_there_for_others(sent, referrer, signed_in, role):
    attachment = make.clean(make.beside(sent.form_key, referrer))

    answer = signed_in(accounts.user(role, "Någon Annan")).get(url_of(attachment))

    assert answer.status_code == 404


def test_a_file_is_not_there_for_another_clinic(
    sent, referrer, other_referrer, signed_in
):
    attachment = make.clean(make.beside(sent.form_key, referrer))

    assert signed_in(other_referrer).get(url_of(attachment)).status_code == 404


def test_a_file_beside_an_unsent_form_is_there_for_its_writer_only(
    referrer, coordinator, key, signed_in
):
    attachment = make.clean(make.beside(key, referrer))
    colleague = accounts.user(Role.REFERRER, "Ulla Ek", unit=referrer.unit)

    assert signed_in(referrer).get(url_of(attachment)).status_code == 200
    for person in (colleague, coordinator):
        assert signed_in(person).get(url_of(attachment)).status_code == 404


def upload(name="svar.pdf", content=make.PDF):
    return SimpleUploadedFile(name, content)


def test_the_clinic_adds_a_file_on_the_status_page(sent, referrer, signed_in):
    url = reverse("referrals_public:clinic_attach", args=[sent.shown_reference])

    page = signed_in(referrer).post(url, {"attachments": [upload()]}, follow=True)

    words = page.content.decode()
    assert "1 fil är bifogad." in words
    assert "svar.pdf" in words
    assert "Väntar på virussökning" in words
    assert sent.attachments.count() == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Välj en fil först"),
        ([("a.pdf", b"MZ")], "innehåller något annat"),
        ([("a.pdf", make.pdf_of(11_000_000))], "11,00 MB"),
        ([("a.pdf", make.pdf_of(13_000_000))], "13,00 MB"),
    ],
)
def test_what_cannot_be_added_is_said_on_the_status_page(
    sent, referrer, signed_in, files, sentence
):
    url = reverse("referrals_public:clinic_attach", args=[sent.shown_reference])
    given = {"attachments": [upload(*one) for one in files]}

    page = signed_in(referrer).post(url, given, follow=True)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not sent.attachments.exists()


def test_more_than_is_read_at_all_is_a_page_with_a_sentence(
    sent, referrer, signed_in, monkeypatch
):
    monkeypatch.setattr("ui.uploads.MOST_READ", 1000)
    url = reverse("referrals_public:clinic_attach", args=[sent.shown_reference])

    page = signed_in(referrer).post(
        url, {"attachments": [upload(content=make.pdf_of(5000))]}
    )

    assert page.status_code == 400
    assert "finns det du skrev kvar" in page.content.decode()


def test_another_clinic_adds_nothing(sent, other_referrer, signed_in):
    url = reverse("referrals_public:clinic_attach", args=[sent.shown_reference])

    answer = signed_in(other_referrer).post(url, {"attachments": [upload()]})

    assert answer.status_code == 404


def test_nothing_is_written_to_a_disk_on_the_way(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["ui.uploads.InMemoryOnly"]


def test_staff_sees_the_files_and_settles_what_was_stopped(
    sent, referrer, coordinator, signed_in
):
    make.clean(make.beside(sent.form_key, referrer))
    make.stopped(make.beside(sent.form_key, referrer, name="a.txt", content=make.TEXT))
    client = signed_in(coordinator)
    page = client.get(reverse("referrals:detail", args=[sent.shown_reference]))
    words = page.content.decode()

    assert "svar.pdf" in words
    assert "Jag har ringt" in words
    client.post(reverse("referrals:stopped_file", args=[sent.shown_reference]))
    assert not Task.objects.filter(kind=scanned.STOPPED.kind, done_at=None).exists()


def test_files_of_all_parts_stand_at_the_case(sent, referrer, coordinator, signed_in):
    make.clean(make.beside(sent.form_key, referrer))
    lead = referrals.self_referral()
    actions.join(
        sent, to=lead, by=coordinator, at=timezone.now(), reason="Samma person."
    )

    page = signed_in(coordinator).get(
        reverse("referrals:detail", args=[lead.shown_reference])
    )

    assert "svar.pdf" in page.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_files_costs_no_queries(
    sent, referrer, coordinator, many, django_assert_num_queries
):
    for number in range(many):
        make.beside(sent.form_key, referrer, content=make.pdf_of(100, b"%d" % number))

    queries.gather(sent)

    with django_assert_num_queries(0):
        assert len(pages.of_case(sent).lines) == many
