"""A decision on the row: written, and taken back while nobody has been told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from patients import actions as patients
from patients.holding import what_holds
from patients.lifecycle import Closing, Phase
from patients.models import Task
from referrals.actions import tell
from referrals.actions.receive import raise_risk_task
from referrals.actions.row import locked, note
from referrals.lifecycle import UNDOABLE, Status, check_move
from referrals.models import DecisionReason, Referral

UNDO_FOR = timedelta(minutes=10)


def write(
    referral: Referral,
    *,
    to: Status,
    by: User,
    at: datetime,
    reason: str = "",
    destination: str = "",
    for_patient: str = "",
    chosen: DecisionReason | None = None,
) -> None:
    """Write the decision on the row and tick off what waited for it."""
    check_move(referral.status, to)
    referral.status, referral.reply_by = to, None
    referral.decided_at, referral.decided_by = at, by
    referral.decision_reason, referral.redirected_to = reason, destination
    referral.reason, referral.decision_for_patient = chosen, for_patient
    referral.joined_to = referral.joined_at = referral.joined_by = None
    referral.edition += 1
    referral.undo_until = at + UNDO_FOR if to in UNDOABLE else None
    referral.save()
    patients.complete_tasks_about(referral, by=by, at=at)
    tell.stop_asking(referral, by=by, at=at)
    note(f"referral.{to}", referral, by=by, at=at, reason=reason)


@transaction.atomic
def undo(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take a decision back while nobody outside has been told."""
    referral = locked(referral)
    check_move(referral.status, Status.RECEIVED)
    if not referral.can_be_undone(at):
        raise Refused(_("Ett beslut går att ångra i tio minuter. Den tiden har gått."))
    before = referral.status
    patients.complete_tasks_about(referral, by=by, at=at)
    _close_what_was_opened(referral, by=by, at=at)
    tell.take_back_unread(referral, by=by, at=at)
    referral.status, referral.case = Status.RECEIVED, None
    referral.decided_at = referral.decided_by = referral.undo_until = None
    referral.decision_reason = referral.redirected_to = ""
    referral.reason, referral.decision_for_patient = None, ""
    referral.edition += 1
    referral.save()
    note("referral.undone", referral, by=by, at=at, **{"from": before})
    raise_risk_task(referral, by=by, at=at)
    return referral


def _close_what_was_opened(referral: Referral, *, by: User, at: datetime) -> None:
    """Close the case that the decision opened, unless care has begun."""
    case = referral.case
    if case is None:
        return
    if case.phase != Phase.ASSESSMENT:
        raise Refused(_("Vården har redan börjat. Avsluta vårdärendet i stället."))
    if held := what_holds(case, besides={Task, Referral}):
        raise Refused(" ".join(held))
    patients.complete_tasks_about(case, by=by, at=at)
    patients.close(case, closing=Closing.UNDONE, by=by, at=at)
