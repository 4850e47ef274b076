"""Two rows that are one person: everything follows, and can be read back."""

import itertools
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.refusals import AlreadyDone, Refused
from accounts.roles import Role
from audit.models import Event
from jurisdictions.identity import reserve_numbers, synthetic_numbers
from patients import actions, queries
from patients.lifecycle import Closing
from patients.models import (
    Block,
    CareRelation,
    Case,
    Consent,
    Patient,
    PatientMerge,
    PatientNumber,
)
from referrals.models import Referral
from tests.factories import accounts, referrals
from tests.factories import patients as make

pytestmark = pytest.mark.django_db
REAL = list(synthetic_numbers(1994))
RESERVE = next(reserve_numbers(date(1994, 1, 1)))
_numbers = itertools.count(20)


def person(number=None, kind="personnummer", **fields):
    number = REAL[next(_numbers)] if number is None else number
    return make.patient(identity_number=number, identity_kind=kind, **fields)


def merge(kept, gone, by, at, reason="Samma person, visade legitimation"):
    return actions.merge(kept, gone=gone, reason=reason, by=by, at=at)


def pointing_at(patient):
    """Every row of every app that still points at the patient."""
    return [
        (relation.related_model.__name__, row.pk)
        for relation in Patient._meta.related_objects
        if relation.related_model is not PatientMerge
        for row in relation.related_model._base_manager.filter(
            **{relation.field.name: patient}
        )
    ]


def test_everything_about_the_one_becomes_the_others(coordinator, monday):
    referral = referrals.accepted(coordinator)
    gone, kept = referral.patient, person(family_name="Ek")
    actions.consent(
        gone,
        purpose=Consent.Purpose.SMS,
        answer=Consent.Answer.YES,
        by=coordinator,
        at=monday,
    )

    done = merge(kept, gone, coordinator, monday)

    assert pointing_at(gone) == []
    assert Referral.objects.get().patient == kept
    assert Case.objects.get().patient == kept
    assert kept.consents.count() == 1
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert done.moved["referrals.referral.patient"] == [str(referral.pk)]
    assert done.moved["patients.case.patient"] == [str(Case.objects.get().pk)]
    assert done.said["gone"]["family_name"] == "Sandberg"
    assert done.said["kept"]["family_name"] == "Ek"


def test_every_app_that_points_at_patients_is_moved():
    """A new foreign key to a patient is moved without anybody thinking of it."""
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Patient
    }
    related = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Patient._meta.related_objects
    }

    # Also those without a name in the other direction (related_name "+").
    hidden = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Patient._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    assert pointing <= hidden
    assert related <= hidden


def test_the_number_lives_on_and_leads_to_the_kept_one(coordinator, monday):
    kept, gone = person(REAL[0]), person(REAL[1])

    merge(kept, gone, coordinator, monday)

    assert Patient.objects.with_number(REAL[1]).get() == kept
    assert PatientNumber.objects.get().patient == kept
    again = referrals.from_clinic(
        identity=referrals.identity.parse(REAL[1], today=referrals.TODAY)
    )
    assert again.patient == kept
    assert Patient.objects.standing().count() == 1


def test_a_real_number_goes_before_a_reserve_number(coordinator, monday):
    kept, gone = person(RESERVE, "reservnummer"), person(REAL[2])

    merge(kept, gone, coordinator, monday)

    kept.refresh_from_db()
    assert (kept.identity_number, kept.identity_kind) == (REAL[2], "personnummer")
    assert Patient.objects.with_number(RESERVE).get() == kept


def test_the_kept_row_learns_only_what_it_did_not_know(coordinator, monday):
    kept = person(phone="", given_name="Maria")
    gone = person(phone="+46701740622", given_name="Marie", interpreter="arabiska")

    merge(kept, gone, coordinator, monday)

    kept.refresh_from_db()
    assert (kept.given_name, kept.phone) == ("Maria", "+46701740622")
    assert kept.interpreter == "arabiska"


@pytest.mark.parametrize("turned", [False, True])
def test_the_stricter_protection_wins(turned, coordinator, monday):
    one = person(protection="marked")
    two = person(protection="registered_elsewhere", protection_source="folkbokföringen")
    kept, gone = (two, one) if turned else (one, two)

    merge(kept, gone, coordinator, monday)

    kept.refresh_from_db()
    assert kept.protection == "registered_elsewhere"
    assert kept.protection_source == "folkbokföringen"


def test_a_block_of_either_holds_for_both(coordinator, monday, outsider):
    kept, gone = person(), person()
    for patient in (kept, gone):
        actions.block(patient, unit=coordinator.unit, by=coordinator, at=monday)
    actions.block(gone, unit=outsider.unit, by=coordinator, at=monday)

    merge(kept, gone, coordinator, monday)

    held = Block.objects.filter(patient=kept, lifted_at=None)
    assert {block.unit for block in held} == {coordinator.unit, outsider.unit}


def test_the_newest_consent_counts(coordinator, monday):
    kept, gone = person(), person()
    purpose = Consent.Purpose.SMS
    for patient, answer, at in (
        (kept, Consent.Answer.YES, monday),
        (gone, Consent.Answer.NO, monday + timedelta(hours=1)),
    ):
        actions.consent(patient, purpose=purpose, answer=answer, by=coordinator, at=at)

    merge(kept, gone, coordinator, monday + timedelta(hours=2))

    assert kept.consents.filter(purpose=purpose).first().answer == Consent.Answer.NO


def test_a_relation_that_both_had_is_open_once(coordinator, nurse, monday):
    kept, gone = person(), person()
    for patient in (kept, gone):
        actions.relate(
            patient,
            user=nurse,
            kind=CareRelation.Kind.TEAM,
            by=coordinator,
            at=monday,
        )

    merge(kept, gone, coordinator, monday)

    relations = CareRelation.objects.filter(patient=kept, user=nurse)
    assert relations.filter(until=None).count() == 1
    assert relations.count() == 2


def test_the_login_follows_and_two_logins_are_refused(coordinator, monday):
    kept, gone, third = person(), person(), person()
    for patient, name in ((gone, "Maria Ek"), (third, "Marie Ek")):
        actions.connect_user(
            patient,
            user=accounts.user(Role.PATIENT, name),
            by=coordinator,
            at=monday,
        )

    merge(kept, gone, coordinator, monday)

    kept.refresh_from_db()
    assert Patient.objects.visible_to(kept.user).get() == kept
    with pytest.raises(Refused, match="egen inloggning"):
        merge(kept, third, coordinator, monday)


def test_two_open_cases_at_the_same_unit_are_refused_and_said_what_to_do(
    coordinator, monday
):
    one, two = make.case(coordinator), make.case(coordinator)

    with pytest.raises(Refused, match="Avsluta det som inte ska fortsätta"):
        merge(one.patient, two.patient, coordinator, monday)

    actions.close(two, closing=Closing.MOVED, by=coordinator, at=monday)
    merge(one.patient, two.patient, coordinator, monday)
    assert Case.objects.filter(patient=one.patient).count() == 2


def test_a_merged_row_is_found_nowhere(coordinator, nurse, monday):
    case = make.case(nurse)
    kept, gone = person(), case.patient

    merge(kept, gone, coordinator, monday)

    for rows in (
        Patient.objects.visible_to(nurse),
        Patient.objects.findable_by(nurse),
        Patient.objects.standing(),
    ):
        assert gone not in rows
        assert kept in rows


def test_merging_again_is_refused_from_either_side(coordinator, monday):
    kept, gone, third = person(), person(), person()
    merge(kept, gone, coordinator, monday)

    for one, two in ((kept, gone), (gone, kept), (gone, third), (third, gone)):
        with pytest.raises(AlreadyDone):
            merge(one, two, coordinator, monday)
    with pytest.raises(Refused, match="samma patient"):
        merge(kept, kept, coordinator, monday)
    assert PatientMerge.objects.count() == 1


def test_a_chain_leads_to_its_end_and_can_be_read_back(coordinator, monday):
    one, two, three = person(), person(), person()
    merge(two, three, coordinator, monday)
    merge(one, two, coordinator, monday)

    assert set(Patient.objects.filter(merged_into=one)) == {two, three}
    assert {m.gone for m in queries.merges_of(one)} == {two, three}
    assert set(queries.known_as(one.pk)) == {one.pk, two.pk, three.pk}


def test_the_log_says_who_merged_what_and_why(coordinator, monday):
    kept, gone = person(), person()

    done = merge(kept, gone, coordinator, monday)

    events = Event.objects.filter(kind="patient.merged")
    assert {event.patient_id for event in events} == {kept.pk, gone.pk}
    assert {event.subject_id for event in events} == {str(done.pk)}
    assert {event.reason for event in events} == {done.reason}


def test_the_database_keeps_a_merge_whole(coordinator, monday, as_app):
    kept, gone = person(), person()
    done = merge(kept, gone, coordinator, monday)

    with pytest.raises(IntegrityError), transaction.atomic():
        PatientMerge.objects.create(
            kept=kept,
            gone=gone,
            reason="igen",
            merged_at=monday,
            merged_by=coordinator,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PatientMerge.objects.filter(pk=done.pk).update(undone_at=monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=gone.pk).update(merged_into=gone)


# ----------------------------------------------------------------------------- undo


def snapshot():
    """All that a merge could change, row by row."""
    rows = {}
    for model in (Patient, Case, CareRelation, Block, Consent, Referral):
        for row in model._base_manager.order_by("pk").values():
            rows[(model.__name__, row[model._meta.pk.attname])] = row
    return rows


def test_a_merge_can_be_undone_for_ten_minutes(coordinator, nurse, monday):
    case = make.case(nurse)
    kept, gone = person(RESERVE, "reservnummer"), case.patient
    for patient in (kept, gone):
        actions.relate(
            patient,
            user=coordinator,
            kind=CareRelation.Kind.TEAM,
            by=nurse,
            at=monday,
        )
        actions.block(patient, unit=nurse.unit, by=nurse, at=monday)
    before = snapshot()
    done = merge(kept, gone, coordinator, monday)

    actions.undo_merge(done, by=coordinator, at=monday + timedelta(minutes=9))

    assert snapshot() == before
    assert Patient.objects.with_number(RESERVE).get() == kept
    merge(kept, gone, coordinator, monday + timedelta(minutes=10))


def test_a_merge_is_not_undone_later_or_once_somebody_has_written(
    coordinator, nurse, monday
):
    case = make.case(nurse)
    done = merge(person(), case.patient, coordinator, monday)

    with pytest.raises(Refused, match="tio minuter"):
        actions.undo_merge(done, by=nurse, at=monday + timedelta(minutes=10))
    actions.change_contact(
        done.kept, phone="+46701740622", by=nurse, at=monday + timedelta(minutes=1)
    )
    with pytest.raises(Refused, match="Något har skrivits"):
        actions.undo_merge(done, by=nurse, at=monday + timedelta(minutes=2))


def test_numbers_of_queries_do_not_grow_with_the_rows(
    coordinator, nurse, monday, django_assert_max_num_queries
):
    gone = person()
    for _row in range(20):
        actions.consent(
            gone,
            purpose=Consent.Purpose.SMS,
            answer=Consent.Answer.YES,
            by=nurse,
            at=monday,
        )

    with django_assert_max_num_queries(60):
        merge(person(), gone, coordinator, monday)
