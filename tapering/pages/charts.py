"""Plans as charts: a plan alone, and a plan as it runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tapering import queries
from tapering.lifecycle import Change, Unit
from tapering.models import Plan, PlanVersion, Symptom
from ui.charts import (
    Chart,
    Contact,
    Course,
    Dose,
    Hold,
    Model,
    Span,
    stacked_chart,
    step_chart,
)
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


def _targets(answer: Mapping[str, Any]) -> tuple[Dose, ...]:
    """The curve that the rule asks for, where the pieces made the plan leave it."""
    rows = [row for row in answer["steps"] if row.get("target_mg")]
    targets = [Decimal(row["target_mg"]) for row in rows]
    made = [sum(map(Decimal, _totals(row).values()), Decimal(0)) for row in rows]
    if targets == made:
        return ()
    days = (date.fromisoformat(row["from"]) for row in rows)
    return _doses(zip(days, targets, strict=True))


def plan_charts(
    substances: Sequence[str],
    answer: Mapping[str, Any],
    *,
    before: PlanVersion | None = None,
    key: str = "plan",
    width: int = 500,
) -> list[Chart]:
    """A plan that nobody has taken anything of yet, and the one it would replace.

    One figure with a panel for each medicine that it moves; none without any.
    """
    courses = [
        Course(
            substance=substance,
            planned=_doses(answer_points(answer, substance)),
            earlier_plan=_doses(
                answer_points(before.answer, substance) if before else ()
            ),
            target=_targets(answer) if len(substances) == 1 else (),
            unit=_unit(answer),
        )
        for substance in substances
    ]
    return [stacked_chart(courses, key=key, width=width)] if courses else []


def _unit(answer: Mapping[str, Any]) -> str:
    is_patch = any("total_ug_per_h" in row for row in answer["steps"])
    return str(Unit.UG_PER_H.label if is_patch else Unit.MG.label)


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


def _replaced(
    course: Sequence[PlanVersion], number: int, substance: str
) -> tuple[Dose, ...]:
    """What a version said from the day on which the next one took its place."""
    version, since = course[number], course[number + 1].counts_from
    points = sorted(step_points(version, substance))
    before = [amount for on, amount in points if on <= since]
    kept = [(on, amount) for on, amount in points if on > since]
    return _doses([(since, before[-1]), *kept] if before else kept)


def _replaced_plans(
    course: Sequence[PlanVersion], substance: str
) -> tuple[tuple[Dose, ...], tuple[Dose, ...]]:
    """The first plan, and the one that the plan in force replaced."""
    if len(course) < 2:
        return (), ()
    first = _replaced(course, 0, substance)
    return first, _replaced(course, -2, substance) if len(course) > 2 else ()


def model_of(version: PlanVersion) -> tuple[str, Model] | None:
    """The cited model of receptor occupancy of a version's rule, and for what."""
    cited = version.policy.rule.get("occupancy")
    if not cited or not cited.get("source"):
        return None
    model = Model(
        half_dose=Fraction(cited["half_dose_mg"]),
        emax=Fraction(cited.get("emax_percent") or "100"),
        source=cited["source"],
    )
    return version.request["taper"], model


def _model(last: PlanVersion, name: str, *, is_asked: bool) -> Model | None:
    """Only for the medicine that the source measured."""
    found = model_of(last) if is_asked else None
    return found[1] if found and found[0] == name else None


def span_of_plans(plans: Iterable[Plan], on: date) -> Span | None:
    """From the first day of any of the plans to the last: one scale for them all."""
    courses = [course for plan in plans if (course := queries.course_of(plan))]
    if not courses:
        return None
    ends = [step.from_on for course in courses for step in course[-1].steps.all()]
    return (
        min(course[0].counts_from for course in courses),
        max([on, *ends]) + timedelta(days=14),
    )


def _course(
    plan: Plan, course: list[PlanVersion], name: str, on: date, *, with_model: bool
) -> Course:
    """One medicine of a plan, without what its medicines share."""
    last = course[-1]
    taken = queries.taken_points(plan, name, on)
    as_planned = queries.history(plan, on, name)
    first, earlier = _replaced_plans(course, name)
    ahead = queries.future(last, on, name) or taken[-1:]
    return Course(
        substance=name,
        taken=_doses(taken),
        as_planned=_doses(as_planned),
        planned=_doses(ahead),
        first_plan=first,
        earlier_plan=earlier,
        model=_model(last, name, is_asked=with_model),
        today=on if taken else None,
        unit=str(last.get_unit_display()),
    )


def running_charts(
    plan: Plan,
    on: date,
    *,
    symptoms: Iterable[Symptom] = (),
    contacts: tuple[Contact, ...] = (),
    key: str = "dos",
    for_patient: bool = False,
    span: Span | None = None,
    with_model: bool = False,
) -> list[Chart]:
    """What was taken, what is planned, pauses and how it felt: one figure.

    It has a panel for each medicine. The patient gets a small figure for each instead.
    None without a plan. Figures with the same `span` have the same scale.
    """
    course = queries.course_of(plan)
    if not course:
        return []
    names = queries.moved(plan)
    courses = [_course(plan, course, name, on, with_model=with_model) for name in names]
    courses[0] = replace(
        courses[0],
        holds=_holds(course),
        step_backs=tuple(v.counts_from for v in course if v.change == Change.STEP_BACK),
        symptoms=_felt(symptoms),
        contacts=contacts,
    )
    if not for_patient:
        return [stacked_chart(courses, key=key, span=span)]
    return [
        step_chart(
            replace(each, holds=courses[0].holds, step_backs=courses[0].step_backs),
            key=f"{key}-{number}",
            for_patient=True,
        )
        for number, each in enumerate(courses)
    ]
