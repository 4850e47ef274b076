"""Who the patient is: registering, contact, the own log-in, what was shown."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone
from audit import actions as audit
from patients.actions.row import locked, note
from patients.models import (
    Patient,
)


@transaction.atomic
def register(*, by: User, at: datetime, **fields: Any) -> Patient:
    """Register a person, or return the one who already has the number."""
    number = fields.get("identity_number")
    if known := _with_number(number):
        return _again(known, fields, by=by, at=at)
    try:
        with transaction.atomic():
            patient = Patient.objects.create(created_at=at, **fields)
    except IntegrityError:
        # Somebody else registered the same person a moment ago.
        if known := _with_number(number):
            return known
        raise
    note("patient.registered", patient, by=by, at=at)
    return patient


def _again(
    known: Patient, fields: dict[str, Any], *, by: User, at: datetime
) -> Patient:
    """Somebody we know; one whose import was undone is registered as if anew."""
    if known.undone_at is None:
        return known
    for name, value in fields.items():
        setattr(known, name, value)
    known.undone_at, known.created_at = None, at
    known.save()
    note("patient.registered", known, by=by, at=at)
    return known


def _with_number(number: str | None) -> Patient | None:
    """Return the person who has the number or had it, held until all is written."""
    if not number:
        return None
    found = Patient.objects.with_number(number).select_for_update(
        of=("self",), no_key=True
    )
    # Merged while we waited for the row: the second look finds who it became.
    return found.first() or found.first()


@transaction.atomic
def change_contact(
    patient: Patient, *, by: User, at: datetime, **fields: str | bool
) -> Patient:
    """Write down a new phone, e-mail, address or language."""
    patient = locked(patient)
    for name, value in fields.items():
        setattr(patient, name, value)
    patient.save(update_fields=list(fields))
    note("patient.contact_changed", patient, by=by, at=at, fields=sorted(fields))
    return patient


@transaction.atomic
def connect_user(patient: Patient, *, user: User, by: User, at: datetime) -> Patient:
    """Let the patient sign in to the own pages as `user`."""
    patient = locked(patient)
    if patient.merged_into_id:
        raise AlreadyDone(_("Patienten är ihopslagen med en annan."))
    patient.user = user
    patient.save(update_fields=["user"])
    note("patient.user_connected", patient, by=by, at=at)
    return patient


@transaction.atomic
def reveal(patient: Patient, *, reason: str, by: User, at: datetime) -> uuid.UUID:
    """Log that protected contact details were shown, and to whom."""
    event = audit.record(
        kind="patient.contact_revealed",
        subject=patient,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
    )
    return event.pk
