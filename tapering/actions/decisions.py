"""From draft to signed plan: propose, send back, decide."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case
from tapering import permissions, queries
from tapering.actions.claims import check_table
from tapering.actions.plans import discard, held
from tapering.actions.signing import sign
from tapering.lifecycle import Change, State, check_move
from tapering.models import Plan, PlanVersion

__all__ = ["decide", "propose", "send_back", "sign", "withdraw"]

DECIDE_WITHIN = timedelta(days=3)


def _again(version: PlanVersion, plan: Plan) -> PlanVersion:
    """The version as it is now; the plan is already held."""
    fresh = PlanVersion.objects.select_related("policy").get(pk=version.pk)
    fresh.plan = plan
    return fresh


def _record(
    kind: str, version: PlanVersion, *, by: User, at: datetime, reason: str = ""
) -> None:
    audit.record(
        kind=kind,
        subject=version,
        patient=version.plan.case.patient,
        by=by,
        at=at,
        reason=reason,
        details={"number": version.number},
    )


def _why_not(reason: str) -> None:
    if reason:
        raise Refused(reason)


@transaction.atomic
def propose(version: PlanVersion, *, to: User, by: User, at: datetime) -> PlanVersion:
    """Send a draft to a prescriber for decision."""
    plan = held(version.plan)
    version = _again(version, plan)
    check_move(version.state, State.PROPOSED)
    _why_not(permissions.why_not_propose(by, version))
    if not to.may(Permission.DECIDE_PLANS):
        raise Refused(_("Välj en läkare som kan besluta planen."))
    if plan.versions.filter(state=State.PROPOSED).exists():
        raise Refused(
            _("Ett förslag väntar redan på beslut. Ta tillbaka det innan du skickar.")
        )
    version.state, version.proposed_by, version.proposed_at = State.PROPOSED, by, at
    version.save(update_fields=["state", "proposed_by", "proposed_at"])
    _record("plan_version.proposed", version, by=by, at=at)
    patients.complete_tasks_about(version, by=by, at=at)
    patients.raise_task(
        kind="plan.decide",
        title=_("Besluta förslag till nedtrappningsplan"),
        why=_("%(name)s har skickat ett förslag.") % {"name": by.name},
        subject=version,
        case=plan.case,
        owner=to,
        permission=Permission.DECIDE_PLANS,
        due_on=timezone.localdate(at) + DECIDE_WITHIN,
        by=by,
        at=at,
    )
    return version


@transaction.atomic
def withdraw(version: PlanVersion, *, by: User, at: datetime) -> PlanVersion:
    """Take a draft or a proposal back before it is decided."""
    plan = held(version.plan)
    version = _again(version, plan)
    check_move(version.state, State.DISCARDED)
    discard(version)
    _record("plan_version.withdrawn", version, by=by, at=at)
    patients.complete_tasks_about(version, by=by, at=at)
    return version


@transaction.atomic
def send_back(
    version: PlanVersion, *, because: str, by: User, at: datetime
) -> PlanVersion:
    """Return a proposal to whoever sent it, and say why."""
    plan = held(version.plan)
    version = _again(version, plan)
    check_move(version.state, State.RETURNED)
    _why_not(permissions.why_not_send_back(by, version))
    if not because.strip():
        raise Refused(_("Skriv vad som behöver ändras."))
    version.state, version.returned_because = State.RETURNED, because.strip()
    version.returned_by, version.returned_at = by, at
    version.save(
        update_fields=["state", "returned_because", "returned_by", "returned_at"]
    )
    _record("plan_version.returned", version, by=by, at=at, reason=because)
    patients.complete_tasks_about(version, by=by, at=at)
    patients.raise_task(
        kind="plan.returned",
        title=_("Ändra förslaget till nedtrappningsplan"),
        why=because,
        subject=version,
        case=plan.case,
        owner=version.proposed_by,
        due_on=timezone.localdate(at) + DECIDE_WITHIN,
        by=by,
        at=at,
    )
    return version


def _check_concerns(version: PlanVersion, on: date) -> None:
    """Refuse what must stop, and what wants a reason and has none."""
    concerns = queries.concerns_of(version, on)
    if any(concern.severity == "refuse" for concern in concerns):
        raise Refused(
            _("Planen går inte att besluta så här. Ändra det som är markerat först.")
        )
    missing = queries.without_reason(concerns, version.reasons)
    if missing:
        raise Refused(
            _("Skriv en motivering till det som är markerat. Det saknas %(count)d.")
            % {"count": len(missing)}
        )


@transaction.atomic
def decide(
    version: PlanVersion,
    *,
    by: User,
    at: datetime,
    patient_agrees: bool | None = None,
    reasons: Mapping[str, str] | None = None,
) -> PlanVersion:
    """Sign a draft or a proposal: from now on this is the plan."""
    plan = held(version.plan)
    version = _again(version, plan)
    check_move(version.state, State.DECIDED)
    _why_not(permissions.why_not_decide(by, version))
    if patient_agrees is not None:
        version.patient_agrees = patient_agrees
    version.reasons = {**version.reasons, **(reasons or {})}
    if not version.patient_agrees:
        raise Refused(
            _("Gå igenom planen tillsammans. Kryssa i att patienten är med på den.")
        )
    today = timezone.localdate(at)
    if version.change != Change.PLAN:
        # The dose went on while the proposal waited: the change begins today.
        version = queries.renewed(version, today)
    else:
        check_table(version.table)
    if version.counts_from < today:
        raise Refused(_("Startdatumet har passerat. Gör ett nytt förslag."))
    version.answer = queries.ask(version.request)
    _check_concerns(version, today)
    _reach_tapering(plan.case, by=by, at=at)
    return sign(version, by=by, at=at, kind="plan_version.decided")


def _reach_tapering(case: Case, *, by: User, at: datetime) -> None:
    """A signed plan takes the case to tapering, from preparation or from aftercare."""
    if case.phase == Phase.ASSESSMENT:
        raise Refused(_("Gör klart kartläggning och förberedelse innan du beslutar."))
    if case.phase != Phase.TAPERING:
        patients.move(case, to=Phase.TAPERING, by=by, at=at)
