"""Taking a decision back while nobody outside has been told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.holding import what_holds
from patients.lifecycle import Closing, Phase
from patients.models import Task
from referrals.actions import tell
from referrals.actions.receive import locked, raise_risk_task
from referrals.lifecycle import Status, check_move
from referrals.models import Referral


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
    audit.record(
        kind="referral.undone",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        details={"from": before},
    )
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
