"""The page with all plans of a case."""

from dataclasses import dataclass
from datetime import date

from patients.models import Case
from tapering import queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Symptom
from tapering.pages.build import Amounts, amounts_of
from tapering.pages.charts import running_charts
from ui.charts import Chart


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """One plan: where it stands, its chart, its versions."""

    plan: Plan
    running: queries.Running | None
    decided: PlanVersion | None
    charts: list[Chart]
    versions: list[PlanVersion]
    waiting: PlanVersion | None
    draft: PlanVersion | None
    amounts: Amounts | None

    @property
    def can_be_held(self) -> bool:
        """Tell whether there is something to pause."""
        return self.running is not None and not self.running.at_goal


def _amounts(
    decided: PlanVersion | None, now: queries.Running | None, on: date
) -> Amounts | None:
    """What to prescribe; nothing while the dates do not hold (a step waits)."""
    if decided is None or (now is not None and now.waits_for_word):
        return None
    return amounts_of(decided.answer, on)


def _card(
    plan: Plan,
    now: queries.Running | None,
    versions: list[PlanVersion],
    symptoms: list[Symptom],
    on: date,
) -> PlanCard:
    by_state = {version.state: version for version in versions}
    decided = by_state.get(State.DECIDED)
    return PlanCard(
        plan=plan,
        running=now,
        decided=decided,
        charts=running_charts(plan, on, symptoms=symptoms, key=f"dos-{plan.pk}"),
        versions=[v for v in versions if v.state != State.DISCARDED],
        waiting=by_state.get(State.PROPOSED),
        draft=by_state.get(State.DRAFT),
        amounts=_amounts(decided, now, on),
    )


def plan_cards(case: Case, on: date) -> list[PlanCard]:
    """Every active plan of a case; as many questions for three as for one."""
    symptoms = list(Symptom.objects.filter(case=case))
    versions = list(
        PlanVersion.objects.filter(plan__case=case)
        .select_related("decided_by", "created_by", "proposed_by", "policy")
        .order_by("-number")
    )
    return [
        _card(
            plan,
            now,
            [version for version in versions if version.plan_id == plan.pk],
            symptoms,
            on,
        )
        for plan, now in queries.case_running(case, on)
    ]
