"""Plans that a person wrote: the engine counts and checks, and changes nothing.

Where the contract leaves it open: the first step is judged against the regimen, a
cut by the band that the policy has at the dose before it, and a plan whose last step
has days ends on the first day after them. Limits wait until the dates are right.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from tapering.engine.curve import falling
from tapering.engine.figures import exact
from tapering.engine.schedule import Shelves, total
from tapering.engine.values import (
    Band,
    Dose,
    Finding,
    Json,
    Regimen,
    Request,
    Slot,
    Step,
)


def steps(request: Request, shelves: Shelves) -> list[Step]:
    """Return the written steps with their pieces; what cannot be made has none.

    No curve is followed, so nothing is asked of the goal; the bands must fall.
    """
    start = total(request.regimen, request.taper)
    falling(request.policy, start, "policy.bands")
    before = (request.regimen, *(step.doses for step in request.steps))
    return [
        Step(
            n=n,
            starts=written.starts,
            days=written.days,
            target=None,
            doses=tuple(
                _dose(shelves, slot, written.doses[slot])
                for slot in shelves.sorted(written.doses)
            ),
            band=_band(request, total(before[n], request.taper)),
            smallest=shelves.smallest_cut(before[n], request.taper),
        )
        for n, written in enumerate(request.steps)
    ]


def _dose(shelves: Shelves, slot: Slot, mg: Fraction) -> Dose:
    made = shelves.dose(slot, mg)
    return made or Dose(substance=slot[0], daypart=slot[1], mg=mg, pieces=())


def _band(request: Request, dose: Fraction) -> Band | None:
    """Return the band that the policy has at `dose` mg a day."""
    start = total(request.regimen, request.taper)
    bands = request.policy.bands
    return next((band for band in bands if band.floor(start) < dose), None)


def findings(request: Request, made: Sequence[Step]) -> Iterator[Finding]:
    """Yield what only a person can get wrong: pieces, dates, two changes, rises."""
    before = [request.regimen, *(step.doses for step in request.steps)]
    yield from dates(request.start, made)
    for n, step in enumerate(made):
        yield from _not_makeable(step)
        yield from rises(before[n], before[n + 1], n)
        yield from two_changes(before[n], before[n + 1], n)


def _not_makeable(step: Step) -> Iterator[Finding]:
    for dose in step.doses:
        if not dose.pieces:
            yield Finding(
                code="not_makeable",
                severity="refuse",
                step=step.n,
                values=_dose_values((dose.substance, dose.daypart))
                | {"mg": exact(dose.mg)},
                source=None,
                message=f"The products cannot make {exact(dose.mg)} exactly.",
            )


def _dose_values(slot: Slot) -> Json:
    substance, daypart = slot
    values: Json = {"substance": substance}
    return values | {"daypart": daypart} if daypart else values


def rises(before: Regimen, after: Regimen, n: int) -> Iterator[Finding]:
    """Yield every daypart that is higher in step `n` than it was `before`."""
    for slot, mg in after.items():
        was = before.get(slot, Fraction(0))
        if mg > was:
            yield Finding(
                code="rises",
                severity="reason",
                step=n,
                values=_dose_values(slot) | {"from_mg": exact(was), "to_mg": exact(mg)},
                source=None,
                message=f"Step {n} is higher: from {exact(was)} to {exact(mg)}.",
            )


def two_changes(before: Regimen, after: Regimen, n: int) -> Iterator[Finding]:
    slots = dict.fromkeys((*before, *after))
    changed = [slot[0] for slot in slots if before.get(slot) != after.get(slot)]
    substances = list(dict.fromkeys(changed))
    if len(substances) > 1:
        yield Finding(
            code="two_change",
            severity="reason",
            step=n,
            values={"substances": substances},
            source=None,
            message=f"{' and '.join(substances)} change in the same step.",
        )


def dates(start: date, steps: Sequence[Step]) -> Iterator[Finding]:
    """Yield the gaps and overlaps between one step and the next, from `start` on."""
    expected = start
    for n, step in enumerate(steps):
        was_expected, expected = expected, step.starts + timedelta(step.days or 0)
        if step.starts != was_expected:
            yield Finding(
                code="dates",
                severity="refuse",
                step=n,
                values={
                    "from": step.starts.isoformat(),
                    "expected": was_expected.isoformat(),
                },
                source=None,
                message=(
                    f"Step {n} begins on {step.starts}, "
                    f"but what is before it ends on {was_expected}."
                ),
            )
