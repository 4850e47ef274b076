"""What happens by itself when a referral arrives, wherever it came from."""

import random
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import ImpossibleMove
from jurisdictions import reference as references
from referrals.actions.counting import due_on, started_on
from referrals.actions.row import give_task, locked, note
from referrals.lifecycle import Status, check_move
from referrals.models import Referral

random_source = random.SystemRandom()


def new_reference() -> str:
    """A reference that no other referral has."""
    while True:
        reference = references.make(random_source)
        if not Referral.objects.filter(reference=reference).exists():
            return reference


def receiving_unit() -> CareUnit:
    """The unit to which referrals are addressed: the one with people who assess."""
    units = CareUnit.objects.filter(kind=CareUnit.Kind.UNIT, is_active=True)
    return units.order_by("name")[:1].get()


@transaction.atomic
def receive(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take in what was sent. What looks dangerous becomes a task for today."""
    referral = locked(referral)
    if referral.status != Status.SENT:
        # Other states go back to received too, but not by arriving again.
        raise ImpossibleMove(_("Remissen har redan kommit fram."))
    return arrive(referral, by=by, at=at)


def arrive(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take in what was written in this very transaction: nobody else sees it yet."""
    check_move(referral.status, Status.RECEIVED)
    referral.status, referral.received_at = Status.RECEIVED, at
    # Nothing can have been joined or paused before it came.
    referral.clock_from = started_on(referral)
    referral.due_on = due_on(referral.clock_from)
    referral.save(update_fields=["status", "received_at", "clock_from", "due_on"])
    note("referral.received", referral, by=by, at=at)
    raise_risk_task(referral, by=by, at=at)
    return referral


def raise_risk_task(referral: Referral, *, by: User, at: datetime) -> None:
    """Somebody reads what looks dangerous today."""
    if not referral.is_risk:
        return
    give_task(
        referral,
        kind="referral.risk",
        title=_("Läs remissen i dag: %(reference)s"),
        why=_("Den som skickade den har svarat ja på en fråga om fara."),
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
