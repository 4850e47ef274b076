"""Messages, queued and taken further through the actions."""

import itertools
from datetime import datetime

from accounts.models import system_user
from messaging import actions
from messaging.models import Message
from patients import actions as patient_actions
from patients.models import Case, Consent, Patient

_version = itertools.count(1)


def agreed(
    patient: Patient, *, at: datetime, answer: str = "yes", to: str = "sms"
) -> Consent:
    """The patient has answered about a channel."""
    return patient_actions.consent(
        patient,
        purpose=Consent.Purpose(to),
        answer=Consent.Answer(answer),
        by=system_user(),
        at=at,
    )


def message(subject: Case, *, at: datetime, **fields: object) -> Message:
    """An SMS to the case's patient, who has agreed to it."""
    patient = subject.patient
    if not patient.consents.exists():
        agreed(patient, at=at)
        agreed(patient, at=at, to="email")
    defaults: dict[str, object] = {
        "kind": "news",
        "version": next(_version),
        "channel": "sms",
        "to": patient.phone,
        "language": "sv",
        "patient": patient,
    }
    return actions.queue(
        subject=subject, by=system_user(), at=at, **{**defaults, **fields}
    )


def sending(subject: Case, *, at: datetime, worker: str = "w1") -> Message:
    """A message that a worker has claimed and not told about since."""
    message(subject, at=at)
    claimed = actions.claim_next(worker=worker, by=system_user(), at=at)
    assert claimed is not None
    return claimed


def lost(subject: Case, *, at: datetime) -> Message:
    """A message whose fate nobody knows."""
    return actions.lose(sending(subject, at=at), by=system_user(), at=at)
