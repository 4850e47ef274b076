"""What was prescribed or handed out."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from tapering import queries
from tapering.actions.plans import held
from tapering.models import Plan, Supply


@transaction.atomic
def write_supply(
    plan: Plan,
    *,
    by: User,
    at: datetime,
    note: str = "",
    form_key: uuid.UUID | None = None,
) -> Supply:
    """Write down that what the plan needs for a period is prescribed.

    The amounts are the engine's, for the first period that nobody has written down.
    """
    plan = held(plan)
    key = form_key or uuid.uuid4()
    known = Supply.objects.filter(form_key=key, plan=plan).first()
    if known:
        return known
    version = queries.in_force(plan)
    if version is None:
        raise Refused(_("Ingen plan är beslutad. Det finns inget att förskriva."))
    rows = queries.next_period(plan, version.answer, timezone.localdate(at))
    if not rows:
        raise Refused(
            _("Det finns inget att förskriva nu. Bekräfta steget först, om ett väntar.")
        )
    supply = Supply.objects.create(
        plan=plan,
        from_on=date.fromisoformat(rows[0]["from"]),
        amounts=rows,
        note=note,
        written_by=by,
        written_at=at,
        form_key=key,
    )
    for earlier in plan.supplies.all():
        patients.complete_tasks_about(earlier, by=by, at=at)
    audit.record(
        kind="supply.written", subject=supply, patient=plan.case.patient, by=by, at=at
    )
    return supply
