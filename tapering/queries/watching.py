"""What is late or near in plans: what the sweeps look for."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from patients.models import Task
from tapering.lifecycle import Change, State
from tapering.models import Plan, PlanVersion
from tapering.queries.running import course_of, running, with_course
from tapering.queries.supply import with_supplies

DECIDED_WITHIN = timedelta(days=3)
# A change of a running plan is asked for because something is hard now.
CHANGE_DECIDED_WITHIN = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=7)
LAST_STEP_BEFORE = timedelta(days=21)
RUNS_OUT_BEFORE = timedelta(days=7)


def is_told(kind: str, pk: object) -> bool:
    """Tell whether a task of the kind was ever raised about something."""
    return Task.objects.filter(kind=kind, subject_id=str(pk)).exists()


def active_courses() -> list[Plan]:
    """Every plan that is followed, with its course and what was prescribed."""
    plans = Plan.objects.active().filter(versions__state=State.DECIDED)
    courses = with_course(plans.select_related("case__patient", "case__owner"))
    return with_supplies(courses)


def late_proposals(at: datetime) -> list[PlanVersion]:
    """Proposals that nobody has decided in time."""
    late = Q(proposed_at__lt=at - DECIDED_WITHIN) | Q(
        proposed_at__lt=at - CHANGE_DECIDED_WITHIN
    ) & ~Q(change=Change.PLAN)
    return list(
        PlanVersion.objects.filter(late, state=State.PROPOSED).select_related(
            "plan__case__patient", "plan__case__owner", "proposed_by"
        )
    )


def forgotten_drafts(at: datetime) -> list[PlanVersion]:
    """Drafts of followed cases that nobody has touched for a week."""
    drafts = PlanVersion.objects.filter(state=State.DRAFT, plan__ended_at=None)
    return list(
        drafts.annotate(touched_at=Coalesce("edited_at", "created_at"))
        .filter(touched_at__lt=at - FORGOTTEN_AFTER)
        .select_related(
            "plan__case__patient", "plan__case__owner", "created_by", "edited_by"
        )
    )


def holds_in_row(plan: Plan, on: date) -> list[PlanVersion]:
    """Pauses of the step that is taken, without a step or another change between.

    A step that was confirmed late moves the plan too, but is no pause of the new step.
    """
    now = running(plan, on)
    found: list[PlanVersion] = []
    if now is None:
        return found
    for version in reversed(course_of(plan)):
        revise = version.request.get("revise", {})
        held = version.change == Change.HOLD and revise["from_step"] == now.step.n
        if not held or version.number > now.version.number:
            break
        found.append(version)
    return found[::-1]


def held_since(plan: Plan, on: date) -> date | None:
    """Since when the plan stands still by pauses; None when it does not on that day."""
    now = running(plan, on)
    holds = holds_in_row(plan, on)
    if now is None or not now.is_held or not holds:
        return None
    return holds[0].held_from


def wants_lower_goal(plan: Plan, on: date) -> int:
    """How many pauses in a row there are, where the policy says that is many."""
    now = running(plan, on)
    most = now.version.policy.holds_before_goal if now else None
    count = len(holds_in_row(plan, on)) if most else 0
    return count if most and count >= most else 0
