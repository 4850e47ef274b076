"""What a clinician must see about a finished plan.

Where the contract leaves it open: only steps that take something away are judged by
a limit; what was taken in its days is the sum of cuts, whatever rose between them;
before cuts began the dose at the start was in force.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from tapering.engine.cuts import Cut, Reckoning, measured
from tapering.engine.figures import exact
from tapering.engine.refusal import Refusal
from tapering.engine.values import Band, Finding, Limit, Step

ZERO = Fraction(0)
MOST_JUDGED = 60_000  # steps times limits: a second, and 100 MB of findings
SEVERITIES = ("refuse", "reason", "note")
WORDS = {
    "current": " % of the dose before",
    "start": " % of the start dose",
    "occupancy": " points of occupancy",
    "mg": " mg",
}


class Plan(NamedTuple):
    """Steps and what their cuts are reckoned on."""

    steps: Sequence[Step]
    cuts: Sequence[Cut | None]  # of each step
    reckoning: Reckoning
    before: Fraction  # mg a day before the first step
    smallest_cut: Fraction  # mg: the least that the products allow
    limits: Sequence[Limit]
    first: int = 0  # steps before this place have been judged already
    by_hand: bool = False

    def judged(self) -> Iterator[tuple[Step, Cut]]:
        """Yield the steps to be judged that take something away."""
        pairs = zip(self.steps, self.cuts, strict=True)
        for step, cut in islice(pairs, self.first, None):
            if cut and cut.mg > 0:
                yield step, cut


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by step (none first), severity, code and source."""
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, int, str, str]:
    step = -1 if finding.step is None else finding.step
    severity = SEVERITIES.index(finding.severity)
    return step, severity, finding.code, finding.source or ""


def over_bands(plan: Plan) -> Iterator[Finding]:
    """Yield the cuts that are larger than the band that caused them.

    One more finding says, once, when the products are the whole cause.
    """
    coarse = False
    for step, cut in plan.judged():
        band = step.band
        if band and cut.size(band.of) > band.size:
            yield _over_band(step, cut, band)
            coarse = coarse or cut.mg == step.smallest
    if coarse:
        yield too_coarse(plan.smallest_cut)


def too_coarse(smallest: Fraction) -> Finding:
    """Return the finding that nothing smaller than `smallest` mg can be made."""
    return Finding(
        code="too_coarse",
        severity="note",
        step=None,
        values={"smallest_mg": exact(smallest)},
        source=None,
        message=f"The products allow no cut smaller than {exact(smallest)} mg.",
    )


def _over_band(step: Step, cut: Cut, band: Band) -> Finding:
    size, wanted = measured(cut.size(band.of), band.of), exact(band.size)
    return Finding(
        code="cut_over_band",
        severity="note",
        step=step.n,
        values={"cut": size, "size": wanted, "of": band.of},
        source=None,
        message=(
            f"Step {step.n} takes away {size}{WORDS[band.of]}; "
            f"the policy has {wanted} here."
        ),
    )


def over_limits(plan: Plan) -> Iterator[Finding]:
    """Yield every step whose cuts in the days up to it are more than a limit.

    Hand-made steps that do not follow each other in time cannot be judged; they
    have a finding about their dates that stops the decision.
    """
    if not _can_be_judged(plan):
        return
    days = _Days(plan)
    for step, _ in plan.judged():
        for at, limit in enumerate(plan.limits):
            size = days.taken(step, limit)
            if size <= limit.size:
                continue
            finding = _over_limit(step, size, limit)
            if limit.severity == "refuse" and not plan.by_hand:
                raise Refusal(f"policy.limits[{at}]", finding.message)
            yield finding


def _can_be_judged(plan: Plan) -> bool:
    if len(plan.limits) * len(plan.steps) > MOST_JUDGED:
        message = f"{len(plan.limits)} limits are too many for so many steps."
        raise Refusal("policy.limits", message)
    return all(step.starts < later.starts for step, later in pairwise(plan.steps))


class _Days:
    """What was in force on which day, and what was taken away up to then."""

    def __init__(self, plan: Plan):
        switched = [at for at, step in enumerate(plan.steps) if step.is_switch]
        first = switched[-1] if switched else 0
        start, cuts = plan.reckoning.start, plan.cuts[first:]
        self._start, self._occupancy = start, plan.reckoning.occupancy
        self._starts = [step.starts.toordinal() for step in plan.steps[first:]]
        # In force before each step, and after the last.
        self._doses = [start if switched else plan.before]
        self._doses += [cut.after if cut else start for cut in cuts]
        # What cuts took away is the whole fall and what the doses rose on the way.
        self._mg = _running(-cut.mg if cut else ZERO for cut in cuts)
        self._points = _running(-(cut.points or ZERO) if cut else ZERO for cut in cuts)

    def taken(self, step: Step, limit: Limit) -> Fraction:
        """Return what `limit` measures at `step`: cuts on (day - days, day]."""
        day = step.starts.toordinal()
        at = bisect_right(self._starts, day - limit.days)
        until = bisect_right(self._starts, day)
        before, after = self._doses[at], self._doses[until]
        if limit.of == "occupancy" and self._occupancy:
            fall = self._occupancy.between(before, after)
            return fall + self._points[until] - self._points[at]
        taken = before - after + self._mg[until] - self._mg[at]
        if limit.of == "mg":
            return taken
        whole = self._start if limit.of == "start" else self._in_force(at)
        return 100 * taken / whole

    def _in_force(self, at: int) -> Fraction:
        """Return mg a day after `at` steps.

        Nothing can be taken away from nothing: after a rise from 0 the share is
        reckoned on the first dose that there was.
        """
        return self._doses[at] or next(later for later in self._doses[at:] if later)


def _running(rises: Iterator[Fraction]) -> list[Fraction]:
    """Return how much the doses rose before each step, and in all."""
    return list(accumulate((max(rise, ZERO) for rise in rises), initial=ZERO))


def _over_limit(step: Step, size: Fraction, limit: Limit) -> Finding:
    cut, most = measured(size, limit.of), exact(limit.size)
    source = f" ({limit.source})" if limit.source else ""
    return Finding(
        code="cut_over_limit",
        severity=limit.severity,
        step=step.n,
        values={"cut": cut, "size": most, "of": limit.of, "days": limit.days},
        source=limit.source,
        message=(
            f"With step {step.n}, {cut}{WORDS[limit.of]} is taken away in "
            f"{limit.days} days; the limit is {most}{source}."
        ),
    )
