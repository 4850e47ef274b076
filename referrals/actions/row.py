"""The referral's own row: held, compared with what a page showed, and told about."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ChangedMeanwhile
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from patients.models import Task
from referrals.models import Referral


def locked(referral: Referral) -> Referral:
    """The row as it is now, held until the transaction ends; what leads it before it.

    Always in that order, so that two who act on one case do not wait for ever.
    """
    lead = referral.joined_to_id
    while (led_by := _held(referral.pk, lead)) != lead:
        lead = led_by
    # Asked by itself: what is joined to a row that was waited for is as old as the
    # question, and a patient or a case that came meanwhile would be missing.
    related = ("patient", "unit", "sender", "sender_unit", "case")
    return Referral.objects.select_related(*related).get(pk=referral.pk)


def locked_many(referrals: Iterable[Referral]) -> dict[uuid.UUID, Referral]:
    """The same of several, by key, in an order that everybody shares."""
    rows = sorted(referrals, key=lambda row: row.joined_to_id or row.pk)
    return {row.pk: locked(row) for row in rows}


def _held(key: uuid.UUID, lead: uuid.UUID | None) -> uuid.UUID | None:
    """Hold the row and what leads it; what does lead it, if that is another."""
    with transaction.atomic():
        if lead:
            _hold(lead)
        led_by = _hold(key)
        if led_by != lead:
            # Let go of both, and begin with the right one.
            transaction.set_rollback(True)
    return led_by


def _hold(key: uuid.UUID) -> uuid.UUID | None:
    """Hold one row, which others may still point at; what it is joined to."""
    rows = Referral.objects.select_for_update(no_key=True).order_by()
    return rows.values_list("joined_to_id", flat=True).get(pk=key)


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
