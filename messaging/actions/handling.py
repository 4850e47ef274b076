"""What a person does about a message that told nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from accounts.rows import held
from audit import actions as audit
from jurisdictions.clocks import next_allowed
from messaging.actions.queueing import nudge_after_commit
from messaging.lifecycle import Channel
from messaging.models import Message
from messaging.texts import SECRET
from patients import actions as patients
from patients.models import Patient


@transaction.atomic
def send_again(message: Message, *, by: User, at: datetime) -> Message:
    """Queue the same text once more, to the address that the person has now."""
    if message.kind in SECRET:
        raise Refused(_("Koden finns inte kvar här. Gör en ny i stället."))
    message = _handled(message, by=by, at=at)
    if message.expires_at and message.expires_at <= at:
        raise Refused(_("Tiden har redan passerat. Ring i stället."))
    copy = Message.objects.create(
        subject_label=message.subject_label,
        subject_id=message.subject_id,
        kind=message.kind,
        version=message.version,
        again=message.again + 1,
        channel=message.channel,
        to=_address_now(message),
        language=message.language,
        title=message.title,
        body=message.body,
        not_before=next_allowed(at),
        expires_at=message.expires_at,
        patient=message.patient,
        created_at=at,
        created_by=by,
    )
    audit.record(
        kind="message.sent_again",
        subject=copy,
        patient=copy.patient,
        by=by,
        at=at,
        details={"first": str(message.pk)},
    )
    nudge_after_commit()
    return copy


@transaction.atomic
def note_called(message: Message, *, by: User, at: datetime) -> Message:
    """Write down that the person has been told by phone instead."""
    message = _handled(message, by=by, at=at)
    audit.record(
        kind="message.told_by_phone",
        subject=message,
        patient=message.patient,
        by=by,
        at=at,
    )
    return message


def _handled(message: Message, *, by: User, at: datetime) -> Message:
    """Mark that somebody has taken care of it; only one person can."""
    message = held(Message.objects.all(), message.pk, "patient")
    if not message.waits_for_a_person:
        raise AlreadyDone(_("Det är redan ordnat, eller så gick meddelandet fram."))
    message.handled_at, message.handled_by = at, by
    message.save(update_fields=["handled_at", "handled_by"])
    patients.complete_tasks_about(message, by=by, at=at)
    return message


def _address_now(message: Message) -> str:
    """The patient's number or address as it is now; strangers have only the first."""
    patient: Patient | None = message.patient
    if patient is None:
        return message.to
    return patient.phone if message.channel == Channel.SMS else patient.email
