"""Plans as charts: a plan alone, and a plan as it runs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tapering import queries
from tapering.lifecycle import Unit
from tapering.models import Plan, PlanVersion, Symptom
from ui.charts import Chart, Contact, Course, Dose, Hold, step_chart
from ui.charts import Symptom as Felt

Points = Iterable[tuple[date, Decimal]]


def _doses(points: Points) -> tuple[Dose, ...]:
    return tuple(Dose(on=on, amount=amount) for on, amount in points)


def answer_points(answer: Mapping[str, Any], substance: str) -> Points:
    """The changes of an answer: from when, how much."""
    return [
        (date.fromisoformat(row["from"]), Decimal(_totals(row).get(substance, "0")))
        for row in answer["steps"]
    ]


def _totals(row: Mapping[str, Any]) -> Mapping[str, str]:
    totals: Mapping[str, str] = row.get("total_mg") or row.get("total_ug_per_h") or {}
    return totals


def step_points(version: PlanVersion, substance: str) -> Points:
    """The changes of a signed version: from when, how much."""
    return [(step.from_on, step.total_of(substance)) for step in version.steps.all()]


def _unit_of(answer: Mapping[str, Any]) -> str:
    """What an answer counts in: patches give micrograms an hour."""
    is_patch = any("total_ug_per_h" in row for row in answer["steps"])
    return str((Unit.UG_PER_H if is_patch else Unit.MG).label)


def plan_charts(
    substances: Sequence[str],
    answer: Mapping[str, Any],
    *,
    before: PlanVersion | None = None,
    key: str = "plan",
    width: int = 500,
) -> list[Chart]:
    """A plan that nobody has taken anything of yet, and the one it would replace.

    One chart for each medicine that it moves.
    """
    charts = []
    for number, substance in enumerate(substances):
        replaced = answer_points(before.answer, substance) if before else ()
        course = Course(
            substance=substance,
            planned=_doses(answer_points(answer, substance)),
            first_plan=_doses(replaced),
            unit=_unit_of(answer),
        )
        charts.append(step_chart(course, key=f"{key}-{number}", width=width))
    return charts


def _holds(course: Iterable[PlanVersion]) -> tuple[Hold, ...]:
    return tuple(
        Hold(
            starts_on=version.held_from,
            ends_on=version.held_from + timedelta(days=version.held_days or 0),
        )
        for version in course
        if version.held_from
    )


def _felt(symptoms: Iterable[Symptom]) -> tuple[Felt, ...]:
    """One figure a day: the newest."""
    by_day = {symptom.on: symptom.score for symptom in symptoms}
    return tuple(Felt(on=on, score=score) for on, score in sorted(by_day.items()))


def running_charts(
    plan: Plan,
    on: date,
    *,
    symptoms: Iterable[Symptom] = (),
    contacts: tuple[Contact, ...] = (),
    key: str = "dos",
    for_patient: bool = False,
) -> list[Chart]:
    """What was taken, what is planned, pauses and how it felt: one chart a medicine.

    How it felt and the contacts stand under the last one. None without a plan.
    """
    course = queries.course_of(plan)
    if not course:
        return []
    names = queries.moved(plan)
    charts = []
    for number, name in enumerate(names):
        taken = queries.history(plan, on, name)
        first, last = course[0], course[-1]
        is_last = number == len(names) - 1
        points = Course(
            substance=name,
            taken=_doses(taken),
            planned=_doses(queries.future(last, on, name) or taken[-1:]),
            first_plan=_doses(step_points(first, name)) if first is not last else (),
            holds=_holds(course),
            symptoms=_felt(symptoms) if is_last else (),
            contacts=contacts if is_last else (),
            today=on if taken else None,
            unit=str(last.get_unit_display()),
        )
        charts.append(
            step_chart(points, key=f"{key}-{number}", for_patient=for_patient)
        )
    return charts
