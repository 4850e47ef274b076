"""The referral's own row: held, compared with what a page showed, and told about."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ChangedMeanwhile
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from patients.models import Task
from referrals.models import Referral


def locked(referral: Referral) -> Referral:
    """The row as it is now, held until the transaction ends."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("patient", "unit", "sender", "sender_unit", "case")
        .get(pk=referral.pk)
    )


def check_edition(referral: Referral, edition: int | None) -> None:
    """Refuse when somebody changed the referral after the page was shown."""
    if edition is not None and edition != referral.edition:
        raise ChangedMeanwhile(
            _("Någon annan har ändrat remissen sedan du öppnade sidan.")
        )


def note(
    kind: str,
    referral: Referral,
    /,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    **details: Any,
) -> None:
    """Write in the log what was done to the referral."""
    audit.record(
        kind=kind,
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=reason,
        details=details,
    )


def give_task(
    referral: Referral,
    *,
    kind: str,
    title: str,
    why: str,
    due_on: date,
    by: User,
    at: datetime,
    owner: User | None = None,
    is_urgent: bool = False,
) -> Task:
    """Give those who assess something to do; the title has room for the reference."""
    return patients.raise_task(
        kind=kind,
        title=title % {"reference": referral.shown_reference},
        why=why,
        subject=referral,
        owner=owner,
        permission=Permission.TRIAGE,
        is_urgent=is_urgent,
        due_on=due_on,
        by=by,
        at=at,
    )
