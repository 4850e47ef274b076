"""Saying that somebody else helps better, or no: always why, and where to turn."""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Role
from referrals.actions import replies, tell, verdict, versions
from referrals.actions.row import check_edition, locked
from referrals.lifecycle import Status
from referrals.models import DecisionReason, LetterKind, Referral, ReferralVersion


class Said(TypedDict):
    """Why, for whoever referred, and in plain words for the patient; where instead."""

    reason: str
    destination: str
    for_patient: NotRequired[str]
    chosen: NotRequired[DecisionReason | None]


@transaction.atomic
def redirect(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    edition: int | None = None,
    **said: Unpack[Said],
) -> Referral:
    """Somebody else helps better: say why and who.

    What was sent is passed on word for word, as a version of its own (rules REF-07).
    """
    referral = _turned(referral, Status.REDIRECTED, said, edition, by=by, at=at)
    versions.write(
        referral,
        ReferralVersion.Change.FORWARDED,
        forwarded_to=said["destination"],
        reason=said["reason"],
        by=by,
        at=at,
    )
    _tell(referral, LetterKind.REDIRECT, by=by, at=at)
    return referral


@transaction.atomic
def reject(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    edition: int | None = None,
    **said: Unpack[Said],
) -> Referral:
    """Say no, why, and where to turn instead. Only ever a person's decision."""
    if by.role == Role.SYSTEM:
        raise Refused(_("Bara en människa kan avböja en remiss."))
    referral = _turned(referral, Status.REJECTED, said, edition, by=by, at=at)
    _tell(referral, LetterKind.REFUSED, by=by, at=at)
    return referral


def _turned(
    referral: Referral,
    to: Status,
    said: Said,
    edition: int | None,
    *,
    by: User,
    at: datetime,
) -> Referral:
    referral = locked(referral)
    check_edition(referral, edition)
    verdict.write(referral, to=to, by=by, at=at, **said)
    return referral


def _tell(referral: Referral, kind: LetterKind, *, by: User, at: datetime) -> None:
    """The clinics read why and where; the person is told that there is an answer."""
    replies.confirm(referral, kind, by=by, at=at)
    tell.tell_person(referral, by=by, at=at)
