"""What a signature does: the steps, who prescribes, the letters, what comes next."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import actions as audit
from patients import actions as patients
from patients.models import CareRelation, Task
from tapering import queries
from tapering.actions.claims import claim_medicines
from tapering.actions.letters import ask_who_prescribes, write_letters
from tapering.actions.plans import discard
from tapering.actions.prescribing import carry_prescribers
from tapering.actions.risk import watch_both_taken
from tapering.lifecycle import Change, State
from tapering.models import PlanVersion, Step

FIRST_CONTACT_WITHIN = timedelta(days=7)
# What was asked about the version before: a new one is the answer.
DONE_BY_A_NEW_VERSION = ("plan.held_long", "plan.lower_goal")


def sign(version: PlanVersion, *, by: User, at: datetime, kind: str) -> PlanVersion:
    """Make the version the one in force, with its steps. The plan is held."""
    plan = version.plan
    before = queries.in_force(plan)
    confirmed = _confirmed(before, version)
    version.replaces = before
    version.save()
    claim_medicines(version)
    carry_prescribers(version, before)
    # Steps come before the signature: a signed version gets no more (trigger).
    steps = _steps(version, confirmed)
    _open(version, steps, by=by, at=at)
    Step.objects.bulk_create(steps)
    if before:
        before.state, before.superseded_at = State.SUPERSEDED, at
        before.save(update_fields=["state", "superseded_at"])
    version.state, version.decided_by, version.decided_at = State.DECIDED, by, at
    version.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        kind=kind,
        subject=version,
        patient=plan.case.patient,
        by=by,
        at=at,
        details={"number": version.number},
    )
    reviewed = _reviewed(before)
    _tidy(version, before, by=by, at=at)
    write_letters(version, before, by=by, at=at)
    _raise_tasks(version, before, by=by, at=at)
    _review_switch(version, reviewed, by=by, at=at)
    return version


def _confirmed(before: PlanVersion | None, version: PlanVersion) -> dict[int, Step]:
    """Steps that a change of a running plan brings along as they were confirmed."""
    if before is None or version.change == Change.PLAN:
        return {}
    kept = before.steps.filter(confirmed_at__isnull=False)
    opening = queries.opening_of(version.request, version.answer)
    return {step.n: step for step in kept if opening is None or step.n < opening}


def _open(version: PlanVersion, steps: list[Step], *, by: User, at: datetime) -> None:
    """The row that begins a new curve begins with the signature."""
    opening = queries.opening_of(version.request, version.answer)
    if opening is not None:
        steps[opening].confirmed_at, steps[opening].confirmed_by = at, by


def _steps(version: PlanVersion, confirmed: Mapping[int, Step]) -> list[Step]:
    steps = []
    for row in version.answer["steps"]:
        known, target = confirmed.get(row["n"]), queries.in_measure(row, "target_mg")
        steps.append(
            Step(
                version=version,
                n=row["n"],
                from_on=date.fromisoformat(row["from"]),
                days=row["days"],
                doses=row["doses"],
                totals=queries.in_measure(row, "total_mg"),
                target_mg=Decimal(target) if target else None,
                cut=row["cut"],
                confirmed_at=known.confirmed_at if known else None,
                confirmed_by=known.confirmed_by if known else None,
                taken_note=known.taken_note if known else "",
            )
        )
    return steps


def _tidy(
    version: PlanVersion, before: PlanVersion | None, *, by: User, at: datetime
) -> None:
    """What waited for this decision, or for the version it replaces, is done."""
    waiting = version.plan.versions.filter(state__in=[State.DRAFT, State.PROPOSED])
    for other in waiting:
        discard(other)
        patients.complete_tasks_about(other, by=by, at=at)
    patients.complete_tasks_about(version, by=by, at=at)
    for returned in version.plan.versions.filter(state=State.RETURNED):
        patients.complete_tasks_about(returned, by=by, at=at)
    for step in before.steps.all() if before else ():
        patients.complete_tasks_about(step, by=by, at=at)
    for kind in DONE_BY_A_NEW_VERSION:
        if before:
            patients.complete_tasks_about(before, by=by, at=at, kind=kind)


def _raise_tasks(
    version: PlanVersion, before: PlanVersion | None, *, by: User, at: datetime
) -> None:
    """Who prescribes, the first contact, naloxone, the risk to be weighed again."""
    plan, case, today = version.plan, version.plan.case, timezone.localdate(at)
    if by.is_staff_of_unit:
        kind = CareRelation.Kind.TEAM
        patients.relate(case.patient, user=by, kind=kind, by=by, at=at)
    ask_who_prescribes(version, before, on=today, by=by, at=at)
    if before is None:
        patients.raise_task(
            kind="plan.first_contact",
            title=_("Första kontakten efter att planen har börjat"),
            subject=plan,
            case=case,
            owner=case.owner,
            due_on=version.counts_from + FIRST_CONTACT_WITHIN,
            by=by,
            at=at,
        )
    watch_both_taken(version, by=by, at=at)


def _reviewed(before: PlanVersion | None) -> set[tuple[int, date]]:
    """Switch days of the version before that somebody has followed up already."""
    steps = {str(step.pk): step for step in before.steps.all()} if before else {}
    done = Task.objects.filter(
        kind="plan.switch_review",
        subject_label=Step._meta.label_lower,
        subject_id__in=steps,
        done_at__isnull=False,
    )
    found = [steps[key] for key in done.values_list("subject_id", flat=True)]
    return {(step.n, step.from_on) for step in found}


def review_day(switched_on: date) -> date:
    """Five to seven days after a switch, on a weekday (clinical 3.1)."""
    days = [switched_on + timedelta(days=number) for number in (5, 6, 7)]
    return next(day for day in days if day.weekday() < 5)


def _switch_rows(version: PlanVersion) -> Iterable[Step]:
    numbers = [row["n"] for row in version.answer["steps"] if row.get("switch")]
    return version.steps.filter(n__in=numbers).order_by("n")


def _review_switch(
    version: PlanVersion, reviewed: set[tuple[int, date]], *, by: User, at: datetime
) -> None:
    """A follow-up after each switch day that is still to come or just was."""
    case, today = version.plan.case, timezone.localdate(at)
    for step in _switch_rows(version):
        due_on = review_day(step.from_on)
        if due_on < today or (step.n, step.from_on) in reviewed:
            continue
        patients.raise_task(
            kind="plan.switch_review",
            title=_("Följ upp bytet till %(new)s, steg %(n)d")
            % {"new": version.substances[-1], "n": step.n},
            why=_(
                "Fråga om trötthet, yrsel och utsättningsbesvär 5–7 dagar efter bytet."
            ),
            subject=step,
            case=case,
            owner=case.owner,
            due_on=due_on,
            by=by,
            at=at,
        )
