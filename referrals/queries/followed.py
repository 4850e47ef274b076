"""What those who wait for an answer are shown: their own, and nothing else."""

import uuid
from datetime import datetime

from accounts.models import User
from patients.models import Task
from referrals.models import OwnPart, Question, Referral, ReferralQuerySet, Reply


def first_contact_of(case_id: uuid.UUID) -> Task | None:
    """The call that whoever accepted has promised."""
    return Task.objects.filter(kind="case.first_contact", case=case_id).first()


def asked_of_person(referral: Referral) -> list[Question]:
    """What the person, not the clinic, has been asked about the whole case."""
    rows = Question.objects.filter(
        referral__in=_together(referral), to=Question.To.PATIENT
    )
    return list(rows)


def still_asked(
    referral: Referral, pk: uuid.UUID, *, even_if_decided: bool = False
) -> Question | None:
    """One question to the person, as long as the answer can change anything."""
    if not (even_if_decided or referral.lead.is_undecided):
        return None
    asked = asked_of_person(referral)
    return next((row for row in asked if row.pk == pk and not row.answered_at), None)


def own_referrals(user: User) -> ReferralQuerySet:
    """The referrals of whoever has signed in, the latest first."""
    return (
        Referral.objects.visible_to(user)
        .select_related("joined_to", "sender_unit")
        .order_by("-sent_at", "pk")
    )


def waiting_for_person(referrals: list[Referral]) -> set[uuid.UUID]:
    """Which of the cases wait for an answer from the person."""
    keys = {key for row in referrals for key in (row.pk, row.joined_to_id) if key}
    asked = Question.objects.filter(
        referral__in=keys, to=Question.To.PATIENT, answered_at=None
    )
    return set(asked.values_list("referral", flat=True))


def asked_of_clinic(referral: Referral) -> list[Question]:
    """That the clinic was asked, and when; what it said is read in the replies."""
    rows = Question.objects.filter(
        referral__in=_together(referral), to=Question.To.REFERRER
    )
    return list(rows)


def replies_about(referral: Referral, *, at: datetime) -> list[Reply]:
    """What the clinic was answered, as soon as it can read it itself; no receipts."""
    rows = Reply.objects.answers().readable(at)
    rows = rows.filter(referral__in=_together(referral))
    # Every clinic of a case is told the same at the same time.
    return list({(row.code, row.sent_at): row for row in rows}.values())


def own_parts(lead: Referral) -> list[OwnPart]:
    """What the person has written about what they hope for."""
    return list(OwnPart.objects.filter(referral=lead))


def _together(referral: Referral) -> list[uuid.UUID]:
    return [key for key in (referral.pk, referral.joined_to_id) if key]
