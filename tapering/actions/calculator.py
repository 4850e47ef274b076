"""Switching the calculator on and off for the unit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from tapering import permissions, queries
from tapering.intended_use import VERSION
from tapering.models import CalculatorApproval


@transaction.atomic
def switch_calculator_on(
    *, approver: str, note: str = "", by: User, at: datetime
) -> CalculatorApproval:
    """Write down who approved the intended use as it reads now, and begin to use it.

    An approval of an earlier text of the intended use ends with it.
    """
    if reason := permissions.why_not_switch_calculator(by):
        raise Refused(reason)
    if not approver.strip():
        raise Refused(_("Skriv vem som har godkänt det avsedda ändamålet."))
    known = queries.calculator_approval()
    if known is not None:
        return known
    CalculatorApproval.objects.select_for_update().filter(off_at=None).update(
        off_by=by, off_at=at
    )
    approval = CalculatorApproval.objects.create(
        approver=approver.strip(),
        intended_use=VERSION,
        note=note.strip(),
        on_by=by,
        on_at=at,
    )
    audit.record(kind="calculator.on", subject=approval, by=by, at=at)
    return approval


@transaction.atomic
def switch_calculator_off(*, by: User, at: datetime) -> None:
    """Stop calculating; steps are typed by hand, and signed plans go on."""
    if reason := permissions.why_not_switch_calculator(by):
        raise Refused(reason)
    for approval in CalculatorApproval.objects.select_for_update().filter(off_at=None):
        approval.off_by, approval.off_at = by, at
        approval.save(update_fields=["off_by", "off_at"])
        audit.record(kind="calculator.off", subject=approval, by=by, at=at)
