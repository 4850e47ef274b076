"""A patient as one row of a list."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from overview import queries
from overview.pages.banner import shown_name
from patients.models import Case
from ui.templatetags.numbers import mg


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One open case. Number, phone and place are never in a list."""

    pk: uuid.UUID
    name: str
    is_protected: bool
    age: int | None
    phase: str
    since: datetime
    owner: str
    dose: str = ""
    next_visit: datetime | None = None


def case_rows(cases: list[Case], *, today: date, at: datetime) -> list[CaseRow]:
    """Draw the rows of one page of the list."""
    coming = queries.next_visits(cases, after=at)
    doses = queries.doses_now(cases, on=today)
    return [
        CaseRow(
            pk=case.pk,
            name=shown_name(case.patient),
            is_protected=case.patient.is_protected,
            age=case.patient.age_on(today),
            phase=case.phase,
            since=case.phase_since,
            owner=case.owner.name,
            dose=", ".join(
                f"{name} {mg(amount)}" for name, amount in doses.get(case.pk, [])
            ),
            next_visit=coming[case.pk].starts_at if case.pk in coming else None,
        )
        for case in cases
    ]
