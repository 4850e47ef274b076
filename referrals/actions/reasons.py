"""The words that explain a decision: added, changed and switched off."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from referrals.models import DecisionReason
from referrals.shipped_reasons import REASONS

TEXTS = ("kind", "title", "for_referrer", "for_patient", "destination", "position")


def load_reasons(*, by: User, at: datetime) -> None:
    """Give a site that has no reasons those that it is shipped with."""
    if DecisionReason.objects.exists():
        return
    for position, reason in enumerate(REASONS, start=1):
        add_reason(
            kind=DecisionReason.Kind(reason.kind),
            title=reason.title,
            for_referrer=reason.for_referrer,
            for_patient=reason.for_patient,
            destination=reason.destination,
            position=position,
            shipped_as=reason.shipped_as,
            by=by,
            at=at,
        )


@transaction.atomic
def add_reason(
    *,
    kind: DecisionReason.Kind,
    title: str,
    for_referrer: str,
    for_patient: str,
    destination: str,
    by: User,
    at: datetime,
    position: int = 0,
    shipped_as: str = "",
) -> DecisionReason:
    """Offer one more reason to those who assess."""
    _check_title(kind, title, besides=None)
    reason = DecisionReason.objects.create(
        kind=kind,
        title=title,
        for_referrer=for_referrer,
        for_patient=for_patient,
        destination=destination,
        position=position,
        shipped_as=shipped_as,
        written_at=at,
        written_by=by,
    )
    audit.record(kind="decision_reason.added", subject=reason, by=by, at=at)
    return reason


@transaction.atomic
def change_reason(
    reason: DecisionReason, *, by: User, at: datetime, **said: Any
) -> DecisionReason:
    """Say it in other words from now on. What was sent keeps its own words."""
    reason = DecisionReason.objects.select_for_update().get(pk=reason.pk)
    _check_title(said.get("kind", reason.kind), said.get("title", ""), besides=reason)
    before = {name: getattr(reason, name) for name in TEXTS}
    for name in TEXTS:
        setattr(reason, name, said.get(name, before[name]))
    changed = {
        name: old for name, old in before.items() if old != getattr(reason, name)
    }
    if not changed:
        return reason
    reason.written_at, reason.written_by = at, by
    reason.save()
    audit.record(
        kind="decision_reason.changed",
        subject=reason,
        by=by,
        at=at,
        details={"before": changed},
    )
    return reason


@transaction.atomic
def switch_reason(
    reason: DecisionReason, *, is_active: bool, by: User, at: datetime
) -> DecisionReason:
    """Offer the reason, or no longer. A second press changes nothing."""
    reason = DecisionReason.objects.select_for_update().get(pk=reason.pk)
    if reason.is_active == is_active:
        return reason
    reason.is_active = is_active
    reason.save(update_fields=["is_active"])
    kind = (
        "decision_reason.switched_on" if is_active else "decision_reason.switched_off"
    )
    audit.record(kind=kind, subject=reason, by=by, at=at)
    return reason


def _check_title(kind: str, title: str, *, besides: DecisionReason | None) -> None:
    others = DecisionReason.objects.filter(kind=kind, title=title)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Refused(_("Det finns redan ett skäl med den rubriken. Välj en annan."))
