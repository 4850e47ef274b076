"""Letters and replies of a case, whichever of its referrals they hang on."""

from datetime import datetime

from django.db.models import Q, QuerySet

from referrals.models import Audience, Letter, LetterQuerySet, Referral, Reply


def letters_of(referral: Referral) -> LetterQuerySet:
    """Letters about the referral and its parts, thrown away ones left out."""
    rows: LetterQuerySet = Letter.objects.filter(_of(referral))
    return rows.exclude(state=Letter.State.DISCARDED).select_related("referral")


def letters_to_clinic(referral: Referral, *, at: datetime) -> LetterQuerySet:
    """Letters to the clinic that sent it, once they have left."""
    rows: LetterQuerySet = Letter.objects.filter(
        referral=referral,
        audience=Audience.CLINIC,
        state=Letter.State.SENT,
        leaves_at__lte=at,
    )
    return rows


def replies_of(referral: Referral) -> QuerySet[Reply]:
    """What the unit answered the clinics of the case."""
    return Reply.objects.filter(_of(referral)).select_related("referral")


def _of(referral: Referral) -> Q:
    return Q(referral=referral) | Q(referral__joined_to=referral)


def receiver_of(referral: Referral, audience: str) -> Referral:
    """The referral that a letter hangs on: a clinic's own, when it is to a clinic."""
    if audience != Audience.CLINIC or referral.sender_unit_id:
        return referral
    part = referral.parts.exclude(sender_unit=None).order_by("sent_at").first()
    return part or referral


def clinics_told(referral: Referral) -> list[str]:
    """The names of the clinics that a reply about the case goes to."""
    rows = Referral.objects.filter(Q(pk=referral.pk) | Q(joined_to=referral))
    sent = rows.exclude(sender_unit=None).order_by("sent_at")
    return list(dict.fromkeys(sent.values_list("sender_unit__name", flat=True)))
