"""Protected identity: set, checked again, lifted (rules PRO-01, PRO-03)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from patients.actions.row import locked, note
from patients.actions.tasks import complete_tasks_about, raise_task
from patients.models import Case, Patient, Protection, Task

# Their mail goes through the tax agency: no street address is kept here.
FORWARDED = frozenset({Protection.REGISTERED_ELSEWHERE, Protection.NEW_IDENTITY})


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
    """Write down the level, from where it is known, and the day it was looked up."""
    patient = locked(patient)
    before = patient.protection
    patient.protection = level
    patient.protection_source, patient.protection_checked_on = source, checked_on
    if level in FORWARDED:
        patient.address = ""
    patient.save(
        update_fields=[
            *("protection", "protection_source", "protection_checked_on", "address"),
        ]
    )
    note(
        "patient.protection_set",
        patient,
        by=by,
        at=at,
        reason=reason,
        **{"from": before, "to": level},
    )
    for case in patient.cases.all():
        complete_tasks_about(case, kind=CHECK, by=by, at=at)
    return patient


CHECK = "patient.protection_check"


def ask_to_check(case: Case, *, due_on: date, by: User, at: datetime) -> Task:
    """Somebody looks up whether the protection still holds, and at which level."""
    return raise_task(
        kind=CHECK,
        title=_("Kontrollera de skyddade uppgifterna"),
        why=_("Ett skydd kan ändras. Det är dags att slå upp det igen."),
        subject=case,
        case=case,
        owner=case.owner,
        due_on=due_on,
        by=by,
        at=at,
    )
