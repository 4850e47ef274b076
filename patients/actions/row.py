"""The patient's own row: held, and told about in the log."""

from datetime import datetime
from typing import Any

from accounts.models import User
from audit import actions as audit
from patients.models import Patient


def locked(patient: Patient) -> Patient:
    """The row as it is now, held until the transaction ends."""
    rows = Patient.objects.select_for_update(of=("self",)).select_related("user")
    return rows.get(pk=patient.pk)


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
