"""The pages about who a patient is: numbers, likenesses, merges."""

import pytest
from django.urls import reverse

from audit.models import Event
from jurisdictions.identity import reserve_numbers, synthetic_numbers
from patients import actions
from patients.models import Patient, PatientMerge, PatientNumber
from tests.factories import patients as make
from tests.factories import referrals

pytestmark = pytest.mark.django_db
REAL = list(synthetic_numbers(1995))
RESERVE = next(reserve_numbers(make.date(1995, 3, 9)))


def patient_of(owner, number=None, kind="personnummer", **fields):
    fields = {"identity_number": number, "identity_kind": kind, **fields}
    return make.case(owner, **(fields if number else {})).patient


def page(client, name, *keys, **answers):
    url = reverse(f"overview:{name}", args=[getattr(key, "pk", key) for key in keys])
    return client.post(url, answers) if answers else client.get(url)


def test_a_reserve_number_is_linked_to_a_real_one(nurse, signed_in):
    patient = patient_of(nurse, RESERVE, "reservnummer")
    client = signed_in(nurse)

    assert (
        "Koppla ett riktigt nummer"
        in page(client, "case", patient.cases.get()).content.decode()
    )
    asked = page(client, "link_number", patient)
    assert 'class="phuvud"' in asked.content.decode()
    done = page(client, "link_number", patient, number=REAL[0], reason="Visade pass")

    assert done.url == reverse("overview:case", args=[patient.cases.get().pk])
    patient.refresh_from_db()
    assert patient.identity_number == REAL[0]
    found = client.post(reverse("overview:search"), {"q": RESERVE}).content.decode()
    assert patient.family_name.upper() in found.upper()


def test_a_number_of_somebody_else_leads_to_comparing_them(coordinator, signed_in):
    patient = patient_of(coordinator, RESERVE, "reservnummer")
    other = patient_of(coordinator, REAL[1])

    refused = page(
        signed_in(coordinator),
        "link_number",
        patient,
        number=REAL[1],
        reason="Visade pass",
    )

    assert refused.status_code == 422
    url = reverse("overview:merge", args=[patient.pk, other.pk])
    assert url in refused.content.decode()


def test_an_old_samordningsnummer_is_said_to_rest(nurse, signed_in):
    patient = patient_of(nurse, RESERVE, "reservnummer")
    client = signed_in(nurse)

    page(
        client,
        "link_number",
        patient,
        number="191401682396",
        reason="Brev",
        level="uncertain",
        granted_year="2015",
    )

    shown = page(client, "case", patient.cases.get()).content.decode()
    assert "kan vara vilande" in shown
    assert "Identiteten bakom numret är osäker" in shown


def test_two_patients_are_found_compared_merged_read_and_undone(coordinator, signed_in):
    kept = patient_of(coordinator, REAL[2], phone="+46701740622")
    gone = referrals.from_clinic(
        phone="+46701740622", given_name=kept.given_name, family_name="Berg"
    ).patient
    client = signed_in(coordinator)

    likely = page(client, "same", kept)
    assert "Kan vara samma person" in likely.content.decode()
    typed = page(client, "same", kept, number=gone.identity_number)
    assert typed.url == reverse("overview:merge", args=[kept.pk, gone.pk])
    assert "Vad som händer" in client.get(typed.url).content.decode()
    unsure = page(client, "merge", kept, gone, keep=str(kept.pk), reason="Lika")
    assert unsure.status_code == 422
    answers = {"keep": str(kept.pk), "reason": "Visade kort", "is_sure": "on"}
    done = page(client, "merge", kept, gone, **answers)
    twice = page(client, "merge", kept, gone, **answers)

    assert done.url == twice.url == reverse("overview:merges", args=[kept.pk])
    assert PatientMerge.objects.count() == 1
    log = client.get(done.url).content.decode()
    assert "Visade kort" in log
    assert "Remisser" in log
    old = page(client, "merges", gone)
    assert old.url == done.url
    assert page(client, "open", gone).url == reverse("overview:open", args=[kept.pk])
    merge = PatientMerge.objects.get()
    client.post(reverse("overview:merge_undo", args=[kept.pk, merge.pk]))
    assert Patient.objects.standing().count() == 2
    assert "Ångrad av" in client.get(done.url).content.decode()


def test_what_cannot_be_merged_is_said_before_anybody_fills_in_a_form(
    coordinator, signed_in
):
    one, two = patient_of(coordinator), patient_of(coordinator)

    shown = page(signed_in(coordinator), "merge", one, two).content.decode()

    assert "Avsluta det som inte ska fortsätta" in shown
    assert "is_sure" not in shown


def test_the_log_of_the_merged_one_is_part_of_the_kept_ones(
    coordinator, signed_in, monday
):
    kept, gone = patient_of(coordinator), make.patient()
    actions.change_contact(gone, phone="+46701740633", by=coordinator, at=monday)
    actions.merge(kept, gone=gone, reason="Samma", by=coordinator, at=monday)

    shown = page(signed_in(coordinator), "access", kept.cases.get()).content.decode()

    assert "ändrade kontaktuppgifter" in shown
    assert "slog ihop två patienter" in shown


def test_each_look_is_an_event(coordinator, signed_in):
    one, two = patient_of(coordinator), make.case(coordinator).patient
    client = signed_in(coordinator)

    for name, keys in (
        ("link_number", [one]),
        ("same", [one]),
        ("merges", [one]),
        ("merge", [one, two]),
    ):
        before = Event.objects.filter(kind="patient.opened").count()
        assert page(client, name, *keys).status_code == 200
        opened = Event.objects.filter(kind="patient.opened").count() - before
        assert opened == len(keys)


@pytest.mark.parametrize("name", ["same", "merge"])
def test_only_those_who_assess_and_care_compare_patients(
    name, coordinator, manager, referrer, administrator, signed_in
):
    one, two = patient_of(coordinator), make.case(coordinator).patient
    keys = [one, two] if name == "merge" else [one]

    for user in (manager, referrer, administrator):
        assert page(signed_in(user), name, *keys).status_code == 403


def test_a_protected_person_is_not_there_for_those_outside_the_team(
    coordinator, stranger, signed_in
):
    one, two = patient_of(coordinator), patient_of(stranger)
    hidden = make.case(
        coordinator, patient=make.patient(protection="marked", phone="+46701740699")
    ).patient

    for name, keys in (
        ("link_number", [hidden]),
        ("same", [hidden]),
        ("merges", [hidden]),
        ("merge", [two, hidden]),
    ):
        assert page(signed_in(stranger), name, *keys).status_code == 404
    shown = page(signed_in(coordinator), "merge", one, hidden).content.decode()
    assert "070-174 06 99" not in shown
    assert "Skyddad uppgift" in shown


def test_the_number_of_a_protected_person_is_not_shown_beside_the_page(
    nurse, signed_in
):
    patient = patient_of(nurse, REAL[4], protection="marked")

    shown = page(signed_in(nurse), "case", patient.cases.get()).content.decode()

    assert REAL[4][:8] not in shown
    assert PatientNumber.objects.count() == 0
