"""What a sending clinic sees of what it sent."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from referrals.lifecycle import UNDECIDED
from referrals.models import Question, Referral, ReferralQuerySet


@dataclass(frozen=True, kw_only=True)
class ClinicCounts:
    """How many referrals the clinic has, by what they wait for."""

    mine: int = 0
    unit: int = 0
    to_answer: int = 0


CLINIC_VIEWS = ("mine", "unit", "asked")


def clinic_counts(user: User) -> ClinicCounts:
    """Count the clinic's referrals in one query."""
    asked = Q(questions__to=Question.To.REFERRER, questions__answered_at=None)
    return ClinicCounts(
        **Referral.objects.visible_to(user).aggregate(
            mine=Count("pk", filter=Q(sender=user), distinct=True),
            unit=Count("pk", distinct=True),
            to_answer=Count(
                "pk", filter=asked & Q(status__in=UNDECIDED), distinct=True
            ),
        )
    )


def sent_by_clinic(user: User, view: str) -> ReferralQuerySet:
    """What the clinic has sent, what waits for its answer first."""
    rows = Referral.objects.visible_to(user)
    if view == "mine":
        rows = rows.filter(sender=user)
    asked = Question.objects.filter(
        referral=OuterRef("pk"), to=Question.To.REFERRER, answered_at=None
    )
    if view == "asked":
        rows = rows.undecided().filter(Exists(asked))
    return (
        rows.select_related("sender")
        .annotate(has_question=Exists(asked) & Q(status__in=UNDECIDED))
        .order_by("-has_question", "-sent_at", "pk")
    )


def earlier_with(user: User, form_key: uuid.UUID) -> Referral | None:
    """What an earlier press of the same form sent."""
    return Referral.objects.visible_to(user).filter(form_key=form_key).first()
