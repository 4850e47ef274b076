"""What scheduled work does when a referral is about to be late."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from patients import actions as patients
from patients.models import Task
from referrals.models import Referral


def warn_of_clock(referral: Referral, *, due_on: date, by: User, at: datetime) -> Task:
    """Remind those who assess that the promise is about to be broken."""
    return patients.raise_task(
        kind="referral.clock",
        title=_("Bedöm remissen: %(reference)s")
        % {"reference": referral.shown_reference},
        why=_("Vårdgarantin går ut %(day)s.") % {"day": due_on.isoformat()},
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
