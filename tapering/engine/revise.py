"""Hold, slow down, new goal, step back: an old plan in, a new plan out.

What lies before the day of the revision is never rewritten. Where the contract
leaves it open: the row that begins on that day has the dose in force as its target;
a switch row without days left stays a switch row; turns go on after the daypart
lowered last in the rows that were begun, a step back that lowers one included.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from tapering.engine import answers, by_hand, checks, plans, revision, schedule
from tapering.engine.curve import Descent
from tapering.engine.refusal import Refusal
from tapering.engine.revision import Asked
from tapering.engine.schedule import Course, Shelves
from tapering.engine.values import Finding, Json, Regimen, Request, Step

DATED = ("cut_over_limit", "dates")  # findings that hang on days


def answer(value: object) -> Json:
    """Return the plan as it is after the revision that `value` asks for."""
    asked = revision.read(value)
    if asked.revision.kind == "hold":
        return _held(asked)
    return _bent(asked)


def _held(asked: Asked) -> Json:
    """Return the plan with the running step longer and all later ones moved."""
    at, days = asked.revision.from_step, asked.revision.days
    told = asked.told
    try:
        steps = [_moved(step, at, days) for step in told.steps]
    except OverflowError:
        message = "The plan would go on past the year 9999."
        raise Refusal("revise.days", message) from None
    rows = [
        row | {"from": step.starts.isoformat(), "days": step.days}
        for row, step in zip(told.rows, steps, strict=True)
    ]
    shelves = _shelves(asked.request, told.steps)
    plan = _plan(asked.request, steps, shelves, first=at + 1)
    kept = [
        finding
        for finding in told.findings
        if finding.code not in DATED or (finding.step or 0) <= at
    ]
    dates = by_hand.dates(asked.request.start, steps)
    moved = (finding for finding in dates if (finding.step or 0) > at)
    found = [*kept, *moved, *checks.over_limits(plan)]
    return _whole(asked.request, rows, steps, found)


def _moved(step: Step, at: int, days: int) -> Step:
    if step.n == at and step.days is not None:
        return step._replace(days=step.days + days)
    if step.n > at:
        return step._replace(starts=step.starts + timedelta(days))
    return step


def _whole(
    request: Request,
    rows: Sequence[Json],
    steps: Sequence[Step],
    findings: list[Finding],
) -> Json:
    return answers.answer(
        rows,
        plans.dispensed(request, steps),
        [answers.finding_row(each) for each in checks.in_order(findings)],
        ends_on=plans.ends_on(steps),
        measure=request.measure,
    )


def _shelves(request: Request, steps: Sequence[Step]) -> Shelves:
    return schedule.shelves(request, also=[schedule.regimen(each) for each in steps])


def _plan(
    request: Request, steps: Sequence[Step], shelves: Shelves, *, first: int
) -> checks.Plan:
    before = schedule.total(request.regimen, request.taper)
    reckoning = plans.reckoning(request, steps)
    return checks.Plan(
        steps=steps,
        cuts=reckoning.cuts(steps, before),
        reckoning=reckoning,
        before=before,
        smallest_cut=plans.smallest_cut(request, steps, shelves),
        limits=request.policy.limits,
        first=first,
        by_hand=bool(request.steps),
    )


class Bend(NamedTuple):
    """A plan that leaves its old course: what is kept, and what is in force."""

    asked: Asked
    request: Request  # with the policy from now on
    shelves: Shelves
    kept: Sequence[Step]
    now: Regimen

    @property
    def is_back(self) -> bool:
        """Say whether earlier doses are taken up again."""
        return self.asked.revision.kind == "step_back"


def _bent(asked: Asked) -> Json:
    """Return the kept rows and a new curve from the day of the revision."""
    bend = _bend(asked)
    request, kept = bend.request, list(bend.kept)
    opening = _opening(bend)
    later = schedule.steps(_course(bend, opening), goal_path=_goal_path(asked))
    steps = kept + later
    plan = _plan(request, steps, bend.shelves, first=len(kept) + (not bend.is_back))
    rows: list[Json] = [
        row | {"days": step.days}
        for row, step in zip(asked.told.rows, kept, strict=False)
    ]
    rows += [
        answers.step_row(step, plan.cuts[step.n], request.substances) for step in later
    ]
    return _whole(request, rows, steps, list(_findings(bend, plan)))


def _bend(asked: Asked) -> Bend:
    at, steps = asked.revision.from_step, asked.told.steps
    running = steps[at]
    days = (asked.revision.on - running.starts).days
    back = asked.revision.kind == "step_back"
    return Bend(
        asked=asked,
        request=revision.changed(asked.request, asked.revision),
        shelves=_shelves(asked.request, steps),
        kept=[*steps[:at], *([running._replace(days=days)] if days else [])],
        now=schedule.regimen(steps[asked.revision.to_step] if back else running),
    )


def _opening(bend: Bend) -> Step:
    """Return the row that begins on the day of the revision."""
    doses = bend.shelves.doses(bend.now)
    if len(doses) < len(bend.now):
        message = "The products cannot make the doses to go on with."
        raise Refusal("revise.from_step", message)
    return Step(
        n=len(bend.kept),
        starts=bend.asked.revision.on,
        days=None,
        target=schedule.total(bend.now, bend.request.taper),
        doses=doses,
        is_switch=_takes_the_place_of_a_switch(bend),
    )


def _takes_the_place_of_a_switch(bend: Bend) -> bool:
    """Say whether the running row is a switch row that has no days left."""
    at = bend.asked.revision.from_step
    no_days_left = len(bend.kept) == at
    return no_days_left and not bend.is_back and bend.asked.told.steps[at].is_switch


def _course(bend: Bend, opening: Step) -> Course:
    asked, request = bend.asked, bend.request
    steps = [*bend.kept, opening]
    switched = [step.n for step in steps if step.is_switch]
    past = [schedule.regimen(step) for step in steps[switched[-1] if switched else 0 :]]
    shares = past[0] if switched else request.regimen
    path = f"{asked.path}.policy.bands"
    descent = Descent(
        begins=opening.starts,
        total=schedule.total(bend.now, request.taper),
        start=schedule.total(shares, request.taper),
        policy=request.policy,
        path="revise.bands" if asked.revision.bands else path,
        first_wait=asked.revision.days if bend.is_back else None,
    )
    _check_way_left(asked, descent)
    return Course(
        request=request,
        shelves=bend.shelves,
        descent=descent,
        now=bend.now,
        shares=shares,
        opening=opening,
        history=tuple(past),
    )


def _check_way_left(asked: Asked, descent: Descent) -> None:
    if asked.revision.kind != "goal" and descent.total <= descent.policy.goal:
        raise Refusal("revise.from_step", "The doses are at the goal already.")


def _goal_path(asked: Asked) -> str:
    key = f"goal_{asked.request.measure}"
    if asked.revision.kind == "goal":
        return f"revise.{key}"
    return f"{asked.path}.policy.{key}"


def _findings(bend: Bend, plan: checks.Plan) -> Iterator[Finding]:
    """Yield the findings of the kept rows as they were, and those of the new."""
    # Without days left the running row comes back at its place, unless doses rise.
    until = len(bend.kept) + (bend.asked.revision.from_step == len(bend.kept))
    until -= bend.is_back and until > len(bend.kept)
    kept = [
        each
        for each in bend.asked.told.findings
        if each.step is not None and each.step < until
    ]
    new = [*checks.over_bands(plan), *checks.over_limits(plan)]
    coarse = [each for each in new if each.code == "too_coarse"]
    if _was_coarse(bend, plan, kept) and not coarse:
        new.append(checks.too_coarse(plan.smallest_cut))
    yield from kept
    yield from new
    dates = by_hand.dates(bend.request.start, plan.steps)
    yield from (each for each in dates if (each.step or 0) >= until)
    if bend.is_back:
        n = len(bend.kept)
        past = schedule.regimen(bend.kept[-1]) if n else bend.request.regimen
        yield from by_hand.rises(past, bend.now, n)
        yield from by_hand.two_changes(past, bend.now, n)


def _was_coarse(bend: Bend, plan: checks.Plan, kept: Sequence[Finding]) -> bool:
    """Say whether the products alone made a kept cut larger than its band."""
    over = {each.step for each in kept if each.code == "cut_over_band"}
    return any(
        cut is not None
        and step.n in over
        and cut.mg == _smallest(bend, plan.steps, step.n)
        for step, cut in zip(plan.steps, plan.cuts, strict=True)
    )


def _smallest(bend: Bend, steps: Sequence[Step], n: int) -> Fraction | None:
    before = schedule.regimen(steps[n - 1]) if n else bend.request.regimen
    return bend.shelves.smallest_cut(before, bend.request.taper)
