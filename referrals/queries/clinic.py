"""What a sending clinic sees of what it sent, and what it is asked for."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import CareUnit, User
from messaging.models import Message
from referrals.lifecycle import UNDECIDED, Status
from referrals.models import (
    ClinicDraft,
    PartRequest,
    Question,
    Referral,
    ReferralQuerySet,
    Reply,
)
from referrals.models.part import PartRequestQuerySet

_TAKEN_BACK = Q(status=Status.WITHDRAWN)
# Waits for a decision, its own or that of the referral that it is one case with.
STILL_OPEN = Q(status__in=UNDECIDED) | Q(
    status=Status.JOINED, joined_to__status__in=UNDECIDED
)
_TAKEN_ON = Q(confirms=Reply.Confirms.ACCEPTED)
# That it has come, or that it is taken on, is no answer about the patient yet.
BARE = _TAKEN_ON | Q(confirms=Reply.Confirms.RECEIVED)


@dataclass(frozen=True, kw_only=True)
class ClinicCounts:
    """How many referrals the clinic has, by what they wait for."""

    mine: int = 0
    unit: int = 0
    to_answer: int = 0
    silent: int = 0


CLINIC_VIEWS = ("mine", "unit", "asked", "silent", "drafts")


def clinic_counts(user: User, at: datetime) -> ClinicCounts:
    """Count the clinic's referrals in one query."""
    return ClinicCounts(
        **Referral.objects.visible_to(user)
        .annotate(
            asks=_asked_of_clinic(),
            answered=_answers(at),
        )
        .aggregate(
            mine=Count("pk", filter=Q(sender=user)),
            unit=Count("pk"),
            to_answer=Count("pk", filter=Q(asks=True) & STILL_OPEN),
            silent=Count("pk", filter=Q(answered=False) & ~_TAKEN_BACK),
        )
    )


def _asked_of_clinic() -> Exists:
    return Exists(
        Question.objects.filter(
            referral=OuterRef("pk"), to=Question.To.REFERRER, answered_at=None
        )
    )


def _answers(at: datetime) -> Exists:
    """Replies that say more than that the referral has come."""
    replies = Reply.objects.readable(at).filter(referral=OuterRef("pk"))
    return Exists(replies.exclude(BARE))


def sent_by_clinic(user: User, view: str, at: datetime) -> ReferralQuerySet:
    """What the clinic has sent, what waits for its answer first."""
    asked = _asked_of_clinic()
    rows = (
        Referral.objects.visible_to(user)
        .select_related("sender", "joined_to")
        .annotate(has_question=asked & STILL_OPEN)
        .order_by("-has_question", "-sent_at", "pk")
    )
    if view == "mine":
        return rows.filter(sender=user)
    if view == "asked":
        return rows.filter(asked, STILL_OPEN)
    return without_reply(rows, at) if view == "silent" else rows


def without_reply(rows: ReferralQuerySet, at: datetime) -> ReferralQuerySet:
    """Referrals that have got no answer yet; whoever has waited longest first."""
    taken_on = Reply.objects.readable(at).filter(_TAKEN_ON, referral=OuterRef("pk"))
    return (
        rows.exclude(_TAKEN_BACK)
        .filter(~_answers(at))
        .annotate(is_confirmed=Exists(taken_on))
        .order_by("sent_at", "pk")
    )


def clinics_to_remind(at: datetime) -> QuerySet[CareUnit]:
    """Clinics that have waited long, and that nobody has reminded for as long."""
    long_ago = at - timedelta(days=settings.SILENCE_REMINDER_DAYS)
    silent = without_reply(Referral.objects.filter(sent_at__lte=long_ago), at)
    told = Message.objects.filter(
        subject_label=CareUnit._meta.label_lower,
        subject_id=OuterRef("key"),
        kind="no_reply",
        created_at__gt=long_ago,
    )
    return (
        CareUnit.objects.exclude(email="")
        .annotate(key=Cast("pk", CharField()))
        .filter(Exists(silent.filter(sender_unit=OuterRef("pk"))), ~Exists(told))
        .order_by("name")
    )


def earlier_with(user: User, form_key: uuid.UUID) -> Referral | None:
    """What an earlier press of the same form sent."""
    return Referral.objects.visible_to(user).filter(form_key=form_key).first()


def own_draft(user: User, key: uuid.UUID, at: datetime) -> ClinicDraft | None:
    """The draft that the person writes under this form's key."""
    return ClinicDraft.objects.of(user, at=at).filter(pk=key).first()


def of_person(user: User, identity_number: str) -> list[Referral]:
    """What the user's own clinic has sent about a person, the latest first."""
    rows = Referral.objects.visible_to(user).select_related("joined_to", "patient")
    return list(
        rows.filter(patient__identity_number=identity_number).order_by("-sent_at")[:3]
    )


def parts_asked(user: User) -> PartRequestQuerySet:
    """Patients about whom the user's clinic is asked, because they agreed."""
    open_lead = Q(referral__status__in=UNDECIDED) | Q(
        referral__status=Status.ACCEPTED, referral__case__closed_at=None
    )
    return (
        PartRequest.objects.waiting()
        .filter(open_lead, to=PartRequest.To.CLINIC, clinic=user.unit_id)
        .exclude(clinic=None)
        .select_related("referral__patient")
    )
