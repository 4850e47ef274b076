"""Letters and replies of a case, whichever of its referrals they hang on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import CareUnit
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


@dataclass(frozen=True, kw_only=True)
class ClinicAddress:
    """A clinic as an envelope names it; `written_at` when a letter taught us where."""

    name: str
    address: str = ""
    written_at: datetime | None = None


def clinic_of(referral: Referral) -> ClinicAddress:
    """The clinic that is written to: its own address, else the one used last."""
    unit = referral.sender_unit or referral.health_centre
    name = unit.name if unit else referral.health_centre_text.strip()
    if not name:
        return ClinicAddress(name="")
    unit = unit or CareUnit.objects.filter(name__iexact=name, is_active=True).first()
    if unit and unit.address:
        return ClinicAddress(name=unit.name, address=unit.address)
    last = _last_letter_to(name)
    if last is None:
        return ClinicAddress(name=name)
    return ClinicAddress(name=name, address=last.to_address, written_at=last.sent_at)


def _last_letter_to(name: str) -> Letter | None:
    """Only the address is used of it: whose letter it was stays unseen."""
    by_post = Letter.objects.filter(
        audience=Audience.CLINIC,
        channel=Letter.Channel.POST,
        state=Letter.State.SENT,
        to_name__iexact=name,
    )
    return by_post.only("to_address", "sent_at").order_by("-sent_at").first()


def clinics_told(referral: Referral) -> list[str]:
    """The names of the clinics that a reply about the case goes to."""
    rows = Referral.objects.filter(Q(pk=referral.pk) | Q(joined_to=referral))
    sent = rows.exclude(sender_unit=None).order_by("sent_at")
    return list(dict.fromkeys(sent.values_list("sender_unit__name", flat=True)))
