"""One substance exchanged for another, before the first cut."""

from datetime import timedelta
from fractions import Fraction

from tapering.engine.figures import TARGET_DECIMALS, rounded
from tapering.engine.refusal import Refusal
from tapering.engine.schedule import Shelves
from tapering.engine.values import Finding, Regimen, Request, Slot, Step, Switch


def wishes(request: Request, switch: Switch) -> dict[Slot, Fraction]:
    """Return the mg of the new substance that each daypart's old dose equals."""
    return {
        (switch.target_substance, daypart): mg * switch.ratio * switch.factor
        for (substance, daypart), mg in request.regimen.items()
        if substance == switch.source_substance
    }


def ceiling(request: Request) -> dict[Slot, Fraction]:
    """Return the highest doses that the switch can come to."""
    wished = wishes(request, request.switch) if request.switch else {}
    return {
        slot: mg + request.regimen.get(slot, Fraction(0)) for slot, mg in wished.items()
    }


def rows(request: Request, switch: Switch, shelves: Shelves) -> list[Step]:
    """Return the regimen as it is and every switch row; the last has no end yet."""
    now = dict(request.regimen)
    steps = [_row(request, shelves, now, n=0, misfits=())]
    for group in _groups(request, switch):
        misfits = [
            misfit
            for daypart in group
            if (misfit := _exchange(now, daypart, request, shelves))
        ]
        n = len(steps)
        steps.append(_row(request, shelves, dict(now), n=n, misfits=tuple(misfits)))
    if not steps[-1].total(request.taper):
        message = "The products of the new substance are too strong for the switch."
        raise Refusal("switch", message)
    return steps


def _groups(request: Request, switch: Switch) -> list[list[str]]:
    """Return the dayparts that are exchanged together, in order."""
    mine = {
        daypart
        for substance, daypart in request.regimen
        if substance == switch.source_substance
    }
    dayparts = [daypart for daypart in switch.order if daypart in mine]
    return [dayparts] if switch.at_once else [[daypart] for daypart in dayparts]


def _exchange(
    now: dict[Slot, Fraction], daypart: str, request: Request, shelves: Shelves
) -> tuple[str, Fraction, Fraction] | None:
    """Exchange one daypart in `now`; return what does not fit exactly."""
    switch = request.switch
    if switch is None:
        return None
    old = now.pop((switch.source_substance, daypart))
    slot = (switch.target_substance, daypart)
    wished = old * switch.ratio * switch.factor
    given = shelves.by_substance[switch.target_substance].not_over(wished)
    if given:
        now[slot] = now.get(slot, Fraction(0)) + given
    return None if given == wished else (daypart, wished, given)


def _row(
    request: Request,
    shelves: Shelves,
    now: Regimen,
    *,
    n: int,
    misfits: tuple[tuple[str, Fraction, Fraction], ...],
) -> Step:
    every = request.switch.every_days if request.switch else 0
    mine = (mg for (each, _), mg in now.items() if each == request.taper)
    return Step(
        n=n,
        starts=request.start + timedelta(n * every),
        days=every,
        target=sum(mine, Fraction(0)),
        doses=shelves.doses(now),
        is_switch=n > 0,
        misfits=misfits,
    )


def findings(steps: list[Step], switch: Switch) -> list[Finding]:
    """Return a note for every exchanged dose that could not be made exactly."""
    return [
        Finding(
            code="switch_rounded",
            severity="note",
            step=step.n,
            values={
                "substance": switch.target_substance,
                "daypart": daypart,
                "wanted_mg": _written(wished),
                "given_mg": _written(given),
            },
            source=switch.table,
            message=(
                f"{daypart}: {_written(wished)} mg {switch.target_substance} would "
                f"be equal; the products make {_written(given)} mg."
            ),
        )
        for step in steps
        for daypart, wished, given in step.misfits
    ]


def _written(mg: Fraction) -> str:
    # An equivalent may be a third of a mg; what is given is always exact.
    return rounded(mg, TARGET_DECIMALS)
