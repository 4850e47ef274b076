"""From a request as JSON to values. What the contract does not know is refused."""

from fractions import Fraction

from tapering.engine.possible import check
from tapering.engine.products import measure, read_products
from tapering.engine.reading import MG, PATCH_WORD, Node
from tapering.engine.values import (
    DAYPARTS,
    LOWERED_FIRST,
    PATCH_DAYPART,
    Band,
    HandStep,
    Limit,
    Occupancy,
    Policy,
    Regimen,
    Request,
    Slot,
    Switch,
)

HUNDRED, ZERO = Fraction(100), Fraction(0)
MOST_BANDS, MOST_LIMITS, MOST_DOSES, MOST_STEPS = 20, 100, 200, 10_000
MOST_WRITTEN = 20_000  # doses in all hand-made steps
KEYS = ("start", "regimen", "taper", "products", "policy")
MORE_KEYS = ("switch", "steps", "dispense_every_days")
POLICY_KEYS = (
    *("goal_mg", "stop_below_mg", "limits", "rounding", "take", "order"),
    "occupancy",
)


def read(value: object, path: str = "") -> Request:
    """Return the request that `value` is, or refuse it."""
    node = Node(value, path, measure(value))
    fields = node.fields(KEYS, MORE_KEYS)
    products = read_products(fields["products"])  # they say what doses are in
    start, regimen = fields["start"].day(), read_regimen(fields["regimen"])
    taper, policy = fields["taper"].text(), read_policy(fields["policy"])
    every, switch = fields.get("dispense_every_days"), fields.get("switch")
    written = fields.get("steps")
    steps = read_steps(written) if written else ()
    request = Request(
        start=start,
        regimen=regimen,
        taper=taper,
        products=products,
        policy=policy,
        substances=_substances(regimen, taper, steps),
        measure=node.measure,
        switch=read_switch(switch) if switch else None,
        steps=steps,
        dispense_every_days=every.integer() if every else None,
    )
    check(request, node)
    return request


def _substances(
    regimen: Regimen, taper: str, steps: tuple[HandStep, ...]
) -> tuple[str, ...]:
    """Return every substance, in the order in which it is met."""
    slots = (*regimen, (taper, ""), *(slot for step in steps for slot in step.doses))
    return tuple(dict.fromkeys(substance for substance, _ in slots))


def read_regimen(node: Node, *, zero: bool = False) -> dict[Slot, Fraction]:
    """Return mg by substance and daypart; doses of 0 only where `zero` says so."""
    regimen: dict[Slot, Fraction] = {}
    keys = ("substance", "mg") if node.measure == PATCH_WORD else _DOSE_KEYS
    for item in node.items(least=0 if zero else 1, most=MOST_DOSES):
        fields = item.fields(keys)
        daypart = PATCH_DAYPART
        if node.measure == MG:
            daypart = fields["daypart"].choice(*DAYPARTS)
        slot = (fields["substance"].text(), daypart)
        if slot in regimen:
            raise item.refuse("This substance and daypart are given twice.")
        regimen[slot] = fields["mg"].number(zero=zero)
    return regimen


_DOSE_KEYS = ("substance", "daypart", "mg")


def read_policy(node: Node) -> Policy:
    """Return the policy, with what it leaves out filled in."""
    fields = node.fields(("bands",), POLICY_KEYS)
    goal, stop = fields.get("goal_mg"), fields.get("stop_below_mg")
    limits, occupancy = fields.get("limits"), fields.get("occupancy")
    rounding, take = fields.get("rounding"), fields.get("take")
    return Policy(
        bands=read_bands(fields["bands"]),
        goal=goal.number(zero=True) if goal else ZERO,
        stop_below=stop.number(zero=True) if stop else ZERO,
        limits=_limits(limits) if limits else (),
        rounding=rounding.choice("slower", "faster", "nearest")
        if rounding
        else "slower",
        take=take.choice("even", "round_robin", "one_at_a_time") if take else "even",
        order=read_order(fields.get("order")),
        occupancy=_occupancy(occupancy) if occupancy else None,
    )


def read_bands(node: Node) -> tuple[Band, ...]:
    """Return the bands in their order."""
    return tuple(_band(item) for item in node.items(most=MOST_BANDS))


def _band(node: Node) -> Band:
    fields = node.fields(("above", "unit", "size", "of", "every_days"))
    unit = fields["unit"].choice("mg", "percent_of_start")
    most = {"most": HUNDRED} if unit == "percent_of_start" else {}
    of, size = _size(fields["size"], fields["of"])
    return Band(
        above=fields["above"].number(zero=True, **most),
        unit=unit,
        size=size,
        of=of,
        every_days=fields["every_days"].integer(),
    )


def _size(size: Node, of: Node) -> tuple[str, Fraction]:
    """Return what a size is reckoned on, and the size."""
    word = of.choice("current", "start", "mg", "occupancy")
    return word, size.number() if word == "mg" else size.number(most=HUNDRED)


def _limits(node: Node) -> tuple[Limit, ...]:
    return tuple(_limit(item) for item in node.items(least=0, most=MOST_LIMITS))


def _limit(node: Node) -> Limit:
    fields = node.fields(("size", "of", "days"), ("severity", "source"))
    of, size = _size(fields["size"], fields["of"])
    severity, source = fields.get("severity"), fields.get("source")
    return Limit(
        size=size,
        of=of,
        days=fields["days"].integer(),
        severity=severity.choice("refuse", "reason", "note") if severity else "reason",
        source=source.text() if source else None,
    )


def _occupancy(node: Node) -> Occupancy:
    fields = node.fields(("half_dose_mg", "source"), ("emax_percent",))
    emax = fields.get("emax_percent")
    return Occupancy(
        half_dose=fields["half_dose_mg"].number(),
        emax=emax.number(most=HUNDRED) if emax else HUNDRED,
        source=fields["source"].text(),
    )


def read_order(node: Node | None) -> tuple[str, ...]:
    """Return all dayparts, those named first and then the others as usual."""
    named: list[str] = []
    for item in node.items(least=0, most=len(DAYPARTS)) if node else ():
        daypart = item.choice(*DAYPARTS)
        if daypart in named:
            raise item.refuse("This daypart is given twice.")
        named.append(daypart)
    if node and node.measure == PATCH_WORD:
        raise node.refuse("Patches have no dayparts.")
    return tuple(dict.fromkeys((*named, *LOWERED_FIRST)))


def read_switch(node: Node) -> Switch:
    """Return the switch to another substance."""
    if node.measure == PATCH_WORD:
        raise node.refuse("A switch to or from patches cannot be computed.")
    fields = node.fields(
        ("from", "to", "from_mg", "to_mg", "table", "style", "every_days"),
        ("factor", "order"),
    )
    factor = fields.get("factor")
    style = fields["style"].choice("daypart_by_daypart", "at_once")
    return Switch(
        source_substance=fields["from"].text(),
        target_substance=fields["to"].text(),
        ratio=fields["to_mg"].number() / fields["from_mg"].number(),
        factor=factor.number() if factor else Fraction(1),
        table=fields["table"].text(),
        at_once=style == "at_once",
        order=read_order(fields.get("order")),
        every_days=fields["every_days"].integer(),
    )


def read_steps(node: Node) -> tuple[HandStep, ...]:
    """Return the steps that a person wrote."""
    items = node.items(most=MOST_STEPS)
    steps = tuple(_step(item, is_last=item is items[-1]) for item in items)
    if sum(len(step.doses) for step in steps) > MOST_WRITTEN:
        raise node.refuse(f"These are more than {MOST_WRITTEN} doses in all.")
    return steps


def _step(node: Node, *, is_last: bool) -> HandStep:
    fields = node.fields(("from", "days", "doses"))
    days = fields["days"]
    doses = read_regimen(fields["doses"], zero=True)
    return HandStep(
        starts=fields["from"].day(),
        days=None if is_last and days.value is None else days.integer(),
        doses={slot: mg for slot, mg in doses.items() if mg},
    )
