"""How soon the unit wants to see somebody, and why (rules VG-09)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from patients import actions as patients
from referrals.actions.row import check_edition, give_task, locked, note
from referrals.models import Priority, Referral


@transaction.atomic
def prioritise(
    referral: Referral,
    *,
    priority: Priority,
    reason: str,
    reassess_on: date | None,
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Referral:
    """Say how soon, why, and when somebody looks at it anew."""
    referral = locked(referral)
    check_edition(referral, edition)
    if not referral.is_undecided:
        raise Refused(_("Remissen är redan bedömd."))
    if priority != Priority.NORMAL and not reason:
        raise Refused(_("Skriv varför det inte kan vänta."))
    before = referral.priority
    referral.priority, referral.priority_reason = priority, reason
    referral.reassess_on = reassess_on
    referral.edition += 1
    referral.save(
        update_fields=["priority", "priority_reason", "reassess_on", "edition"]
    )
    note(
        "referral.prioritised",
        referral,
        by=by,
        at=at,
        reason=reason,
        **{"from": before, "to": int(priority)},
    )
    patients.complete_tasks_about(referral, kind="referral.reassess", by=by, at=at)
    if reassess_on:
        _look_again(referral, reassess_on, by=by, at=at)
    return referral


def _look_again(referral: Referral, on: date, *, by: User, at: datetime) -> None:
    give_task(
        referral,
        kind="referral.reassess",
        title=_("Bedöm prioriteten igen: %(reference)s"),
        why=_("Prioriteten är %(priority)s.")
        % {"priority": referral.get_priority_display().lower()},
        owner=referral.assigned_to,
        due_on=on,
        by=by,
        at=at,
    )
