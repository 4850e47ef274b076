"""Plans as charts: a plan alone, and a plan as it runs."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tapering import queries
from tapering.models import Plan, PlanVersion, Symptom
from ui.charts import Chart, Contact, Course, Dose, Hold, step_chart
from ui.charts import Symptom as Felt

Points = Iterable[tuple[date, Decimal]]


def _doses(points: Points) -> tuple[Dose, ...]:
    return tuple(Dose(on=on, amount=amount) for on, amount in points)


def answer_points(answer: Mapping[str, Any], substance: str) -> Points:
    """The changes of an answer: from when, how much."""
    return [
        (date.fromisoformat(row["from"]), Decimal(row["total_mg"].get(substance, "0")))
        for row in answer["steps"]
    ]


def step_points(version: PlanVersion) -> Points:
    """The changes of a signed version: from when, how much."""
    return [(step.from_on, step.total_mg) for step in version.steps.all()]


def plan_chart(
    substance: str,
    answer: Mapping[str, Any],
    *,
    before: PlanVersion | None = None,
    key: str = "plan",
    width: int = 500,
) -> Chart:
    """A plan that nobody has taken anything of yet, and the one it would replace."""
    replaced = answer_points(before.answer, substance) if before else ()
    course = Course(
        substance=substance,
        planned=_doses(answer_points(answer, substance)),
        first_plan=_doses(replaced),
    )
    return step_chart(course, key=key, width=width)


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


def running_chart(
    plan: Plan,
    on: date,
    *,
    symptoms: Iterable[Symptom] = (),
    contacts: tuple[Contact, ...] = (),
    key: str = "dos",
    for_patient: bool = False,
) -> Chart | None:
    """What was taken, what is planned, pauses and how it felt; None without a plan."""
    course = queries.course_of(plan)
    if not course:
        return None
    taken = queries.history(plan, on)
    first, last = course[0], course[-1]
    points = Course(
        substance=plan.substance,
        taken=_doses(taken),
        planned=_doses(queries.future(last, on) or taken[-1:]),
        first_plan=_doses(step_points(first)) if first is not last else (),
        holds=_holds(course),
        symptoms=_felt(symptoms),
        contacts=contacts,
        today=on if taken else None,
    )
    return step_chart(points, key=key, for_patient=for_patient)
