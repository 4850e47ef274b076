"""The page with all plans of a case: where each stands, what can be done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from patients.models import Case
from tapering import permissions, queries
from tapering.amounts import in_unit, quantities_in_words
from tapering.lifecycle import Change, State, WhoMay
from tapering.models import Plan, PlanVersion, Symptom
from tapering.pages.build import Amounts, amounts_of
from tapering.pages.changes import WORDS
from tapering.pages.charts import model_of, running_charts, span_of_plans
from ui.charts import Chart, Span
from ui.templatetags.dates import short_day


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One thing that can be done to a running plan."""

    label: str | Promise
    url: str
    icon: str = ""
    is_primary: bool = False


@dataclass(frozen=True, kw_only=True)
class LivedRow:
    """Days with one planned dose, and what was taken, in words."""

    from_on: date
    until_on: date
    medicine: str
    planned: str
    taken: list[str]
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """How the figures of a page are drawn: on one scale, with or without models."""

    span: Span | None
    with_model: bool


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """One plan: where it stands, what can be done, its chart, its course."""

    plan: Plan
    running: queries.Running | None
    decided: PlanVersion | None
    charts: list[Chart]
    # Whether its rule cites a model of receptor occupancy that can be drawn.
    has_model: bool
    versions: list[PlanVersion]
    waiting: PlanVersion | None
    draft: PlanVersion | None
    amounts: Amounts | None
    doings: list[Doing]
    rule: str
    holds: int
    lived: list[LivedRow]
    lasting: queries.Lasting | None
    next_supply: list[str]

    @property
    def can_be_held(self) -> bool:
        """Tell whether there is something to pause."""
        return self.running is not None and not self.running.at_goal


def doings_of(now: queries.Running | None, waiting: PlanVersion | None) -> list[Doing]:
    """What can be done to a running plan from its patient's page, in two clicks."""
    if waiting is not None:
        page = reverse("tapering:version", args=[waiting.pk])
        return [Doing(label=_("Se förslaget"), url=page, is_primary=True)]
    if now is None:
        return []
    back = _doing(now, Change.STEP_BACK, "") if queries.earlier_steps(now) else None
    if now.at_goal:
        return [back] if back else []
    found = [
        _next_step(now),
        _doing(now, Change.HOLD, "pause"),
        _doing(now, Change.SLOW_DOWN, ""),
        back,
        _doing(now, Change.GOAL, ""),
    ]
    return [doing for doing in found if doing]


def _doing(now: queries.Running, change: Change, icon: str) -> Doing:
    page = reverse(f"tapering:{change.value}", args=[now.plan.pk])
    return Doing(label=WORDS[change].title, url=page, icon=icon)


def _next_step(now: queries.Running) -> Doing | None:
    """The next step waits for a word: that is what is done first."""
    step = now.following
    if step is None or not queries.waits_for_word(now.version, step):
        return None
    return Doing(
        label=_("Bekräfta steg %(n)d") % {"n": step.n},
        url=reverse("tapering:confirm_step", args=[step.pk]),
        is_primary=True,
    )


def _amounts(
    decided: PlanVersion | None, now: queries.Running | None, on: date
) -> Amounts | None:
    """What to prescribe; nothing while the dates do not hold (a step waits)."""
    if decided is None or (now is not None and now.waits_for_word):
        return None
    return amounts_of(decided.answer, on)


def _who_may(now: queries.Running | None, user: User) -> str:
    """What the rule lets `user` do alone, in a sentence."""
    if now is None:
        return ""
    policy = now.version.policy
    if policy.who_may_step_back == WhoMay.NOBODY:
        return _("Regeln går aldrig upp i dos.")
    asks = [
        str(WORDS[change].title).lower()
        for change in Change
        if change != Change.PLAN
        and not permissions.may_change_alone(user, policy, change)
    ]
    if not asks or permissions.may_change_alone(user, policy, Change.GOAL):
        return ""
    return _("Det här går till läkaren som förslag: %(what)s.") % {
        "what": ", ".join(asks)
    }


def lived_rows(plan: Plan, on: date, unit: str) -> list[LivedRow]:
    """Planned and taken, newest first."""
    several = len(queries.moved(plan)) > 1
    return [
        LivedRow(
            from_on=row.from_on,
            until_on=row.until_on,
            medicine=row.substance if several else "",
            planned=in_unit(row.planned, unit),
            taken=[_said(taken, row, unit) for taken in row.said],
            is_more=any(taken.amount > row.planned for taken in row.said),
        )
        for row in queries.lived(plan, on)
    ]


def _said(taken: queries.TakenWord, row: queries.Lived, unit: str) -> str:
    """22,5 mg 3 dec – 5 dec: två extra halva."""
    first, last = max(taken.from_on, row.from_on), min(taken.until_on, row.until_on)
    days = short_day(first)
    if last != first:
        days = f"{days} – {short_day(last)}"
    as_planned = taken.amount == row.planned
    words = _("Som planerat") if as_planned else in_unit(taken.amount, unit)
    note = f": {taken.note}" if taken.note else ""
    return f"{words} {days}{note}"


@dataclass(frozen=True, kw_only=True)
class SupplyCard:
    """What is prescribed next for a plan, and how long what was prescribed lasts."""

    plan: Plan
    decided: PlanVersion | None
    lasting: queries.Lasting | None
    next_supply: list[str]


def supply_of(plan: Plan, decided: PlanVersion, on: date) -> SupplyCard | None:
    """The same beside the text to the pharmacy; nothing for a version that is old."""
    if decided.state != State.DECIDED:
        return None
    return SupplyCard(
        plan=plan,
        decided=decided,
        lasting=queries.lasting(plan, on),
        next_supply=_next_supply(plan, decided, on),
    )


def _next_supply(plan: Plan, decided: PlanVersion, on: date) -> list[str]:
    rows = queries.next_period(plan, decided.answer, on)
    return quantities_in_words(row for row in rows if queries.amount_of(row))


def _card(
    plan: Plan,
    now: queries.Running | None,
    versions: list[PlanVersion],
    symptoms: list[Symptom],
    *,
    user: User,
    on: date,
    drawn: Drawn,
) -> PlanCard:
    by_state = {version.state: version for version in versions}
    decided, waiting = by_state.get(State.DECIDED), by_state.get(State.PROPOSED)
    return PlanCard(
        plan=plan,
        running=now,
        decided=decided,
        charts=running_charts(
            plan,
            on,
            symptoms=symptoms,
            key=f"dos-{plan.pk}",
            span=drawn.span,
            with_model=drawn.with_model,
        ),
        has_model=any(model_of(version) for version in queries.course_of(plan)[-1:]),
        versions=[v for v in versions if v.state != State.DISCARDED],
        waiting=waiting,
        draft=by_state.get(State.DRAFT),
        amounts=_amounts(decided, now, on),
        doings=doings_of(now, waiting),
        rule=_who_may(now, user),
        holds=queries.wants_lower_goal(plan, on),
        lived=lived_rows(plan, on, now.version.unit) if now else [],
        lasting=queries.lasting(plan, on),
        next_supply=_next_supply(plan, decided, on) if decided else [],
    )


def plan_cards(
    case: Case, on: date, *, user: User, with_model: bool = False
) -> list[PlanCard]:
    """Every active plan of a case; as many questions for three as for one."""
    symptoms = list(Symptom.objects.filter(case=case))
    versions = list(
        PlanVersion.objects.filter(plan__case=case)
        .select_related("decided_by", "created_by", "proposed_by", "policy")
        .order_by("-number")
    )
    rows = queries.case_running(case, on)
    queries.with_taken(queries.with_supplies(plan for plan, _now in rows))
    drawn = Drawn(
        span=span_of_plans([plan for plan, _now in rows], on), with_model=with_model
    )
    return [
        _card(
            plan,
            now,
            [version for version in versions if version.plan_id == plan.pk],
            symptoms,
            user=user,
            on=on,
            drawn=drawn,
        )
        for plan, now in rows
    ]
