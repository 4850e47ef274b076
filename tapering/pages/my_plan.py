"""What the patient reads: the whole way down, as signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tapering import queries
from tapering.differences import differences
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Symptom
from tapering.pages.amounts import daily
from tapering.pages.charts import running_charts
from ui.charts import Chart


@dataclass(frozen=True, kw_only=True)
class MyStep:
    """One step of the way down."""

    n: int
    from_on: date
    total: str
    is_now: bool
    is_past: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class MyPlan:
    """One medicine's plan for the one who follows it."""

    plan: Plan
    version: PlanVersion
    running: queries.Running | None
    steps: list[MyStep]
    charts: list[Chart]
    earlier: list[PlanVersion]
    differences: list[str]


def my_steps(version: PlanVersion, now_n: int) -> list[MyStep]:
    """The steps of a signed version in words; `now_n` is the one that is taken."""
    return [
        MyStep(
            n=step.n,
            from_on=step.from_on,
            total=daily(step, version),
            is_now=step.n == now_n,
            is_past=step.n < now_n,
            waits=queries.waits_for_word(version, step),
        )
        for step in version.steps.all()
    ]


def _earlier(plan: Plan) -> list[PlanVersion]:
    """Signed versions that count no more, newest first."""
    course = queries.course_of(plan)
    return [v for v in reversed(course) if v.state == State.SUPERSEDED]


def my_plan(
    plan: Plan,
    running: queries.Running | None,
    *,
    on: date,
    symptoms: Iterable[Symptom],
) -> MyPlan:
    """The newest signed version, step by step."""
    version = queries.course_of(plan)[-1]
    now_n = running.step.n if running and running.version == version else -1
    return MyPlan(
        plan=plan,
        version=version,
        running=running,
        steps=my_steps(version, now_n),
        charts=running_charts(
            plan, on, symptoms=symptoms, key=f"min-{plan.pk}", for_patient=True
        ),
        earlier=_earlier(plan),
        differences=differences(version.replaces, version),
    )
