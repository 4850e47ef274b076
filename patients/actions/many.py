"""Many people at once: from a list that the unit had before."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import actions as audit
from patients.actions.people import change_contact, register
from patients.models import Patient, PatientNumber, Protection


def known_with(numbers: Iterable[str]) -> dict[str, Patient]:
    """Who has, or has had, each number; rows that were one person as that person."""
    wanted = set(numbers)
    rows = Patient.objects.filter(identity_number__in=wanted)
    found = {
        str(row.identity_number): row.merged_into or row
        for row in rows.select_related("merged_into")
    }
    earlier = PatientNumber.objects.filter(number__in=wanted)
    for one in earlier.select_related("patient__merged_into"):
        found.setdefault(one.number, one.patient.merged_into or one.patient)
    return found


@transaction.atomic
def register_all(
    people: Mapping[str, Mapping[str, Any]], *, by: User, at: datetime
) -> dict[str, tuple[Patient, bool]]:
    """Register people by number; each with whether the row is new. A few queries."""
    known = _held(known_with(people), people)
    new = [
        Patient(created_at=at, **fields)
        for number, fields in people.items()
        if number not in known
    ]
    Patient.objects.bulk_create(new, batch_size=500)
    audit.record_all(
        [
            audit.event_of(
                kind="patient.registered", subject=one, patient=one, by=by, at=at
            )
            for one in new
        ]
    )
    found = {str(one.identity_number): (one, True) for one in new}
    for number, patient in known.items():
        found[number] = _known(patient, people[number], by=by, at=at)
    return found


def _held(known: dict[str, Patient], numbers: Iterable[str]) -> dict[str, Patient]:
    """The same people, held until all is written; merged meanwhile, who they became."""
    keys = [one.pk for one in known.values()]
    is_merged = any(one.merged_into_id for one in hold(keys))
    return known_with(numbers) if is_merged else known


def hold(keys: Iterable[uuid.UUID]) -> list[Patient]:
    """The people, held until the transaction ends, in an order that all share."""
    rows = Patient.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _known(
    patient: Patient, fields: Mapping[str, Any], *, by: User, at: datetime
) -> tuple[Patient, bool]:
    """Somebody we know stays as they are, but is never less protected than said."""
    if patient.undone_at is not None:
        return register(**fields, by=by, at=at), True
    says_protected = fields.get("protection", Protection.NONE) != Protection.NONE
    if says_protected and not patient.is_protected:
        patient = change_contact(patient, protection=Protection.MARKED, by=by, at=at)
    return patient, False


@transaction.atomic
def set_aside(patients: list[Patient], *, by: User, at: datetime) -> None:
    """People whom an undone import had registered and nobody uses."""
    keys = [one.pk for one in patients]
    Patient.objects.filter(pk__in=keys).update(undone_at=at)
    audit.record_all(
        [
            audit.event_of(
                kind="patient.set_aside", subject=one, patient=one, by=by, at=at
            )
            for one in patients
        ]
    )
