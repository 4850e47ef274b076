"""An existing list: looked at, brought in as a whole, taken back."""

import threading
import time
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
from patients import actions as patients
from patients.models import Patient, Protection, Task
from referrals import actions, tasks
from referrals.actions import importing, versions
from referrals.lifecycle import Status
from referrals.models import ImportBatch, ImportRow, Referral, ReferralVersion
from tests.factories import accounts, referrals
from tests.factories import lists as make

pytestmark = pytest.mark.django_db
AT = referrals.AT
State = ImportBatch.State


def faults(batch):
    return [
        [one["text"] for one in row.faults if one["stops"]] for row in batch.rows.all()
    ]


def notes(batch):
    return [
        [one["text"] for one in row.faults if not one["stops"]]
        for row in batch.rows.all()
    ]


# looking


def test_looking_brings_nothing_in(coordinator):
    batch = make.looked_at(coordinator)

    assert faults(batch) == [[], []]
    assert not Patient.objects.exists()
    assert not Referral.objects.exists()


def test_the_same_press_twice_is_one_list(coordinator):
    key = uuid.uuid4()
    first = make.looked_at(coordinator, form_key=key)

    assert make.looked_at(coordinator, form_key=key) == first


def test_a_person_twice_in_a_list_is_said_with_the_row(coordinator):
    number = make.number()
    content = make.csv_of(
        [make.row(number=number), make.row(), make.row(number=number)]
    )

    batch = make.looked_at(coordinator, content)

    assert faults(batch) == [[], [], ["Samma personnummer står på rad 2."]]


def test_an_open_referral_is_said_with_its_reference(coordinator):
    referral = referrals.from_clinic()
    number = referral.patient.identity_number

    batch = make.looked_at(coordinator, make.csv_of([make.row(number=number)]))

    assert referral.shown_reference in faults(batch)[0][0]


def test_an_open_case_is_said(coordinator, nurse):
    number = referrals.accepted(nurse).patient.identity_number

    batch = make.looked_at(coordinator, make.csv_of([make.row(number=number)]))

    assert "vårdärende" in faults(batch)[0][0]


def test_somebody_we_know_is_a_note_and_another_name_is_one_more(coordinator, nurse):
    referral = referrals.from_clinic(family_name="Sandberg")
    actions.withdraw(referral, reason="Fel.", by=nurse, at=AT)
    number = referral.patient.identity_number

    batch = make.looked_at(coordinator, make.csv_of([make.row(number=number)]))

    assert faults(batch) == [[]]
    assert len(notes(batch)[0]) == 2


def test_nothing_is_said_of_somebody_whom_we_hide(coordinator, nurse):
    referral = referrals.from_clinic(is_protected=True)
    actions.withdraw(referral, reason="Fel.", by=nurse, at=AT)
    number = referral.patient.identity_number

    batch = make.looked_at(coordinator, make.csv_of([make.row(number=number)]))

    assert notes(batch) == [[]]


def test_a_list_whose_columns_are_unknown_waits_for_them(coordinator):
    content = make.csv_of([make.row()], ["A", "B", "C", "D", "E"])
    batch = make.looked_at(coordinator, content)

    with pytest.raises(Refused, match="Välj först kolumn"):
        importing.approve(batch, by=coordinator, at=AT)
    chosen = {"number": 0, "given_name": 1, "family_name": 2, "issued_on": 3}
    batch = importing.choose_columns(batch, columns=chosen, by=coordinator, at=AT)
    importing.approve(batch, by=coordinator, at=AT)

    assert Patient.objects.get().family_name == "Lundh"


# bringing in


def test_good_rows_become_patients_and_referrals_in_the_queue(coordinator):
    batch = make.approved(coordinator)

    assert Patient.objects.count() == 2
    for referral in Referral.objects.all():
        assert referral.status == Status.RECEIVED
        assert referral.issued_on.isoformat() == "2026-11-02"
        assert referral.clock_from == referral.issued_on
        assert referral.due_on == referral.issued_on + timedelta(days=90)
        assert [one.name for one in referral.medicines.all()] == ["oxazepam 25 mg"]
        assert referral.versions.get().content["medicines"][0]["name"]
    assert list(Referral.objects.visible_to(coordinator))
    assert Event.objects.filter(kind="referral.imported").count() == 2
    assert Event.objects.filter(kind="patient.registered").count() == 2
    assert batch.rows.filter(made_patient=True).count() == 2


def test_a_row_from_a_clinic_belongs_to_the_clinic(coordinator, referrer):
    headings = [*make.HEADINGS, "Vårdcentral"]
    content = make.csv_of([[*make.row(), referrer.unit.name.upper()]], headings)

    make.approved(coordinator, content=content)

    referral = Referral.objects.get()
    assert referral.sender_unit == referrer.unit
    assert list(Referral.objects.visible_to(referrer)) == [referral]


def test_our_own_note_is_never_said_to_be_the_persons_words(coordinator, signed_in):
    headings = [*make.HEADINGS, "Anteckning"]
    content = make.csv_of([[*make.row(), "Ringde i våras."]], headings)

    make.approved(coordinator, content=content)

    referral = Referral.objects.get()
    assert (referral.goal, referral.attention) == ("", "Ringde i våras.")
    url = reverse("referrals:detail", args=[referral.shown_reference])
    page = signed_in(coordinator).get(url).content.decode()
    assert "Ringde i våras." in page
    assert "Med egna ord" not in page
    assert "Patienten vet om remissen" not in page


def test_a_row_with_a_fault_is_left_out_and_the_rest_comes_in(coordinator):
    content = make.csv_of([make.row(Datum="2099-01-01"), make.row()])

    batch = make.approved(coordinator, content=content)

    assert Referral.objects.count() == 1
    assert [bool(row.referral) for row in batch.rows.all()] == [False, True]


def test_a_list_without_a_good_row_is_refused(coordinator):
    batch = make.looked_at(coordinator, make.csv_of([make.row(Datum="")]))

    with pytest.raises(Refused, match="Ingen rad"):
        importing.approve(batch, by=coordinator, at=AT)


def test_what_is_brought_in_is_not_kept_twice(coordinator):
    batch = make.approved(coordinator)

    assert set(batch.rows.values_list("written__cells", flat=True)) == {None}


def test_a_second_press_brings_in_nothing_more(coordinator):
    batch = make.approved(coordinator)

    again = importing.approve(batch, by=coordinator, at=AT)

    assert again.state == State.APPROVED
    assert Referral.objects.count() == 2


def test_a_referral_that_came_meanwhile_is_not_doubled(coordinator):
    batch = make.looked_at(coordinator, rows=2)
    number = batch.rows.first().said["number"]
    referrals.from_clinic(identity=referrals.identity.parse(number, today=AT.date()))

    importing.approve(batch, by=coordinator, at=AT)

    assert Referral.objects.count() == 2
    assert "på annat sätt" in faults(batch)[0][0]


def test_a_row_may_protect_somebody_and_never_the_reverse(coordinator, nurse):
    referral = referrals.from_clinic()
    actions.withdraw(referral, reason="Fel.", by=nurse, at=AT)
    number = referral.patient.identity_number
    headings = [*make.HEADINGS, "Skyddad"]
    content = make.csv_of([[*make.row(number=number), "ja"]], headings)

    make.approved(coordinator, content=content)

    assert Patient.objects.get().protection == Protection.MARKED


def test_killed_in_the_middle_nothing_has_come_in(coordinator, monkeypatch):
    batch = make.looked_at(coordinator)

    def killed(*args, **rest):
        raise RuntimeError("killed")

    monkeypatch.setattr(versions, "content_of", killed)
    with pytest.raises(RuntimeError):
        importing.approve(batch, by=coordinator, at=AT)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    assert not Patient.objects.exists()
    assert not Referral.objects.exists()


def at_once(*acts):
    """Each in a thread and with a connection of its own; what they refused."""
    said = []

    def do(act):
        try:
            act()
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_bring_the_list_in_once(coordinator):
    batch = make.looked_at(coordinator, rows=5)

    def press():
        importing.approve(batch, by=coordinator, at=AT)

    assert at_once(press, press) == []
    assert Referral.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_people_with_the_same_list_at_once_bring_it_in_once(coordinator):
    other = accounts.user(Role.COORDINATOR, "Ulf Berg")
    content = make.csv_of([make.row() for _turn in range(5)])
    one, two = make.looked_at(coordinator, content), make.looked_at(other, content)

    said = at_once(
        lambda: importing.approve(one, by=coordinator, at=AT),
        lambda: importing.approve(two, by=other, at=AT),
    )

    assert len(said) == 1
    assert "Ingen rad" in said[0]
    assert Referral.objects.count() == Patient.objects.count() == 5


# taking back


def test_undoing_withdraws_the_referrals_and_sets_the_patients_aside(coordinator):
    batch = make.approved(coordinator)

    importing.undo(batch, by=coordinator, at=AT + timedelta(days=29))

    for referral in Referral.objects.all():
        assert referral.status == Status.WITHDRAWN
        assert "ångrades" in referral.decision_reason
        assert referral.decided_by == coordinator
    assert not Patient.objects.filter(undone_at=None).exists()
    assert not batch.rows.exclude(written={}).exists()
    assert Event.objects.filter(kind="import.undone").count() == 1


def test_undoing_twice_is_once(coordinator):
    batch = make.approved(coordinator)
    importing.undo(batch, by=coordinator, at=AT)

    assert importing.undo(batch, by=coordinator, at=AT).state == State.UNDONE
    assert Event.objects.filter(kind="import.undone").count() == 1


def test_after_thirty_days_it_stays(coordinator):
    batch = make.approved(coordinator)

    with pytest.raises(Refused, match="30 dagar"):
        importing.undo(batch, by=coordinator, at=AT + timedelta(days=30))


def touch_by_accepting(referral, nurse):
    actions.accept(referral, owner=nurse, first_contact_on=AT.date(), by=nurse, at=AT)


def touch_by_assigning(referral, nurse):
    actions.assign(referral, to=nurse, by=nurse, at=AT, reason="")


def touch_by_pausing(referral, nurse):
    Event.objects.create(
        at=AT,
        kind="referral.anything",
        actor_id=nurse.pk,
        actor_name=nurse.name,
        role=nurse.role,
        subject_label="referrals.referral",
        subject_id=str(referral.pk),
    )


def touch_by_joining(referral, nurse):
    actions.join(
        referrals.self_referral(), to=referral, by=nurse, at=AT, reason="Samma."
    )


@pytest.mark.parametrize(
    "touch",
    [touch_by_accepting, touch_by_assigning, touch_by_pausing, touch_by_joining],
)
def test_what_somebody_has_touched_stays(coordinator, nurse, touch):
    batch = make.approved(coordinator)
    kept = batch.rows.first().referral
    touch(kept, nurse)

    importing.undo(batch, by=coordinator, at=AT)

    kept.refresh_from_db()
    assert kept.status != Status.WITHDRAWN
    assert Patient.objects.filter(undone_at=None).get() == kept.patient


def test_opening_is_no_touch(coordinator, signed_in):
    batch = make.approved(coordinator, rows=1)
    referral = Referral.objects.get()
    signed_in(coordinator).get(
        reverse("referrals:detail", args=[referral.shown_reference])
    )

    importing.undo(batch, by=coordinator, at=AT)

    referral.refresh_from_db()
    assert referral.status == Status.WITHDRAWN


def test_when_everything_is_touched_nothing_is_undone(coordinator, nurse):
    batch = make.approved(coordinator, rows=1)
    touch_by_assigning(Referral.objects.get(), nurse)

    with pytest.raises(Refused, match="redan hanterade"):
        importing.undo(batch, by=coordinator, at=AT)


def test_a_patient_known_before_is_not_set_aside(coordinator, nurse):
    earlier = referrals.from_clinic()
    actions.withdraw(earlier, reason="Fel.", by=nurse, at=AT)
    number = earlier.patient.identity_number
    batch = make.approved(coordinator, content=make.csv_of([make.row(number=number)]))

    importing.undo(batch, by=coordinator, at=AT)

    assert Patient.objects.get().undone_at is None


def test_somebody_set_aside_is_registered_as_if_anew(coordinator):
    batch = make.approved(coordinator, rows=1)
    number = Patient.objects.get().identity_number
    importing.undo(batch, by=coordinator, at=AT)

    again = make.approved(
        coordinator, content=make.csv_of([make.row(number=number, Efternamn="Rätt")])
    )

    patient = Patient.objects.get()
    assert (patient.undone_at, patient.family_name) == (None, "Rätt")
    assert again.rows.get().made_patient
    importing.undo(again, by=coordinator, at=AT)
    found = patients.register(
        identity_number=number,
        identity_kind="personnummer",
        given_name="Berit",
        family_name="Igen",
        by=coordinator,
        at=AT,
    )
    assert (found.pk, found.undone_at, found.family_name) == (patient.pk, None, "Igen")


def test_what_was_set_aside_is_not_found_in_a_search(coordinator, signed_in):
    batch = make.approved(coordinator, rows=1)
    importing.undo(batch, by=coordinator, at=AT)

    page = signed_in(coordinator).post(reverse("overview:search"), {"q": "Lundh"})

    assert "Berit" not in page.content.decode()


def test_tasks_of_what_was_undone_are_done(coordinator):
    batch = make.approved(
        coordinator, content=make.csv_of([make.row(Datum="2026-01-02")])
    )
    tasks.watch_clocks()
    assert Task.objects.undone().filter(kind="referral.clock").exists()

    importing.undo(batch, by=coordinator, at=AT)

    assert not Task.objects.undone().exists()


# what is kept


def test_a_list_thrown_away_is_emptied(coordinator):
    batch = make.looked_at(coordinator)
    importing.discard(batch, by=coordinator, at=AT)
    importing.discard(batch, by=coordinator, at=AT)

    assert not batch.rows.exclude(written={}).exists()
    with pytest.raises(Refused, match="kastad"):
        importing.approve(batch, by=coordinator, at=AT)


def test_lists_left_lying_are_emptied_by_themselves(coordinator):
    now = timezone.now()
    old = make.looked_at(coordinator, at=now - timedelta(days=8))
    new = make.looked_at(coordinator, at=now)
    content = make.csv_of([make.row(), make.row(Datum="")])
    settled = make.approved(coordinator, content=content)
    ImportBatch.objects.filter(pk=settled.pk).update(
        approved_at=now - timedelta(days=31)
    )

    tasks.empty_old_lists()

    states = dict(ImportBatch.objects.values_list("pk", "state"))
    assert states[old.pk] == State.DISCARDED
    assert states[new.pk] == State.PREVIEWED
    assert set(
        ImportRow.objects.exclude(written={}).values_list("batch", flat=True)
    ) == {new.pk}


# pages


def page_of(batch, name="import"):
    return reverse(f"referrals:{name}", args=[batch.pk])


def upload(content=None, name="lista.csv"):
    return {
        "form_key": str(uuid.uuid4()),
        "file": SimpleUploadedFile(name, content or make.csv_of([make.row()])),
    }


def test_the_coordinator_uploads_approves_and_undoes(coordinator, signed_in):
    client = signed_in(coordinator)

    preview = client.post(reverse("referrals:import_start"), upload(), follow=True)
    assert "1 rad går att läsa in." in preview.content.decode()
    batch = ImportBatch.objects.get()
    result = client.post(page_of(batch, "import_approve"), follow=True)
    words = result.content.decode()
    assert "1 remiss är inläst" in words
    assert Referral.objects.get().shown_reference in words
    undone = client.post(page_of(batch, "import_undo"), follow=True)
    assert "Inläsningen är ångrad." in undone.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Välj en fil"),
        ({"file": SimpleUploadedFile("a.csv", b"%PDF\x00")}, "ingen lista"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 5_000_001)}, "Högst 5 MB"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 13_000_000)}, "Högst 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_at_the_form(
    coordinator, signed_in, given, sentence
):
    page = signed_in(coordinator).post(
        reverse("referrals:import_start"), {"form_key": str(uuid.uuid4()), **given}
    )

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_columns_are_chosen_on_the_page(coordinator, signed_in):
    content = make.csv_of([make.row()], ["A", "B", "C", "D", ""])
    batch = make.looked_at(coordinator, content)
    client = signed_in(coordinator)
    assert "Välj kolumner först" in client.get(page_of(batch)).content.decode()

    twice = client.post(
        page_of(batch, "import_columns"), {"number": "0", "given_name": "0"}
    )
    assert "redan vald" in twice.content.decode()
    chosen = {"number": "0", "given_name": "1", "family_name": "2", "issued_on": "3"}
    page = client.post(page_of(batch, "import_columns"), chosen, follow=True)

    assert "1 rad går att läsa in." in page.content.decode()


def test_what_stands_in_a_cell_is_text_on_the_page(coordinator, signed_in):
    content = make.csv_of([make.row(Förnamn="<script>alert(1)</script>")])
    batch = make.looked_at(coordinator, content)

    page = signed_in(coordinator).get(page_of(batch)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_rows_that_were_left_out_come_back_as_a_file(coordinator, signed_in):
    content = make.csv_of([make.row(Datum="", Läkemedel="=1+1")])
    batch = make.looked_at(coordinator, content)

    answer = signed_in(coordinator).get(page_of(batch, "import_stopped"))

    words = answer.content.decode("utf-8-sig")
    assert "'=1+1" in words
    assert "datum saknas" in words
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_template_can_be_filled_in(coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("referrals:import_template"))

    headings = answer.content.decode("utf-8-sig").strip().split(";")
    line = ["" for _heading in headings]
    for place, text in {0: make.number(), 1: "Eva", 2: "Ek", 6: "2026-11-02"}.items():
        line[place] = text
    batch = make.looked_at(coordinator, make.csv_of([line], headings))
    assert faults(batch) == [[]]


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.COORDINATOR, Role.SYSTEM}]
)
def test_nobody_else_reads_in_lists(coordinator, signed_in, role):
    batch = make.looked_at(coordinator)
    client = signed_in(accounts.user(role, "Någon Annan"))

    for url in (
        reverse("referrals:import_start"),
        reverse("referrals:import_template"),
        page_of(batch),
        page_of(batch, "import_stopped"),
    ):
        assert client.get(url).status_code == 403
    for name in ("import_approve", "import_undo", "import_discard", "import_columns"):
        assert client.post(page_of(batch, name)).status_code == 403


def test_another_unit_does_not_see_the_list(coordinator, signed_in):
    batch = make.looked_at(coordinator)
    other = accounts.user(
        Role.COORDINATOR, "Ulf Berg", unit=accounts.unit("Smärtenheten", place="Borås")
    )

    assert signed_in(other).get(page_of(batch)).status_code == 404


def test_opening_a_list_is_logged(coordinator, signed_in):
    batch = make.looked_at(coordinator)
    signed_in(coordinator).get(page_of(batch))

    assert Event.objects.filter(kind="importbatch.opened").count() == 1


# speed


@pytest.mark.parametrize("many", [1, 3])
def test_a_preview_asks_a_fixed_number(
    coordinator, signed_in, many, django_assert_num_queries
):
    batch = make.looked_at(coordinator, rows=many)
    client = signed_in(coordinator)
    client.get(page_of(batch))

    with django_assert_num_queries(PREVIEW_QUERIES):
        client.get(page_of(batch))


PREVIEW_QUERIES = 10


def test_more_rows_cost_no_more_queries(coordinator, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        make.approved(coordinator, rows=300)

    assert ReferralVersion.objects.count() == 300


def test_two_thousand_rows_take_a_few_seconds(coordinator):
    content = make.csv_of([make.row() for _turn in range(2000)])

    began = time.process_time()
    batch = make.looked_at(coordinator, content)
    looked = time.process_time() - began
    importing.approve(batch, by=coordinator, at=AT)
    brought_in = time.process_time() - began - looked

    # Of our own work, so that a busy machine tells nothing else.
    assert looked < 3
    assert brought_in < 12
    assert Referral.objects.count() == 2000
