"""From queued to sent. What was handed over is never handed over again by itself."""

import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from accounts.rows import held
from audit import actions as audit
from jurisdictions.clocks import may_send, next_allowed
from messaging.lifecycle import State, Why, check_move
from messaging.models import MOST_ATTEMPTS, Message
from messaging.queries import why_not_sent
from messaging.texts import ANSWERS, ASKED_FOR, REMINDERS, SECRET, UNSEEN
from patients import actions as patients

# Longer than the gateway and the mail server may take to answer.
LOST_AFTER = timedelta(minutes=2)
WAITS = [timedelta(minutes=1), timedelta(minutes=15)]
JITTER_SECONDS = 20
# An answer as late as this is no longer an answer to what somebody did a moment ago.
# Six figures, or three groups of figures and capitals.
CODE = re.compile(r"\b([0-9]{6}|[0-9A-Z]{4}(-[0-9A-Z]{4}){2})\b")
ANSWER_IS_FRESH = timedelta(minutes=15)


@transaction.atomic
def claim_next(*, worker: str, by: User, at: datetime) -> Message | None:
    """Take the next due message, or None. The claim is committed before it is sent.

    One at a time: a worker that dies leaves at most one message that nobody knows of.
    """
    message = (
        Message.objects.filter(state=State.QUEUED, not_before__lte=at)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("patient")
        .order_by("not_before", "pk")
        .first()
    )
    if message is None:
        return None
    if why := why_not_sent(message, at=at):
        if why == Why.TOO_LATE and message.kind in REMINDERS:
            return _skip(message, why=why, by=by, at=at)
        return _fail(message, why=why, by=by, at=at)
    if not _is_time(message, at):
        message.not_before = next_allowed(at)
        message.save(update_fields=["not_before"])
        return message
    check_move(message.state, State.SENDING)
    message.state, message.claimed_at, message.worker = State.SENDING, at, worker
    message.attempts += 1
    message.save(update_fields=["state", "claimed_at", "worker", "attempts"])
    return message


def _is_time(message: Message, at: datetime) -> bool:
    """Tell whether it may arrive now: never at night, even after an outage."""
    is_fresh = at - message.created_at <= ANSWER_IS_FRESH
    return may_send(at) or (message.kind in ANSWERS and is_fresh)


@transaction.atomic
def note_sent(message: Message, *, provider_id: str, by: User, at: datetime) -> Message:
    """Write down that the gateway took it, also when it had been given up for lost."""
    message = _locked(message)
    check_move(message.state, State.SENT)
    was_lost = message.state == State.UNKNOWN
    message.state, message.sent_at = State.SENT, at
    message.provider_id, message.error = provider_id[:100], ""
    _hide_secret(message)
    message.save(
        update_fields=["state", "sent_at", "provider_id", "error", "body", "to"]
    )
    if was_lost:
        patients.complete_tasks_about(message, by=by, at=at)
    _record("message.sent", message, by=by, at=at)
    return message


@transaction.atomic
def note_delivered(message: Message, *, by: User, at: datetime) -> Message:
    """Write down that the gateway says it has reached the phone. Read is another thing.

    The gateway may say so before the sender has written that it was sent.
    """
    message = _locked(message)
    if message.state == State.DELIVERED:
        return message
    check_move(message.state, State.DELIVERED)
    message.state, message.error = State.DELIVERED, ""
    message.sent_at = message.sent_at or at
    message.save(update_fields=["state", "error", "sent_at"])
    patients.complete_tasks_about(message, by=by, at=at)
    _record("message.delivered", message, by=by, at=at)
    return message


@transaction.atomic
def try_later(message: Message, *, by: User, at: datetime) -> Message:
    """Put it back for a later try; after the last one a person takes over."""
    message = _locked(message)
    if message.attempts >= MOST_ATTEMPTS:
        return _fail(message, why=Why.AWAY, by=by, at=at)
    check_move(message.state, State.QUEUED)
    jitter = timedelta(seconds=secrets.randbelow(JITTER_SECONDS))
    message.state = State.QUEUED
    message.not_before = at + WAITS[message.attempts - 1] + jitter
    message.claimed_at, message.worker = None, ""
    message.save(update_fields=["state", "not_before", "claimed_at", "worker"])
    _record("message.put_back", message, by=by, at=at)
    return message


@transaction.atomic
def fail(message: Message, *, why: Why, by: User, at: datetime) -> Message:
    """Give up sending it, and ask a person to tell whoever should have been told."""
    return _fail(_locked(message), why=why, by=by, at=at)


@transaction.atomic
def lose(message: Message, *, by: User, at: datetime) -> Message:
    """Admit that nobody knows whether it went out, and ask a person to find out."""
    message = _locked(message)
    if message.state != State.SENDING:
        return message
    message.state, message.error = State.UNKNOWN, Why.LOST
    message.save(update_fields=["state", "error"])
    _record("message.lost", message, by=by, at=at)
    _raise_task(
        message,
        title=_("Ring: vi vet inte om meddelandet gick fram"),
        by=by,
        at=at,
    )
    return message


def lost_before(at: datetime) -> Q:
    """Being sent for so long that whoever was sending it must be gone."""
    return Q(state=State.SENDING, claimed_at__lt=at - LOST_AFTER)


def _skip(message: Message, *, why: Why, by: User, at: datetime) -> Message:
    """Leave out a reminder that comes too late: the person knew before (MSG-04)."""
    check_move(message.state, State.WITHDRAWN)
    message.state, message.error = State.WITHDRAWN, why
    message.save(update_fields=["state", "error"])
    _record("message.withdrawn", message, by=by, at=at)
    return message


def _fail(message: Message, *, why: Why, by: User, at: datetime) -> Message:
    check_move(message.state, State.FAILED)
    message.state, message.error = State.FAILED, why
    _hide_secret(message)
    message.save(update_fields=["state", "error", "body", "to"])
    _record("message.failed", message, by=by, at=at)
    _raise_task(
        message,
        title=_("Ring eller skriv brev: ingen har fått veta"),
        by=by,
        at=at,
    )
    return message


def _locked(message: Message) -> Message:
    """Return the row as it is now, held until the transaction ends."""
    return held(Message.objects.all(), message.pk, "patient")


def _hide_secret(message: Message) -> None:
    """The code that opens a door goes, and to whom, when nobody has been told."""
    if message.kind in SECRET:
        message.body = CODE.sub("······", message.body)
    if message.kind in UNSEEN:
        message.to = ""


def _record(kind: str, message: Message, *, by: User, at: datetime) -> None:
    audit.record(
        kind=kind,
        subject=message,
        patient=message.patient,
        by=by,
        at=at,
        details={"why": message.error} if message.error else {},
    )


def _raise_task(message: Message, *, title: str, by: User, at: datetime) -> None:
    """One task per message; a code that did not arrive is asked for again instead."""
    if message.kind in ASKED_FOR:
        return
    patient = message.patient
    case = patient.cases.open().first() if patient else None
    patients.raise_task(
        kind="message.nobody_told",
        title=title,
        why=str(Why(message.error).label),
        subject=message,
        case=case,
        owner=case.owner if case else None,
        permission=Permission.CARE if case else Permission.TRIAGE,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
