"""The next step begins when somebody who may has said so."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from patients.models import Task
from tapering import permissions, queries
from tapering.actions.changing import made_from
from tapering.actions.plans import held
from tapering.actions.signing import sign
from tapering.amounts import daily
from tapering.lifecycle import Change, State
from tapering.models import Plan, Step


def _next_step(step: Step) -> Step:
    """The step as it is now, held; only the next one in force can be confirmed."""
    step = (
        Step.objects.select_for_update(of=("self",))
        .select_related("version__policy")
        .get(pk=step.pk)
    )
    if step.confirmed_at:
        raise AlreadyDone(_("Steget är redan bekräftat."))
    if step.version.state != State.DECIDED:
        raise Refused(_("Planen har en nyare version. Bekräfta steget där."))
    earlier = step.version.steps.filter(n__lt=step.n, n__gt=0, confirmed_at=None)
    if earlier.exists():
        raise Refused(_("Ett tidigare steg är inte bekräftat. Bekräfta det först."))
    return step


@transaction.atomic
def confirm_step(step: Step, *, by: User, at: datetime, note: str = "") -> Step:
    """Let the next step begin. A late one moves to today, the rest with it.

    `note` says what was really taken on the step before.
    """
    plan = held(step.version.plan)
    step = _next_step(step)
    if not permissions.may_confirm_alone(by, step.version.policy):
        raise Refused(_("Regeln säger att någon annan behöver bekräfta steget."))
    on = timezone.localdate(at)
    late = (on - step.from_on).days
    if late > 0:
        step = _moved_to(plan, step, late, by=by, at=at)
    step.confirmed_at, step.confirmed_by, step.taken_note = at, by, note
    step.save(update_fields=["confirmed_at", "confirmed_by", "taken_note"])
    audit.record(
        kind="step.confirmed",
        subject=step,
        patient=plan.case.patient,
        by=by,
        at=at,
        details={"n": step.n, "late_days": max(late, 0)},
    )
    patients.complete_tasks_about(step, by=by, at=at)
    return step


def _moved_to(plan: Plan, step: Step, late: int, *, by: User, at: datetime) -> Step:
    """The same step in a version where it begins today: never faster than signed."""
    now = queries.to_change(plan, timezone.localdate(at))
    request = queries.hold_request(now, late, is_catching_up=True)
    version = made_from(
        now,
        request,
        queries.ask(request),
        wish=queries.Wish(change=Change.HOLD, days=late),
        words=_("Steg %(n)d bekräftades senare.") % {"n": step.n},
        by=by,
        at=at,
    )
    patients.complete_tasks_about(step, by=by, at=at)
    version.save()
    signed = sign(version, by=by, at=at, kind="plan.held")
    return signed.steps.get(n=step.n)


@transaction.atomic
def ask_to_confirm(step: Step, *, to: User, by: User, at: datetime) -> Task:
    """Ask somebody who may to let the next step begin."""
    held(step.version.plan)
    step = _next_step(step)
    if not to.may(Permission.DECIDE_PLANS):
        raise Refused(_("Välj en läkare som kan bekräfta steget."))
    patients.complete_tasks_about(step, by=by, at=at, kind="step.confirm")
    return patients.raise_task(
        kind="step.confirm",
        title=_("Bekräfta steg %(n)d, %(dose)s")
        % {"n": step.n, "dose": daily(step, step.version)},
        why=_("%(name)s ber dig bekräfta steget.") % {"name": by.name},
        subject=step,
        case=step.version.plan.case,
        owner=to,
        permission=Permission.DECIDE_PLANS,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
