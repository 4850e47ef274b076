"""A protected person gets no text and no mail: what was on its way stops."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from messaging.actions.queueing import withdraw_to
from patients import actions as patients
from patients.models import Patient, Protection


@transaction.atomic
def protect(
    patient: Patient,
    *,
    level: Protection,
    source: str,
    checked_on: date,
    by: User,
    at: datetime,
    reason: str = "",
) -> Patient:
    """Protect the person's identity, and stop what is on its way to their phone."""
    patient = patients.protect(
        patient,
        level=level,
        source=source,
        checked_on=checked_on,
        reason=reason,
        by=by,
        at=at,
    )
    if patient.is_protected:
        withdraw_to(patient, by=by, at=at)
    return patient
