"""What is taken now, for many cases at once."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from patients.models import Case
from tapering import queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Symptom
from visits.lifecycle import Status
from visits.models import Visit

Dose = tuple[str, Decimal]


def plans_to_draw(case: Case) -> list[Plan]:
    """The plans that run, with their course; else the one that ended last."""
    plans = Plan.objects.filter(case=case).order_by("opened_at", "pk")
    found = queries.with_course(plans, only_totals=True)
    running = [plan for plan in found if plan.ended_at is None]
    return running or sorted(found, key=_ended)[-1:]


def _ended(plan: Plan) -> datetime:
    return plan.ended_at or plan.opened_at


def proposals_of(case: Case) -> dict[uuid.UUID, PlanVersion]:
    """Proposals that wait for a decision, by plan."""
    waiting = PlanVersion.objects.filter(plan__case=case, state=State.PROPOSED)
    return {version.plan_id: version for version in waiting.only("plan", "state")}


def symptoms_of(case: Case) -> list[Symptom]:
    """The patient's own figures, oldest first, as a curve needs them."""
    rows = Symptom.objects.filter(case=case).only("on", "score")
    return list(rows.order_by("on", "written_at"))


def contacts_of(case: Case) -> list[datetime]:
    """When the patient was met, and is booked to be."""
    met = Visit.objects.filter(case=case, status__in=[Status.DONE, Status.BOOKED])
    return list(met.by_time().values_list("starts_at", flat=True))


def doses_now(cases: Collection[Case], *, on: date) -> dict[uuid.UUID, list[Dose]]:
    """Medicine and mg a day of every running plan, in three queries."""
    plans = queries.with_course(
        Plan.objects.active().filter(case__in=cases), only_totals=True
    )
    found: dict[uuid.UUID, list[Dose]] = {}
    for plan in plans:
        taken = queries.doses_on(plan, on) or {}
        found.setdefault(plan.case_id, []).extend(taken.items())
    return found
