"""What scheduled work does when a referral is about to be late, or forgotten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from patients import actions as patients
from patients.models import Task
from referrals.models import Referral

STALE = "referral.stale"
WAIT_LONGER = timedelta(days=7)


def warn_of_clock(referral: Referral, *, due_on: date, by: User, at: datetime) -> Task:
    """Remind those who assess that the promise is about to be broken."""
    return patients.raise_task(
        kind="referral.clock",
        title=_("Bedöm remissen: %(reference)s")
        % {"reference": referral.shown_reference},
        why=_("Fristen går ut %(day)s.") % {"day": due_on.isoformat()},
        subject=referral,
        owner=referral.assigned_to,
        permission=Permission.TRIAGE,
        is_urgent=True,
        due_on=due_on,
        by=by,
        at=at,
    )


def warn_of_no_answer(
    referral: Referral, *, reply_by: date, by: User, at: datetime
) -> Task:
    """Remind those who assess that nobody has answered the question."""
    return patients.raise_task(
        kind="referral.no_answer",
        title=_("Inget svar har kommit: %(reference)s")
        % {"reference": referral.shown_reference},
        why=_("Svaret skulle komma senast %(day)s.") % {"day": reply_by.isoformat()},
        subject=referral,
        owner=referral.assigned_to,
        permission=Permission.TRIAGE,
        due_on=reply_by,
        by=by,
        at=at,
    )


def propose_an_answer(referral: Referral, *, why: str, by: User, at: datetime) -> Task:
    """Ask those who assess to settle what went stale. Nothing is sent by itself."""
    return patients.raise_task(
        kind=STALE,
        title=_("Ta ställning till remissen: %(reference)s")
        % {"reference": referral.shown_reference},
        why=why,
        subject=referral,
        owner=referral.assigned_to,
        permission=Permission.TRIAGE,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def stale_task(referral: Referral) -> Task | None:
    """The question whether to go on waiting, if it has been raised."""
    return (
        Task.objects.undone()
        .filter(
            kind=STALE,
            subject_label="referrals.referral",
            subject_id=str(referral.pk),
        )
        .first()
    )


@transaction.atomic
def wait_longer(referral: Referral, *, by: User, at: datetime) -> Task:
    """Give whoever was asked one more week; the proposal comes back after it."""
    task = stale_task(referral)
    if task is None:
        raise Refused(_("Det finns inget förslag att vänta med."))
    until = timezone.localdate(at) + WAIT_LONGER
    return patients.move_task(task, owner=task.owner, due_on=until, by=by, at=at)
