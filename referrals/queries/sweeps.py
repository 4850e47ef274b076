"""What scheduled work looks for: promises about to break, answers that never came."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from audit.models import Event
from patients.models import Task
from referrals.lifecycle import Status
from referrals.models import Referral, ReferralQuerySet

WARN_DAYS = 14
# A question is given up on so long after the day by which it should be answered.
GIVE_UP_AFTER = timedelta(days=14)
# A referral that nobody has touched for so long has been forgotten.
FORGOTTEN_AFTER = timedelta(days=30)
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


def given_up(on: date, at: datetime) -> ReferralQuerySet:
    """Referrals whose question nobody has answered for two weeks past its day."""
    rows = Referral.objects.waiting_for_answer().filter(reply_by__lt=on - GIVE_UP_AFTER)
    return _without_task(rows, "referral.stale", at)


def forgotten(at: datetime) -> ReferralQuerySet:
    """Referrals that wait for the unit, and to which nothing has been done for long."""
    touched = (
        Event.objects.filter(
            subject_label="referrals.referral",
            subject_id=OuterRef("key"),
            at__gt=at - FORGOTTEN_AFTER,
        )
        .exclude(kind__endswith=".opened")
        .exclude(kind="referral.recounted")
    )
    rows = Referral.objects.filter(
        status=Status.RECEIVED, received_at__lte=at - FORGOTTEN_AFTER
    )
    return _without_task(rows, "referral.stale", at).filter(~Exists(touched))


def miscounted(due_of: Callable[[Referral], date | None]) -> Iterator[Referral]:
    """Undecided referrals due on another day than the rules of today say."""
    rows = Referral.objects.undecided().prefetch_related("parts", "pauses")
    for referral in rows.iterator(chunk_size=500):
        if due_of(referral) != referral.due_on:
            yield referral


def _without_task(rows: ReferralQuerySet, kind: str, at: datetime) -> ReferralQuerySet:
    told = Task.objects.filter(
        Q(done_at=None) | Q(created_at__gt=at - REMIND_AGAIN),
        kind=kind,
        subject_label="referrals.referral",
        subject_id=OuterRef("key"),
    )
    rows = rows.annotate(key=Cast("pk", CharField()))
    return rows.filter(~Exists(told)).order_by("due_on")
