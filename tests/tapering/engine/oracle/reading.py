"""What a request says, checked word by word."""

from types import SimpleNamespace

from tests.tapering.engine.oracle.making import Making
from tests.tapering.engine.oracle.words import (
    DAYPARTS,
    Refused,
    count,
    day_of,
    keys,
    name,
    no_two_alike,
    number,
    one_of,
    rows,
)

FIRST = ("start", "regimen", "taper", "products", "policy")
THEN = ("switch", "steps", "dispense_every_days")
FORMS = {
    "tablet": ("strength_mg", "parts"),
    "liquid": ("mg_per_ml", "smallest_ml"),
    "patch": ("ug_per_h", "worn_days"),
}


def read(request):
    """Return everything that a request without a revision asks for."""
    keys(request, "", FIRST, THEN)
    asked = SimpleNamespace()
    asked.start = day_of(request["start"], "start")
    products = rows(request["products"], "products", least=1, most=40)
    asked.unit = unit_of(products)
    asked.products = [product(each, path, asked.unit) for each, path in products]
    no_two_alike(asked.products, "products", ("substance", "form", "strength"))
    asked.regimen = doses(request["regimen"], "regimen", asked.unit)
    if not asked.regimen:
        raise Refused("regimen")
    asked.taper = name(request["taper"], "taper")
    asked.order, asked.policy = policy(request["policy"], "policy", asked.unit)
    read_more(asked, request)
    check_taper(asked)
    asked.substances = names(asked)
    check_products(asked)
    return asked


def read_more(asked, request):
    """Read what a request may leave out."""
    asked.switch = asked.steps = asked.period = None
    if "switch" in request:
        asked.switch = switch(request["switch"], "switch")
    if "dispense_every_days" in request:
        asked.period = count(request["dispense_every_days"], "dispense_every_days")
    if "steps" in request:
        asked.steps = by_hand(request["steps"], "steps", asked.unit)


def check_products(asked):
    """Every substance has products, and they make the regimen."""
    asked.making = {}
    for substance in asked.substances:
        own = [each for each in asked.products if each.substance == substance]
        if not own:
            raise Refused(place_of(asked, substance))
        asked.making[substance] = Making(own)
    for at, dose in enumerate(asked.regimen):
        if not asked.making[dose.substance].can(dose.mg):
            raise Refused(f"regimen[{at}].{asked.unit}")


def names(asked):
    """Return the substances in the order in which they are met."""
    found = [dose.substance for dose in asked.regimen]
    for step in asked.steps or []:
        found += [dose.substance for dose in step.doses if dose.mg]
    if asked.switch:
        found.append(asked.switch.to)
    return list(dict.fromkeys(found))


def place_of(asked, substance):
    for at, dose in enumerate(asked.regimen):
        if dose.substance == substance:
            return f"regimen[{at}].substance"
    return "products"


def check_taper(asked):
    """The substance that moves is taken, or is what one switches to."""
    taken = {dose.substance for dose in asked.regimen}
    if asked.switch:
        if asked.taper != asked.switch.to:
            raise Refused("taper")
        if asked.switch.source not in taken:
            raise Refused("switch.from")
    elif asked.taper not in taken:
        raise Refused("taper")


def unit_of(products):
    """Requests with patches count in micrograms an hour."""
    forms = [
        each.get("form") if isinstance(each, dict) else None for each, _ in products
    ]
    return "ug_per_h" if "patch" in forms else "mg"


def product(value, path, unit):
    """Return a product: `strength` is what one tablet, ml or patch holds."""
    if not isinstance(value, dict):
        raise Refused(path)
    form = one_of(value.get("form"), f"{path}.form", FORMS)
    if (form == "patch") != (unit == "ug_per_h"):
        raise Refused(f"{path}.form")
    keys(value, path, ("substance", "form", *FORMS[form]))
    found = SimpleNamespace(
        form=form, substance=name(value["substance"], f"{path}.substance")
    )
    first, second = FORMS[form]
    found.strength = number(value[first], f"{path}.{first}", zero=False)
    if form == "tablet":
        found.parts = count(value[second], f"{path}.{second}", most=4)
        if found.parts == 3:
            raise Refused(f"{path}.{second}")
    elif form == "liquid":
        found.smallest = number(value[second], f"{path}.{second}", zero=False)
    else:
        found.worn, found.parts = count(value[second], f"{path}.{second}"), 1
    return found


def doses(value, path, unit, *, zero=False):
    """Return doses; patches have no daypart."""
    found = []
    for each, place in rows(value, path):
        needed = ("substance", unit)
        if unit == "mg":
            needed = (*needed, "daypart")
        keys(each, place, needed)
        daypart = None
        if unit == "mg":
            daypart = one_of(each["daypart"], f"{place}.daypart", DAYPARTS)
        found.append(
            SimpleNamespace(
                substance=name(each["substance"], f"{place}.substance"),
                daypart=daypart,
                mg=number(each[unit], f"{place}.{unit}", zero=zero),
            )
        )
    no_two_alike(found, path, ("substance", "daypart"))
    return found


def by_hand(value, path, unit):
    """Return hand-made steps; only the last may go on for ever."""
    found = []
    every = rows(value, path, least=1)
    for at, (each, place) in enumerate(every):
        keys(each, place, ("from", "days", "doses"))
        days = each["days"]
        if days is not None or at < len(every) - 1:
            days = count(days, f"{place}.days")
        found.append(
            SimpleNamespace(
                day=day_of(each["from"], f"{place}.from"),
                days=days,
                doses=doses(each["doses"], f"{place}.doses", unit, zero=True),
            )
        )
    return found


def policy(value, path, unit):
    """Return the order of the dayparts and the rest of the policy."""
    goal, stop = f"goal_{unit}", f"stop_below_{unit}"
    more = (goal, stop, "limits", "rounding", "take", "order", "occupancy")
    keys(value, path, ("bands",), more)
    found = SimpleNamespace(occupancy=None)
    if "occupancy" in value:
        found.occupancy = occupancy(value["occupancy"], f"{path}.occupancy", unit)
    units = (unit, "current", "start")
    if found.occupancy:
        units = (*units, "occupancy")
    found.goal = number(value.get(goal, "0"), f"{path}.{goal}")
    found.stop_below = number(value.get(stop, "0"), f"{path}.{stop}")
    found.limits = [
        limit(each, place, units)
        for each, place in rows(value.get("limits", []), f"{path}.limits")
    ]
    found.bands = bands(value["bands"], f"{path}.bands", unit, units)
    found.rounding = one_of(
        value.get("rounding", "slower"),
        f"{path}.rounding",
        ("slower", "faster", "nearest"),
    )
    found.take = one_of(
        value.get("take", "even"),
        f"{path}.take",
        ("even", "round_robin", "one_at_a_time"),
    )
    usual = ["noon", "morning", "evening", "night"]
    if "order" in value and unit != "mg":
        raise Refused(f"{path}.order")  # patches have no dayparts
    return order(value.get("order", usual), f"{path}.order", usual), found


def order(value, path, usual):
    """Return all dayparts: those named, then the others as usual."""
    named = []
    for each, place in rows(value, path, most=len(DAYPARTS)):
        if one_of(each, place, DAYPARTS) in named:
            raise Refused(place)
        named.append(each)
    return named + [each for each in usual if each not in named]


def occupancy(value, path, unit):
    half = f"half_dose_{unit}"
    keys(value, path, (half, "source"), ("emax_percent",))
    return SimpleNamespace(
        half=number(value[half], f"{path}.{half}", zero=False),
        emax=number(
            value.get("emax_percent", "100"),
            f"{path}.emax_percent",
            zero=False,
            most=100,
        ),
        source=name(value["source"], f"{path}.source"),
    )


def size_of(value, path, of):
    """Percentages and points end at a hundred."""
    most = 100 if of in ("current", "start", "occupancy") else 10_000
    return number(value, path, most=most, zero=False)


def bands(value, path, unit, units):
    """Return bands that fall."""
    found = []
    for each, place in rows(value, path, least=1, most=20):
        keys(each, place, ("above", "unit", "size", "of", "every_days"))
        measure = one_of(each["unit"], f"{place}.unit", (unit, "percent_of_start"))
        of = one_of(each["of"], f"{place}.of", units)
        found.append(
            SimpleNamespace(
                above=number(each["above"], f"{place}.above"),
                unit=measure,
                size=size_of(each["size"], f"{place}.size", of),
                of=of,
                every=count(each["every_days"], f"{place}.every_days"),
                path=place,
            )
        )
    return found


def limit(value, path, units):
    keys(value, path, ("size", "of", "days"), ("severity", "source"))
    of = one_of(value["of"], f"{path}.of", units)
    source = value.get("source")
    return SimpleNamespace(
        size=size_of(value["size"], f"{path}.size", of),
        of=of,
        days=count(value["days"], f"{path}.days"),
        severity=one_of(
            value.get("severity", "reason"),
            f"{path}.severity",
            ("refuse", "reason", "note"),
        ),
        source=None if source is None else name(source, f"{path}.source"),
        path=path,
    )


def switch(value, path):
    needed = ("from", "to", "from_mg", "to_mg", "table", "style", "every_days")
    keys(value, path, needed, ("factor", "order"))
    usual = ["noon", "morning", "evening", "night"]
    found = SimpleNamespace(
        source=name(value["from"], f"{path}.from"),
        to=name(value["to"], f"{path}.to"),
        from_mg=number(value["from_mg"], f"{path}.from_mg", zero=False),
        to_mg=number(value["to_mg"], f"{path}.to_mg", zero=False),
        factor=number(value.get("factor", "1"), f"{path}.factor", zero=False),
        table=name(value["table"], f"{path}.table"),
        style=one_of(
            value["style"], f"{path}.style", ("daypart_by_daypart", "at_once")
        ),
        every=count(value["every_days"], f"{path}.every_days"),
        order=order(value.get("order", usual), f"{path}.order", usual),
    )
    if found.source == found.to:
        raise Refused(f"{path}.to")
    return found
