"""What scheduled work looks for: promises about to break, answers that never came."""

from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from patients.models import Task
from referrals.models import Referral, ReferralQuerySet

WARN_DAYS = 14
# A promise about to break is said again after a week, not every ten minutes.
REMIND_AGAIN = timedelta(days=7)


def about_to_break(on: date, at: datetime) -> ReferralQuerySet:
    """Undecided referrals with few days left, of which nobody was told lately."""
    last = on + timedelta(days=WARN_DAYS)
    rows = Referral.objects.undecided().filter(due_on__lte=last)
    return _without_task(rows, "referral.clock", at)


def without_answer(on: date, at: datetime) -> ReferralQuerySet:
    """Referrals whose question should have been answered, not said lately."""
    rows = Referral.objects.waiting_for_answer().filter(reply_by__lt=on)
    return _without_task(rows, "referral.no_answer", at)


def _without_task(rows: ReferralQuerySet, kind: str, at: datetime) -> ReferralQuerySet:
    told = Task.objects.filter(
        Q(done_at=None) | Q(created_at__gt=at - REMIND_AGAIN),
        kind=kind,
        subject_label="referrals.referral",
        subject_id=OuterRef("key"),
    )
    rows = rows.annotate(key=Cast("pk", CharField()))
    return rows.filter(~Exists(told)).order_by("due_on")
