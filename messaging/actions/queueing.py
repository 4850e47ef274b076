"""Putting a message in the queue, and taking it out again before it has left."""

from collections.abc import Collection
from datetime import date, datetime, time

from celery import current_app
from django.db import models, transaction

from accounts.models import User
from audit import actions as audit
from jurisdictions.clocks import next_allowed
from messaging.lifecycle import Channel, State
from messaging.models import Message, MessageQuerySet
from messaging.texts import ANSWERS, text_of
from patients import actions as patients
from patients.models import Patient


@transaction.atomic
def queue(
    *,
    subject: models.Model,
    kind: str,
    version: int,
    channel: str,
    to: str,
    language: str,
    by: User,
    at: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    patient: Patient | None = None,
    day: date | None = None,
    clock: time | None = None,
    code: str = "",
) -> Message:
    """Queue a message in the transaction of what it tells of.

    The same subject, kind, version and channel is one message, however often asked for.
    """
    text = text_of(kind, language=language, day=day, clock=clock, code=code)
    earliest = max(not_before or at, at)
    message, is_new = Message.objects.get_or_create(
        subject_label=subject._meta.label_lower,
        subject_id=str(subject.pk),
        kind=kind,
        version=version,
        channel=Channel(channel),
        again=0,
        defaults={
            "to": to,
            "language": language,
            "title": text.title if channel == Channel.EMAIL else "",
            "body": text.body,
            "not_before": earliest if kind in ANSWERS else next_allowed(earliest),
            "expires_at": expires_at,
            "patient": patient,
            "created_at": at,
            "created_by": by,
        },
    )
    if is_new:
        audit.record(
            kind="message.queued",
            subject=message,
            patient=patient,
            by=by,
            at=at,
            details={"kind": kind, "channel": message.channel},
        )
        nudge_after_commit()
    return message


def nudge_after_commit() -> None:
    """Wake the sender once the row can be seen. Without a broker, beat finds it."""
    # Robust: the row is saved, and no broken broker may fail the request after that.
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    """Ask for the sweep by name: tasks are a layer above."""
    current_app.send_task("messaging.tasks.send_what_is_due", retry=False)


@transaction.atomic
def withdraw_for(
    subject: models.Model, *, by: User, at: datetime, kinds: Collection[str] = ()
) -> int:
    """Stop what has not left yet, in the transaction that makes it untrue.

    What told nobody needs no call any more: it is no longer true either.
    """
    about = Message.objects.about(subject)
    return _withdraw(about.filter(kind__in=kinds) if kinds else about, by=by, at=at)


@transaction.atomic
def withdraw_to(patient: Patient, *, by: User, at: datetime) -> int:
    """Stop everything on its way to a person, whatever it tells of."""
    return _withdraw(Message.objects.filter(patient=patient), by=by, at=at)


def _withdraw(chosen: MessageQuerySet, *, by: User, at: datetime) -> int:
    # Locks out the sender: what it has claimed already is on its way and stays.
    held = chosen.select_for_update(of=("self",))
    ordered = held.select_related("patient").order_by("pk")
    for message in ordered.nobody_told():
        message.handled_at, message.handled_by = at, by
        message.save(update_fields=["handled_at", "handled_by"])
        patients.complete_tasks_about(message, by=by, at=at)
    stopped = list(ordered.filter(state=State.QUEUED))
    for message in stopped:
        message.state = State.WITHDRAWN
        message.save(update_fields=["state"])
        audit.record(
            kind="message.withdrawn",
            subject=message,
            patient=message.patient,
            by=by,
            at=at,
        )
    return len(stopped)
