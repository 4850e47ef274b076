"""A running plan is changed: pause, slower, back a step, another goal.

Each makes a new version; what lies before the day stays as it was. Where the policy
asks for a prescriber and the person is none, the same press sends a proposal.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from patients.lifecycle import Phase
from tapering import permissions, queries
from tapering.actions.plans import held, next_number
from tapering.actions.signing import sign
from tapering.actions.watching import propose_lower_goal
from tapering.amounts import daily
from tapering.lifecycle import Change, State, WhoMay
from tapering.models import Plan, PlanVersion
from tapering.queries import Running, Wish
from ui.templatetags.numbers import mg, per_hour

LONGEST_HOLD = 180
EVENTS = {
    Change.HOLD: "plan.held",
    Change.SLOW_DOWN: "plan.slowed_down",
    Change.STEP_BACK: "plan.stepped_back",
    Change.GOAL: "plan.goal_changed",
}


def _days_in_words(days: int) -> str:
    return ngettext("%(days)d dag", "%(days)d dagar", days) % {"days": days}


def what_changed(now: Running, wish: Wish, how: str) -> str:
    """What a version changes, in a few words."""
    unit = mg if now.version.unit == "mg" else per_hour
    if wish.change == Change.HOLD:
        return _("Paus %(days)s.") % {"days": _days_in_words(wish.days)}
    if wish.change == Change.SLOW_DOWN:
        return _("Långsammare takt: %(how)s.") % {"how": how}
    if wish.change == Change.GOAL:
        return _("Nytt mål: %(goal)s per dygn.") % {"goal": unit(wish.goal)}
    step = now.version.steps.all()[wish.to_step]
    return _("Upp till dosen i steg %(n)d, %(dose)s, i %(days)s.") % {
        "n": step.n,
        "dose": daily(step, now.version),
        "days": _days_in_words(wish.days),
    }


def made_from(
    now: Running,
    request: queries.Json,
    answer: queries.Json,
    *,
    wish: Wish,
    words: str,
    by: User,
    at: datetime,
) -> PlanVersion:
    """The version that a change makes; not yet saved."""
    version, is_hold = now.version, wish.change == Change.HOLD
    return PlanVersion(
        plan=now.plan,
        number=next_number(now.plan),
        policy=version.policy,
        change=wish.change,
        substances=version.substances,
        unit=version.unit,
        table=version.table,
        conversion=version.conversion,
        request=request,
        answer=answer,
        counts_from=now.on,
        reasons=version.reasons,
        what_changed=words[:500],
        # A pause waits for nobody's word; the rest is agreed on before it is pressed.
        patient_agrees=version.patient_agrees if is_hold else True,
        held_from=now.on if is_hold else None,
        held_days=wish.days if is_hold else None,
        replaces=version,
        created_at=at,
        created_by=by,
    )


def _check(now: Running, wish: Wish, because: str) -> None:
    """Refuse what no policy and no reason makes right."""
    if now.plan.case.phase != Phase.TAPERING:
        raise Refused(_("Vårdärendet är inte i nedtrappning. Planen kan inte ändras."))
    if now.at_goal and wish.change != Change.STEP_BACK:
        raise Refused(_("Planen är framme vid målet. Det finns inget att ändra."))
    if permissions.who_may(now.version.policy, wish.change) == WhoMay.NOBODY:
        raise Refused(_("Regeln går aldrig upp i dos. Pausa i stället."))
    CHECKS[Change(wish.change)](now, wish, because)


def _check_hold(now: Running, wish: Wish, because: str) -> None:
    if not 0 < wish.days <= LONGEST_HOLD:
        raise Refused(_("Skriv en paus på mellan 1 och 180 dagar."))


def _check_slower(now: Running, wish: Wish, because: str) -> None:
    if not queries.is_slower(wish.bands, queries.bands_in_force(now.version.request)):
        raise Refused(
            _("Takten behöver bli långsammare än nu: mindre steg eller fler dagar.")
        )


def _check_back(now: Running, wish: Wish, because: str) -> None:
    if not because.strip():
        raise Refused(_("Skriv varför dosen går upp."))
    if not 0 < wish.days <= LONGEST_HOLD:
        raise Refused(_("Skriv mellan 1 och 180 dagar."))
    if wish.to_step not in [step.n for step in queries.earlier_steps(now)]:
        raise Refused(_("Välj ett tidigare steg med högre dos."))


def _check_goal(now: Running, wish: Wish, because: str) -> None:
    most = now.step.total_of(now.version.substances[-1])
    if not 0 <= wish.goal <= most:
        raise Refused(_("Målet kan inte vara högre än dosen nu."))


CHECKS = {
    Change.HOLD: _check_hold,
    Change.SLOW_DOWN: _check_slower,
    Change.STEP_BACK: _check_back,
    Change.GOAL: _check_goal,
}


@transaction.atomic
def change_plan(
    plan: Plan,
    wish: Wish,
    *,
    because: str,
    by: User,
    at: datetime,
    how: str = "",
    reasons: Mapping[str, str] | None = None,
    to: User | None = None,
    form_key: uuid.UUID | None = None,
) -> PlanVersion:
    """Change a running plan from today; a proposal to `to` where `by` may not alone.

    `how` says in words what a slower pace is; `reasons` answer what wants a reason.
    """
    plan = held(plan)
    known = plan.versions.filter(form_key=form_key).first() if form_key else None
    if known:
        return known
    now = queries.to_change(plan, timezone.localdate(at))
    _check(now, wish, because)
    request, answer = queries.revised(now, wish)
    words = f"{what_changed(now, wish, how)} {because.strip()}".strip()
    version = made_from(now, request, answer, wish=wish, words=words, by=by, at=at)
    version.form_key = form_key or uuid.uuid4()
    version.reasons = _reasons(version, reasons or {}, because)
    if not permissions.may_change_alone(by, version.policy, wish.change):
        return _propose(version, to=to, by=by, at=at)
    _check_reasons(version, now.on)
    version.save()
    signed = sign(version, by=by, at=at, kind=EVENTS[Change(wish.change)])
    propose_lower_goal(plan, on=now.on, by=by, at=at)
    return signed


def _reasons(
    version: PlanVersion, written: Mapping[str, str], because: str
) -> dict[str, str]:
    """What was written before, now, and why the dose rises."""
    reasons = {**version.reasons, **{k: v for k, v in written.items() if v}}
    if version.change == Change.STEP_BACK:
        reasons["rises"] = because.strip()
    return reasons


def _check_reasons(version: PlanVersion, on: date) -> None:
    """What wants a reason has one, as for any plan that is signed."""
    concerns = queries.concerns_of(version, on)
    missing = queries.without_reason(concerns, version.reasons)
    if missing:
        raise Refused(
            _("Skriv en motivering till det som är markerat. Det saknas %(count)d.")
            % {"count": len(missing)}
        )


TITLES = {
    Change.HOLD: gettext_lazy("Besluta om paus i planen"),
    Change.SLOW_DOWN: gettext_lazy("Besluta om långsammare takt"),
    Change.STEP_BACK: gettext_lazy("Besluta om att gå upp ett steg"),
    Change.GOAL: gettext_lazy("Besluta om ett annat mål"),
}


def _propose(
    version: PlanVersion, *, to: User | None, by: User, at: datetime
) -> PlanVersion:
    """Ask a prescriber."""
    if version.plan.versions.filter(state=State.PROPOSED).exists():
        raise Refused(_("Ett förslag väntar redan på beslut."))
    version.state, version.proposed_by, version.proposed_at = State.PROPOSED, by, at
    version.save()
    audit.record(
        kind="plan_version.proposed",
        subject=version,
        patient=version.plan.case.patient,
        by=by,
        at=at,
    )
    patients.raise_task(
        kind="plan.decide",
        title=str(TITLES[Change(version.change)]),
        why=version.what_changed,
        subject=version,
        case=version.plan.case,
        owner=to,
        permission=Permission.DECIDE_PLANS,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    return version


def hold(
    plan: Plan,
    *,
    days: int,
    because: str,
    by: User,
    at: datetime,
    to: User | None = None,
    form_key: uuid.UUID | None = None,
) -> PlanVersion:
    """Stay longer on the dose: all later steps move."""
    return change_plan(
        plan,
        Wish(change=Change.HOLD, days=days),
        because=because,
        by=by,
        at=at,
        to=to,
        form_key=form_key,
    )


@transaction.atomic
def pause_own(
    plan: Plan,
    *,
    by: User,
    at: datetime,
    words: str = "",
    form_key: uuid.UUID | None = None,
) -> PlanVersion:
    """The patient pauses the own plan as long as the rule says. The team is told."""
    policy = queries.to_change(plan, timezone.localdate(at)).version.policy
    if not policy.hold_days or not permissions.may_hold_alone(by, policy):
        raise Refused(_("Regeln låter dig inte pausa själv. Vi ringer dig i stället."))
    why = _("Patienten pausade själv, enligt regeln. %(words)s") % {"words": words}
    version = change_plan(
        plan,
        Wish(change=Change.HOLD, days=policy.hold_days),
        because=why,
        by=by,
        at=at,
        form_key=form_key,
    )
    case = version.plan.case
    patients.raise_task(
        kind="pause.taken",
        title=_("Ring: patienten har pausat planen i %(days)s")
        % {"days": _days_in_words(policy.hold_days)},
        why=words,
        subject=version,
        case=case,
        owner=case.owner,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    return version
