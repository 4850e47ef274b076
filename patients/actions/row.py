"""The patient's own row: held, and told about in the log."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.rows import held
from audit import actions as audit
from patients.models import Patient


def locked(patient: Patient) -> Patient:
    """The row as it is now, held until the transaction ends."""
    return held(Patient.objects.all(), patient.pk, "user")


def note(
    kind: str,
    patient: Patient,
    /,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    **details: Any,
) -> None:
    """Write in the log what was done to the patient's row."""
    audit.record(
        kind=kind,
        subject=patient,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
        details=details,
    )
