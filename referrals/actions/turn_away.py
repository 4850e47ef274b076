"""Saying that somebody else helps better, or no: always why, and where to turn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Role
from referrals import wording
from referrals.actions import tell, versions
from referrals.actions.receive import check_edition, locked
from referrals.actions.verdict import write
from referrals.lifecycle import Status
from referrals.models import DecisionReason, Referral, ReferralVersion, Reply


@transaction.atomic
def redirect(
    referral: Referral,
    *,
    reason: str,
    destination: str,
    by: User,
    at: datetime,
    for_patient: str = "",
    chosen: DecisionReason | None = None,
    edition: int | None = None,
) -> Referral:
    """Somebody else helps better: say why and who.

    `reason` is for whoever referred, `for_patient` the same in plain words. What was
    sent is passed on word for word, as a version of its own (rules REF-07).
    """
    referral = locked(referral)
    check_edition(referral, edition)
    write(
        referral,
        to=Status.REDIRECTED,
        reason=reason,
        destination=destination,
        for_patient=for_patient,
        chosen=chosen,
        by=by,
        at=at,
    )
    versions.write(
        referral,
        ReferralVersion.Change.FORWARDED,
        forwarded_to=destination,
        reason=reason,
        by=by,
        at=at,
    )
    tell.confirm(
        referral,
        text=wording.redirected(reason=reason, destination=destination),
        confirms=Reply.Confirms.FORWARDED,
        by=by,
        at=at,
    )
    tell.tell_person(referral, by=by, at=at)
    return referral


@transaction.atomic
def reject(
    referral: Referral,
    *,
    reason: str,
    destination: str,
    by: User,
    at: datetime,
    for_patient: str = "",
    chosen: DecisionReason | None = None,
    edition: int | None = None,
) -> Referral:
    """Say no, why, and where to turn instead. Only ever a person's decision."""
    if by.role == Role.SYSTEM:
        raise Refused(_("Bara en människa kan avböja en remiss."))
    referral = locked(referral)
    check_edition(referral, edition)
    write(
        referral,
        to=Status.REJECTED,
        reason=reason,
        destination=destination,
        for_patient=for_patient,
        chosen=chosen,
        by=by,
        at=at,
    )
    tell.confirm(
        referral,
        text=wording.rejected(reason=reason, destination=destination),
        confirms=Reply.Confirms.REFUSED,
        by=by,
        at=at,
    )
    tell.tell_person(referral, by=by, at=at)
    return referral
