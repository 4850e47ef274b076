"""While a plan runs: confirm, pause, say how it is, notice what is late."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from audit import actions as audit
from patients import actions as patients
from patients.models import Case, Task
from tapering import permissions, queries
from tapering.actions.decisions import sign
from tapering.actions.plans import held, in_force, next_number
from tapering.lifecycle import Change, State, Unit
from tapering.models import Plan, PlanVersion, Step, Symptom
from ui.templatetags.numbers import mg, per_hour

LONGEST_HOLD = 180
WORRYING = 8


def _held_request(
    version: PlanVersion, step: Step, on: date, days: int
) -> queries.Json:
    """The engine's request for a pause in what is running."""
    base = {key: version.request[key] for key in version.request if key != "plan"}
    return {
        **base,
        "plan": {"request": version.request, "answer": version.answer},
        "revise": {
            "kind": "hold",
            "from_step": step.n,
            "on": on.isoformat(),
            "days": days,
        },
    }


def _to_hold(plan: Plan, on: date) -> tuple[PlanVersion, queries.Running]:
    """The version and the step that can be held on a day, or a sentence why not."""
    version = in_force(plan)
    now = queries.running(plan, on)
    if version is None or now is None or now.version.pk != version.pk:
        raise Refused(_("Planen har inte börjat. Ändra startdatumet i stället."))
    if now.step.days is None:
        raise Refused(_("Planen är framme vid målet. Det finns inget att pausa."))
    return version, now


def _held_version(
    plan: Plan,
    *,
    days: int,
    because: str,
    on: date,
    by: User,
    at: datetime,
    is_catching_up: bool = False,
) -> PlanVersion:
    """A version in which the running step lasts `days` longer; not yet saved."""
    version, now = _to_hold(plan, on)
    step_ends = now.step.ends_on or on
    # A step that waits for somebody's word has not begun: the one before goes on,
    # and the pause is counted from today.
    within = min(on, step_ends - timedelta(days=1))
    waited = (on - step_ends).days if now.waits_for_word and not is_catching_up else 0
    request = _held_request(version, now.step, within, days + waited)
    return PlanVersion(
        plan=plan,
        number=next_number(plan),
        policy=version.policy,
        change=Change.HOLD,
        substances=version.substances,
        unit=version.unit,
        table=version.table,
        conversion=version.conversion,
        request=request,
        answer=queries.ask(request),
        counts_from=on,
        reasons=version.reasons,
        what_changed=ngettext(
            "Paus %(days)d dag. %(why)s", "Paus %(days)d dagar. %(why)s", days
        )
        % {"days": days, "why": because[:400]},
        patient_agrees=version.patient_agrees,
        held_from=on,
        held_days=days,
        replaces=version,
        created_at=at,
        created_by=by,
    )


@transaction.atomic
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
    """Stay longer on the dose: all later steps move.

    Where the policy asks for a prescriber and `by` is none, it becomes a proposal
    to `to`.
    """
    plan = held(plan)
    known = plan.versions.filter(form_key=form_key).first() if form_key else None
    if known:
        return known
    if not 0 < days <= LONGEST_HOLD:
        raise Refused(_("Skriv en paus på mellan 1 och 180 dagar."))
    on = timezone.localdate(at)
    version = _held_version(plan, days=days, because=because, on=on, by=by, at=at)
    version.form_key = form_key or uuid.uuid4()
    if permissions.may_hold_alone(by, version.policy):
        version.save()
        return sign(version, by=by, at=at, kind="plan.held")
    return _propose_hold(version, to=to, by=by, at=at)


def _propose_hold(
    version: PlanVersion, *, to: User | None, by: User, at: datetime
) -> PlanVersion:
    """Ask a prescriber for a pause."""
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
        title=_("Besluta om paus i planen"),
        why=version.what_changed,
        subject=version,
        case=version.plan.case,
        owner=to,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    return version


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
    on = timezone.localdate(at)
    late = (on - step.from_on).days
    if late > 0:
        step = _moved_to(plan, step, late, on=on, by=by, at=at)
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


def _moved_to(
    plan: Plan, step: Step, late: int, *, on: date, by: User, at: datetime
) -> Step:
    """The same step in a version where it begins today: never faster than signed."""
    version = _held_version(
        plan,
        days=late,
        because=_("Steg %(n)d bekräftades senare.") % {"n": step.n},
        on=on,
        is_catching_up=True,
        by=by,
        at=at,
    )
    if not permissions.may_hold_alone(by, version.policy):
        raise Refused(
            ngettext(
                "Steget är %(days)d dag sent. En läkare behöver flytta planen först.",
                "Steget är %(days)d dagar sent. En läkare behöver flytta planen först.",
                late,
            )
            % {"days": late}
        )
    patients.complete_tasks_about(step, by=by, at=at)
    version.save()
    signed = sign(version, by=by, at=at, kind="plan.held")
    return signed.steps.get(n=step.n)


@transaction.atomic
def write_symptom(
    case: Case,
    *,
    on: date,
    score: int,
    by: User,
    at: datetime,
    note: str = "",
    form_key: uuid.UUID | None = None,
) -> Symptom:
    """Write down how bad it is, 0 to 10. High figures are a task, never a new dose."""
    if not 0 <= score <= 10:
        raise Refused(_("Välj en siffra från 0 till 10."))
    key = form_key or uuid.uuid4()
    known = Symptom.objects.filter(form_key=key, case=case).first()
    if known:
        return known
    symptom = Symptom.objects.create(
        case=case,
        on=on,
        score=score,
        note=note,
        written_by=by,
        written_at=at,
        form_key=key,
    )
    audit.record(
        kind="symptom.written", subject=symptom, patient=case.patient, by=by, at=at
    )
    if score >= WORRYING:
        _raise_about(
            case,
            kind="symptom.high",
            title=_("Ring: besvär %(score)d av 10") % {"score": score},
            why=note,
            by=by,
            at=at,
        )
    return symptom


@transaction.atomic
def ask_for_pause(case: Case, *, by: User, at: datetime, wish: str = "") -> Task:
    """The patient wants to pause or talk: somebody calls. The plan stays."""
    task = _raise_about(
        case,
        kind="pause.asked",
        title=_("Ring: vill pausa eller prata"),
        why=wish,
        by=by,
        at=at,
    )
    audit.record(
        kind="pause.asked",
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        reason=wish,
    )
    return task


def _raise_about(
    case: Case, *, kind: str, title: str, why: str, by: User, at: datetime
) -> Task:
    return patients.raise_task(
        kind=kind,
        title=title,
        why=why,
        subject=case,
        case=case,
        owner=case.owner,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def _dose_in_words(step: Step) -> str:
    """The daily dose of a step, each medicine of it."""
    totals = queries.totals_of(step.version, step)
    unit = per_hour if step.version.unit == Unit.UG_PER_H else mg
    taken = [(name, amount) for name, amount in totals.items() if amount]
    if len(totals) == 1 or not taken:
        return unit(sum(totals.values()))
    return " + ".join(f"{name} {unit(amount)}" for name, amount in taken)


@transaction.atomic
def follow_plan(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """See to it that the next step has somebody who confirms it in time."""
    now = queries.running(plan, on)
    if now is None or now.following is None or plan.ended_at:
        return None
    step = now.following
    asks = now.version.policy.confirm_each_step and step.confirmed_at is None
    if not asks or step.from_on > on + timedelta(days=queries.ASKED_BEFORE):
        return None
    return patients.raise_task(
        kind="step.confirm",
        title=_("Bekräfta steg %(n)d, %(dose)s")
        % {"n": step.n, "dose": _dose_in_words(step)},
        why=_("Steget börjar inte förrän någon har bekräftat det."),
        subject=step,
        case=plan.case,
        owner=plan.case.owner,
        due_on=step.from_on,
        by=by,
        at=at,
    )
