"""What happens by itself when a referral arrives, wherever it came from."""

import random
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import ChangedMeanwhile, ImpossibleMove
from accounts.roles import Permission
from audit import actions as audit
from jurisdictions import reference as references
from patients import actions as patients
from referrals.actions.counting import due_on, started_on
from referrals.lifecycle import Status
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


@transaction.atomic
def receive(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take in what was sent. What looks dangerous becomes a task for today."""
    referral = locked(referral)
    if referral.status != Status.SENT:
        # Other states go back to received too, but not by arriving again.
        raise ImpossibleMove(_("Remissen har redan kommit fram."))
    referral.status, referral.received_at = Status.RECEIVED, at
    # Nothing can have been joined or paused before it came.
    referral.clock_from = started_on(referral)
    referral.due_on = due_on(referral.clock_from)
    referral.save(update_fields=["status", "received_at", "clock_from", "due_on"])
    audit.record(
        kind="referral.received",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
    )
    raise_risk_task(referral, by=by, at=at)
    return referral


def raise_risk_task(referral: Referral, *, by: User, at: datetime) -> None:
    """Somebody reads what looks dangerous today."""
    if not referral.is_risk:
        return
    patients.raise_task(
        kind="referral.risk",
        title=_("Läs remissen i dag: %(reference)s")
        % {"reference": referral.shown_reference},
        why=_("Den som skickade den har svarat ja på en fråga om fara."),
        subject=referral,
        permission=Permission.TRIAGE,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
