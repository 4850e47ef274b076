"""The patient's log-in, as the team sees it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from audit.models import Event
from patients.models import Patient


@dataclass(frozen=True)
class LogIn:
    """One log-in: how one gets in, since when, when last."""

    user: User
    is_by_eid: bool
    since: datetime | None
    last: datetime | None


def log_in_of(patient: Patient) -> LogIn | None:
    """The log-in that the patient has, open or closed."""
    user = patient.user
    if user is None:
        return None
    return LogIn(
        user=user,
        is_by_eid=not user.has_usable_password(),
        since=_latest(patient, "patient.user_connected"),
        last=user.last_login,
    )


def _latest(patient: Patient, kind: str) -> datetime | None:
    events = Event.objects.about_patient(patient.pk).filter(kind=kind)
    return events.values_list("at", flat=True).first()
