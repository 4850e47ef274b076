"""How a person may be reached, and why a message may not go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from messaging.lifecycle import ON_ITS_WAY, Channel, Why
from messaging.models import Message
from messaging.texts import FORETOLD
from patients.models import Consent, Patient

PURPOSES = {
    Channel.SMS: Consent.Purpose.SMS,
    Channel.EMAIL: Consent.Purpose.EMAIL,
}


@dataclass(frozen=True)
class Way:
    """A channel that the patient has said yes to, and where it leads."""

    channel: Channel
    to: str


def way_to(patient: Patient) -> Way | None:
    """How the patient may be told; None when somebody has to call or write."""
    if patient.is_protected:
        return None
    if patient.phone and has_agreed(patient, Channel.SMS):
        return Way(Channel.SMS, patient.phone)
    if patient.email and has_agreed(patient, Channel.EMAIL):
        return Way(Channel.EMAIL, patient.email)
    return None


def has_agreed(patient: Patient, channel: Channel) -> bool:
    """Tell whether the newest answer about the channel is yes."""
    return _newest_answer(patient, channel) == Consent.Answer.YES


def has_refused(patient: Patient, channel: Channel) -> bool:
    """Tell whether the newest answer about the channel is anything but a yes."""
    return _newest_answer(patient, channel) not in {"", Consent.Answer.YES}


def _newest_answer(patient: Patient, channel: Channel) -> str:
    newest = Consent.objects.filter(patient=patient, purpose=PURPOSES[channel]).first()
    return newest.answer if newest else ""


def why_not_sent(message: Message, *, at: datetime) -> Why | None:
    """Why the message may not leave, asked at the last moment before it does."""
    if not message.to:
        return Why.NO_ADDRESS
    if message.expires_at and message.expires_at <= at:
        return Why.TOO_LATE
    if message.patient is None:
        return None
    if message.patient.is_protected:
        return Why.PROTECTED
    channel = Channel(message.channel)
    if message.kind in FORETOLD:
        return Why.NO_CONSENT if has_refused(message.patient, channel) else None
    return None if has_agreed(message.patient, channel) else Why.NO_CONSENT


def has_left(subject: models.Model, *, kind: str, since: datetime) -> bool:
    """Tell whether a message of that kind is on its way, or was, since then."""
    about = Message.objects.about(subject).filter(kind=kind, created_at__gte=since)
    return about.filter(state__in=ON_ITS_WAY).exists()


def messages_about(subject_label: str, subject_id: str) -> list[Message]:
    """What was sent about a visit, referral or check-in, newest first."""
    about = Message.objects.filter(subject_label=subject_label, subject_id=subject_id)
    return list(about.select_related("handled_by").newest_first())
