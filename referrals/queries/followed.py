"""What those who wait for an answer are shown: their own, and nothing else."""

import uuid

from accounts.models import User
from patients.models import Task
from referrals.models import Question, Referral, ReferralQuerySet


def first_contact_of(case_id: uuid.UUID) -> Task | None:
    """The call that whoever accepted has promised."""
    return Task.objects.filter(kind="case.first_contact", case=case_id).first()


def asked_of_person(referral: Referral) -> list[Question]:
    """What the person, not the clinic, has been asked about the whole case."""
    together = [key for key in (referral.pk, referral.joined_to_id) if key]
    rows = Question.objects.filter(referral__in=together, to=Question.To.PATIENT)
    return list(rows)


def own_referrals(user: User) -> ReferralQuerySet:
    """The referrals of whoever has signed in, the latest first."""
    return (
        Referral.objects.visible_to(user)
        .select_related("joined_to", "sender_unit")
        .order_by("-sent_at", "pk")
    )
