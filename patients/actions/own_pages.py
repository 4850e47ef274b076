"""The patient's own log-in: made at the first e-ID, closed and opened by the team."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User, system_user
from accounts.refusals import AlreadyDone, Refused
from accounts.roles import Role
from audit import actions as audit
from patients.actions.people import connect_user
from patients.actions.row import locked, note
from patients.models import Patient


@transaction.atomic
def log_in_by_eid(patient: Patient, *, by: User, at: datetime) -> User:
    """Let the patient in; the first time the log-in is made. Each time is an event.

    The caller has looked whether the log-in is open: a refusal is an event as well,
    and nothing of it may be rolled back.
    """
    patient = locked(patient)
    user = patient.user or _made_for(patient, by=by, at=at)
    note("patient.logged_in", patient, by=user, at=at)
    return user


def _made_for(patient: Patient, *, by: User, at: datetime) -> User:
    """A log-in without a password, whose name tells nothing of the person."""
    user = accounts.add_user(
        password=None,
        username=f"p-{uuid.uuid4().hex[:20]}",
        name=patient.name,
        role=Role.PATIENT,
        language=patient.language,
        by=by,
        at=at,
    )
    connect_user(patient, user=user, by=by, at=at)
    return user


@transaction.atomic
def refuse_log_in(
    *, why: str, by: User, at: datetime, patient: Patient | None = None
) -> None:
    """Write down that somebody was not let in, and never which number it was."""
    audit.record(
        kind="log_in.refused",
        subject=patient or by,
        patient=patient,
        by=by,
        at=at,
        details={"why": why},
    )


@transaction.atomic
def close_log_in(patient: Patient, *, reason: str, by: User, at: datetime) -> Patient:
    """Close the own pages, at once and also for the e-ID, until they are opened."""
    return _switch(patient, is_active=False, reason=reason, by=by, at=at)


@transaction.atomic
def open_log_in(patient: Patient, *, reason: str, by: User, at: datetime) -> Patient:
    """Let the patient in again."""
    return _switch(patient, is_active=True, reason=reason, by=by, at=at)


def _switch(
    patient: Patient, *, is_active: bool, reason: str, by: User, at: datetime
) -> Patient:
    patient = locked(patient)
    if patient.user is None:
        raise Refused(_("Patienten har ingen inloggning."))
    if patient.user.is_active == is_active:
        raise AlreadyDone(_("Någon har redan ändrat inloggningen."))
    # The account is the system's to switch: the event about the patient says who.
    accounts.change_user(patient.user, by=system_user(), at=at, is_active=is_active)
    note(
        "patient.log_in_opened" if is_active else "patient.log_in_closed",
        patient,
        by=by,
        at=at,
        reason=reason,
    )
    return patient


@transaction.atomic
def disconnect_user(
    patient: Patient, *, reason: str, by: User, at: datetime
) -> Patient:
    """Take away a log-in that was given to the wrong person, for good."""
    patient = locked(patient)
    user = patient.user
    if user is None:
        raise AlreadyDone(_("Patienten har ingen inloggning."))
    patient.user = None
    patient.save(update_fields=["user"])
    accounts.change_user(user, by=system_user(), at=at, is_active=False)
    note(
        "patient.user_disconnected",
        patient,
        by=by,
        at=at,
        reason=reason,
        user=str(user.pk),
    )
    return patient
