"""What scheduled work does about what is late, forgotten or without an answer."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import Refused
from messaging import actions as messaging
from messaging.lifecycle import Channel
from messaging.models import Message
from patients import actions as patients
from patients.models import Task
from referrals import letters, queries
from referrals.actions.row import give_task
from referrals.models import Referral

WAIT_LONGER = timedelta(days=7)


def warn_of_clock(referral: Referral, *, due_on: date, by: User, at: datetime) -> Task:
    """Remind those who assess that the promise is about to be broken."""
    return give_task(
        referral,
        kind="referral.clock",
        title=_("Bedöm remissen: %(reference)s"),
        why=_("Fristen går ut %(day)s.") % {"day": due_on.isoformat()},
        owner=referral.assigned_to,
        is_urgent=True,
        due_on=due_on,
        by=by,
        at=at,
    )


def warn_of_no_answer(
    referral: Referral, *, reply_by: date, by: User, at: datetime
) -> Task:
    """Remind those who assess that nobody has answered the question."""
    return give_task(
        referral,
        kind="referral.no_answer",
        title=_("Inget svar har kommit: %(reference)s"),
        why=_("Svaret skulle komma senast %(day)s.") % {"day": reply_by.isoformat()},
        owner=referral.assigned_to,
        due_on=reply_by,
        by=by,
        at=at,
    )


def propose_an_answer(referral: Referral, *, why: str, by: User, at: datetime) -> Task:
    """Ask those who assess to settle what went stale. Nothing is sent by itself."""
    return give_task(
        referral,
        kind=queries.STALE,
        title=_("Ta ställning till remissen: %(reference)s"),
        why=why,
        owner=referral.assigned_to,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def stale_task(referral: Referral) -> Task | None:
    """The question whether to go on waiting, if it has been raised."""
    return queries.stale_tasks().filter(subject_id=str(referral.pk)).first()


@transaction.atomic
def wait_longer(referral: Referral, *, by: User, at: datetime) -> Task:
    """Give whoever was asked one more week; the proposal comes back after it."""
    task = stale_task(referral)
    if task is None:
        raise Refused(_("Det finns inget förslag att vänta med."))
    until = timezone.localdate(at) + WAIT_LONGER
    return patients.move_task(task, owner=task.owner, due_on=until, by=by, at=at)


def remind_of_silence(clinic: CareUnit, *, by: User, at: datetime) -> Message:
    """One neutral mail for all that a clinic waits for (rules REF-12).

    Which referrals those are, its own list says.
    """
    earlier = Message.objects.about(clinic).filter(kind="no_reply")
    return messaging.queue(
        subject=clinic,
        kind="no_reply",
        version=earlier.count() + 1,
        channel=Channel.EMAIL,
        to=clinic.email,
        language=letters.clinic_language(),
        by=by,
        at=at,
    )
