"""What the patient is told about a visit, and when."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import actions as audit
from jurisdictions.clocks import reminder_time
from messaging import actions as messages
from messaging.queries import way_to
from patients import actions as patients
from visits.models import Visit

# A reminder so soon after the message about the time itself only disturbs.
APART = timedelta(hours=24)


def time_to_remind(starts_at: datetime, *, told_at: datetime) -> datetime | None:
    """When to remind, counted from when the patient was told of the time."""
    moment = reminder_time(starts_at, "sms", now=told_at)
    if moment is None or moment - told_at < APART:
        return None
    return moment


def tell(
    visit: Visit, kind: str, *, by: User, at: datetime, patient_knows: bool = False
) -> None:
    """Queue a message about the time, or ask somebody to call or write."""
    sent = _queue(visit, kind, by=by, at=at)
    if sent or patient_knows:
        patients.complete_tasks_about(visit, by=by, at=at, kind="visit.tell")
        return
    patients.raise_task(
        kind="visit.tell",
        title=_("Ring eller skriv brev om tiden"),
        why=_("Patienten får varken sms eller e-post från oss."),
        subject=visit,
        case=visit.case,
        owner=by,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def remind(visit: Visit, *, by: User, at: datetime) -> bool:
    """Remind of a visit, once. Claims the row first, so two sweeps remind once."""
    claimed = Visit.objects.due_for_reminder(at).filter(pk=visit.pk)
    if not claimed.update(reminded_at=at):
        return False
    _queue(visit, "visit_reminder", by=by, at=at)
    audit.record(
        kind="visit.reminded", subject=visit, patient=visit.case.patient, by=by, at=at
    )
    return True


def _queue(visit: Visit, kind: str, *, by: User, at: datetime) -> bool:
    """Queue one neutral message; tell whether there was a way to the patient."""
    patient = visit.case.patient
    way = way_to(patient)
    if way is None:
        return False
    local = timezone.localtime(visit.starts_at)
    messages.queue(
        subject=visit,
        kind=kind,
        version=visit.version,
        channel=way.channel,
        to=way.to,
        language=patient.language,
        patient=patient,
        expires_at=visit.starts_at,
        day=local.date(),
        clock=local.time(),
        by=by,
        at=at,
    )
    return True
