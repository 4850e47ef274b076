"""What is taken now, for many cases at once."""

import uuid
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from patients.models import Case
from tapering import queries
from tapering.models import Plan

Dose = tuple[str, Decimal]


def doses_now(cases: Collection[Case], *, on: date) -> dict[uuid.UUID, list[Dose]]:
    """Medicine and mg a day of every running plan, in three queries."""
    plans = queries.with_course(Plan.objects.active().filter(case__in=cases))
    found: dict[uuid.UUID, list[Dose]] = {}
    for plan in plans:
        amount = queries.dose_on(plan, on)
        if amount is not None:
            found.setdefault(plan.case_id, []).append((plan.substance, amount))
    return found
