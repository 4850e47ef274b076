"""Who assesses what: one, or many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit
from referrals.actions.row import locked
from referrals.models import Referral


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What became of many that were assigned at once."""

    assigned: int
    had_it: int
    decided: int


@transaction.atomic
def assign(
    referral: Referral, *, to: User, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Let a colleague assess it. Pressed again, nothing is written."""
    referral = locked(referral)
    _check(referral, to)
    if referral.assigned_to_id != to.pk:
        _give(referral, to=to, by=by, at=at, reason=reason)
    return referral


@transaction.atomic
def assign_many(
    referrals: Iterable[Referral],
    *,
    to: User,
    by: User,
    at: datetime,
    reason: str = "",
) -> Shared:
    """Let a colleague assess several; what is decided meanwhile is left as it is."""
    assigned = had_it = decided = 0
    # Always in the same order, so that two who assign at once do not wait for ever.
    for one in sorted(referrals, key=lambda row: row.pk):
        referral = locked(one)
        if not referral.is_undecided:
            decided += 1
            continue
        _check(referral, to)
        if referral.assigned_to_id == to.pk:
            had_it += 1
            continue
        _give(referral, to=to, by=by, at=at, reason=reason)
        assigned += 1
    return Shared(assigned=assigned, had_it=had_it, decided=decided)


def _check(referral: Referral, to: User) -> None:
    if not referral.is_undecided:
        raise Refused(_("Remissen är redan bedömd."))
    if not to.may(Permission.TRIAGE) or to.unit_id != referral.unit_id:
        raise Refused(_("Välj någon på enheten som bedömer remisser."))


def _give(referral: Referral, *, to: User, by: User, at: datetime, reason: str) -> None:
    referral.assigned_to = to
    referral.edition += 1
    referral.save(update_fields=["assigned_to", "edition"])
    audit.record(
        kind="referral.assigned",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=reason,
        details={"to": str(to.pk)},
    )
