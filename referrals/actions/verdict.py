"""The decision on the row: who, when, why, and until when it can be undone."""

from datetime import datetime, timedelta

from accounts.models import User
from audit import actions as audit
from patients import actions as patients
from referrals.actions import tell
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
    audit.record(
        kind=f"referral.{to}",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=reason,
    )
