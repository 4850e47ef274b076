"""What is taken now, for many cases at once."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from patients.models import Case
from tapering import queries
from tapering.models import Plan, Symptom
from visits.lifecycle import Status
from visits.models import Visit

Dose = tuple[str, Decimal]


def plans_to_draw(case: Case) -> QuerySet[Plan]:
    """The plans that run; when none does, the one that ended last."""
    plans = Plan.objects.filter(case=case)
    running = plans.active()
    if running.exists():
        return running.order_by("opened_at", "pk")
    last = plans.order_by("-ended_at").values("pk")[:1]
    return plans.filter(pk__in=last)


def symptoms_of(case: Case) -> list[Symptom]:
    """The patient's own figures, oldest first."""
    return list(Symptom.objects.filter(case=case).order_by("on", "written_at"))


def contacts_of(case: Case) -> list[datetime]:
    """When the patient was met, and is booked to be."""
    met = Visit.objects.filter(case=case, status__in=[Status.DONE, Status.BOOKED])
    return list(met.by_time().values_list("starts_at", flat=True))


def doses_now(cases: Collection[Case], *, on: date) -> dict[uuid.UUID, list[Dose]]:
    """Medicine and mg a day of every running plan, in three queries."""
    plans = queries.with_course(Plan.objects.active().filter(case__in=cases))
    found: dict[uuid.UUID, list[Dose]] = {}
    for plan in plans:
        amount = queries.dose_on(plan, on)
        if amount is not None:
            found.setdefault(plan.case_id, []).append((plan.substance, amount))
    return found
