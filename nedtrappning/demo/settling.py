"""Bringing messages and sweeps of the past up to now."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import system_user
from aftercare import actions as aftercare
from aftercare.models import CheckIn
from jurisdictions.clocks import may_send
from messaging import actions as messaging
from messaging.lifecycle import State
from messaging.models import Message
from patients import actions as patients
from patients.models import Task
from referrals import actions as referrals
from referrals.models import Letter


def settle(*, now: datetime) -> None:
    """Let everything that should have happened by itself have happened."""
    by = system_user()
    _lose_one(now=now)
    send_the_past(before=now - timedelta(hours=3))
    due = CheckIn.objects.filter(aftercare__ended_at=None)
    for check_in in due.overdue(aftercare.missed_before(now)):
        aftercare.note_missed(check_in, by=by, at=now)
    _tick_off_the_past(now=now)
    _post_the_past(now=now)


def _post_the_past(*, now: datetime) -> None:
    """Letters of long ago went the day after; those of the last days wait."""
    old = Letter.objects.to_print().filter(leaves_at__lt=now - timedelta(days=4))
    for letter in old.select_related("sent_by"):
        if letter.sent_by and letter.leaves_at:
            posted_at = letter.leaves_at + timedelta(days=1)
            referrals.mark_posted(letter, by=letter.sent_by, at=posted_at)


def send_the_past(*, before: datetime) -> None:
    """Messages of the past were sent then; nothing of it leaves today."""
    by = system_user()
    queued = Message.objects.filter(state=State.QUEUED, not_before__lt=before)
    while oldest := queued.order_by("not_before", "pk").first():
        message = messaging.claim_next(worker="demo", by=by, at=oldest.not_before)
        if message and message.state == State.SENDING:
            messaging.note_sent(
                message, provider_id="demo", by=by, at=oldest.not_before
            )


def _lose_one(*, now: datetime) -> None:
    """One message whose fate nobody knows, so that the page for it has a row."""
    newest = Message.objects.filter(state=State.QUEUED).order_by("-not_before").first()
    if newest is None:
        return
    by, at = system_user(), max(newest.not_before, now)
    if may_send(at):
        message = messaging.claim_next(worker="demo", by=by, at=at)
        if message and message.state == State.SENDING:
            messaging.lose(message, by=by, at=now)


def _tick_off_the_past(*, now: datetime) -> None:
    """A team does its tasks; only those of the last days may be late."""
    long_ago = timezone.localdate(now) - timedelta(days=4)
    done = ["plan.letter", "visit.tell", "visit.missed"]
    old = Task.objects.undone().filter(due_on__lt=long_ago, kind__in=done)
    for task in old.select_related("owner"):
        patients.complete_task(task, by=task.owner or system_user(), at=now)
