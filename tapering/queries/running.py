"""Where a plan stands on a day: which version, which step, which dose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from patients.models import Case
from tapering.lifecycle import Daypart, State, Unit
from tapering.models import Plan, PlanVersion, Step

# A step is asked about this many days before it begins.
ASKED_BEFORE = 3


def with_course(plans: Any, *, only_totals: bool = False) -> list[Plan]:
    """Plans with the versions that count and their steps: two queries more, no more.

    `only_totals` leaves the engine's own texts where they are: what a list or a curve
    needs is a fraction of them.
    """
    steps = Step.objects.order_by("n")
    signed = PlanVersion.objects.that_began().order_by("number")
    if only_totals:
        steps = steps.defer("doses", "cut")
        signed = signed.select_related("policy", "decided_by").defer(
            "request", "answer", "reasons", "policy__rule"
        )
    else:
        signed = signed.select_related("policy", "decided_by", "replaces")
    signed = signed.prefetch_related(Prefetch("steps", steps))
    return list(plans.prefetch_related(Prefetch("versions", signed, to_attr="course")))


def course_of(plan: Plan) -> list[PlanVersion]:
    """The signed versions of a plan that began or will, oldest first."""
    known: list[PlanVersion] | None = getattr(plan, "course", None)
    if known is None:
        (loaded,) = with_course(Plan.objects.filter(pk=plan.pk))
        known = loaded.course  # type: ignore[attr-defined]
    return known


def in_force(plan: Plan) -> PlanVersion | None:
    """The decided version of a plan, if there is one."""
    found: PlanVersion | None = (
        plan.versions.filter(state=State.DECIDED).select_related("policy").first()
    )
    return found


def version_on(plan: Plan, on: date) -> PlanVersion | None:
    """The version that counts on a day; None before the first one begins."""
    counting = [version for version in course_of(plan) if version.counts_from <= on]
    return counting[-1] if counting else None


def waits_for_word(version: PlanVersion, step: Step) -> bool:
    """Tell whether the step starts only when somebody has confirmed it."""
    asks = version.policy.confirm_each_step and step.n > 0
    return asks and step.confirmed_at is None


def _standing(version: PlanVersion, on: date) -> tuple[Step | None, Step | None]:
    """The step that is taken on a day, and the one after it."""
    standing, following = None, None
    for step in version.steps.all():
        if step.from_on > on or waits_for_word(version, step):
            following = step
            break
        standing = step
    return standing, following


def current_step(plan: Plan, on: date) -> Step | None:
    """The step whose doses are taken on a day; None before the plan begins.

    A step that waits for confirmation does not begin: the one before goes on.
    """
    version = version_on(plan, on)
    return _standing(version, on)[0] if version else None


@dataclass(frozen=True, kw_only=True)
class Running:
    """A plan on a day."""

    plan: Plan
    version: PlanVersion
    step: Step
    following: Step | None
    steps: int
    on: date

    @property
    def waits_for_word(self) -> bool:
        """Tell whether the next step's day has come without anybody's word."""
        return self.following is not None and self.following.from_on <= self.on

    @property
    def next_change_on(self) -> date | None:
        """The day of the next change that is certain enough to be told."""
        if self.following is None or self.waits_for_word:
            return None
        return self.following.from_on

    @property
    def is_held(self) -> bool:
        """Tell whether the day lies in a pause."""
        begins, days = self.version.held_from, self.version.held_days
        if begins is None:
            return False
        return begins <= self.on < begins + timedelta(days=days or 0)

    @property
    def at_goal(self) -> bool:
        """Tell whether the last step has begun."""
        return self.step.days is None


def running(plan: Plan, on: date) -> Running | None:
    """Where the plan stands on a day; None before its first day."""
    version = version_on(plan, on)
    if version is None:
        return None
    step, following = _standing(version, on)
    if step is None:
        return None
    return Running(
        plan=plan,
        version=version,
        step=step,
        following=following,
        steps=version.steps.all()[len(version.steps.all()) - 1].n,
        on=on,
    )


Totals = dict[str, Decimal]


def totals_of(version: PlanVersion, step: Step) -> Totals:
    """How much a day of each medicine that the version moves, in its order."""
    return {name: step.total_of(name) for name in version.substances}


def doses_on(plan: Plan, on: date) -> Totals | None:
    """How much a day of each medicine of the plan; None before the plan begins."""
    now = running(plan, on)
    return totals_of(now.version, now.step) if now else None


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What is taken at one part of the day, in the version's unit."""

    daypart: str
    label: str
    amount: str
    pieces: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class DoseToday:
    """One medicine on one day, as the patient reads it."""

    running: Running
    substance: str
    portions: list[Portion]

    @property
    def total(self) -> Decimal:
        """All of the day, in the version's unit."""
        return self.running.step.total_of(self.substance)

    @property
    def week(self) -> int:
        """Which week on this dose it is, counted from one."""
        return (self.running.on - self.running.step.from_on).days // 7 + 1

    @property
    def weeks(self) -> int | None:
        """How many weeks the dose lasts, when that is known."""
        days = self.running.step.days
        if days is None or self.running.waits_for_word:
            return None
        return max(-(-days // 7), self.week)


def portions(
    doses: Iterable[dict[str, Any]], substance: str, always: Iterable[str] = ()
) -> list[Portion]:
    """Dayparts in order with what is taken; `always` are shown also when empty."""
    taken = {d.get("daypart", ""): d for d in doses if d["substance"] == substance}
    shown = set(taken) | set(always)
    return [
        _portion(part, taken.get(part, {}))
        for part in ("", *Daypart.values)
        if part in shown
    ]


def _portion(part: str, dose: dict[str, Any]) -> Portion:
    """What is taken at one part of the day; a patch has none."""
    return Portion(
        daypart=part,
        label=str(Daypart(part).label) if part else "",
        amount=dose.get("mg") or dose.get("ug_per_h") or "0",
        pieces=dose.get("pieces", []),
    )


ALWAYS_SHOWN = (Daypart.MORNING, Daypart.NOON, Daypart.EVENING)


def shown_dayparts(version: PlanVersion, substance: str) -> list[str]:
    """Dayparts of a version: the usual three, and those where something is taken."""
    used = {
        dose["daypart"]
        for step in version.steps.all()
        for dose in step.doses
        if dose["substance"] == substance and "daypart" in dose
    }
    if version.unit == Unit.UG_PER_H:
        return [""]  # a patch is worn all day
    # A plan that uses the night instead of the evening shows the night.
    usual = set(ALWAYS_SHOWN)
    if Daypart.NIGHT in used and Daypart.EVENING not in used:
        usual.discard(Daypart.EVENING)
    return [part for part in Daypart.values if part in used | usual]


def _doses_today(now: Running) -> list[DoseToday]:
    """One for each medicine that is taken now; at the goal the last one, as none."""
    taken = [name for name in now.version.substances if now.step.total_of(name)]
    return [
        DoseToday(
            running=now,
            substance=name,
            portions=portions(now.step.doses, name, shown_dayparts(now.version, name)),
        )
        for name in taken or now.version.substances[-1:]
    ]


def dose_today(case: Case, on: date) -> list[DoseToday]:
    """What is taken on a day of every medicine that has a running plan."""
    plans = with_course(Plan.objects.active().filter(case=case))
    standing = [now for plan in plans if (now := running(plan, on))]
    return [dose for now in standing for dose in _doses_today(now)]


def moved(plan: Plan) -> list[str]:
    """Every medicine that the plan moves or has moved, in the order of its course."""
    names = [name for version in course_of(plan) for name in version.substances]
    return list(dict.fromkeys(names))


Points = list[tuple[date, Decimal]]


def history(plan: Plan, until: date, substance: str) -> Points:
    """Each day on which a medicine's dose was changed, up to a day, as signed."""
    points: Points = []
    for version in course_of(plan):
        if version.counts_from > until:
            break
        points = [point for point in points if point[0] < version.counts_from]
        points += _begun(
            version, until, substance, after=points[-1][0] if points else None
        )
    return points


def _begun(
    version: PlanVersion, until: date, substance: str, after: date | None
) -> Points:
    """Steps of one version that have begun, those before `after` left out."""
    begun = []
    for step in version.steps.all():
        if step.from_on > until or waits_for_word(version, step):
            break
        if after is None or step.from_on > after:
            begun.append((step.from_on, step.total_of(substance)))
    return begun


def future(version: PlanVersion, on: date, substance: str) -> Points:
    """The changes of one medicine in a version that are still to come.

    While a step waits for somebody's word it and the rest are no earlier than
    tomorrow: the plan moves, and no step is left out.
    """
    standing, following = _standing(version, on)
    if standing is None or following is None:
        steps = [step for step in version.steps.all() if step.from_on > on]
        return [(step.from_on, step.total_of(substance)) for step in steps]
    wait = max(on + timedelta(days=1) - following.from_on, timedelta(0))
    ahead = [step for step in version.steps.all() if step.n >= following.n]
    return [(step.from_on + wait, step.total_of(substance)) for step in ahead]
