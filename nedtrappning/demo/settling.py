"""Bringing messages and sweeps of the past up to now."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import system_user
from aftercare import actions as aftercare
from aftercare.models import CheckIn
from messaging import actions as messaging
from messaging.lifecycle import State
from messaging.models import Message
from patients import actions as patients
from patients.models import Task


def settle(*, now: datetime) -> None:
    """Let everything that should have happened by itself have happened."""
    by = system_user()
    _send_the_past(now=now)
    due = CheckIn.objects.filter(aftercare__ended_at=None)
    for check_in in due.overdue(aftercare.missed_before(now)):
        aftercare.note_missed(check_in, by=by, at=now)
    _tick_off_the_past(now=now)


def _send_the_past(*, now: datetime) -> None:
    """Messages of the past were sent then; nothing of it leaves today."""
    by, recent = system_user(), now - timedelta(hours=3)
    while True:
        oldest = (
            Message.objects.filter(state=State.QUEUED, not_before__lt=recent)
            .order_by("not_before", "pk")
            .first()
        )
        if oldest is None:
            return
        at = oldest.not_before
        message = messaging.claim_next(worker="demo", by=by, at=at)
        if message and message.state == State.SENDING:
            messaging.note_sent(message, provider_id="demo", by=by, at=at)


def _tick_off_the_past(*, now: datetime) -> None:
    """A team does its tasks: what was due long ago is done, with few left late."""
    long_ago = timezone.localdate(now) - timedelta(days=4)
    done = ["case.first_contact", "taper.plan_letter", "visit.book", "plan.letter"]
    old = Task.objects.undone().filter(due_on__lt=long_ago, kind__in=done)
    for task in old.select_related("owner"):
        patients.complete_task(task, by=task.owner or system_user(), at=now)
