"""What a request must hold together before anything is computed."""

from tapering.engine.reading import MOST_MG, Node
from tapering.engine.values import Request


def check(request: Request, node: Node) -> None:
    """Refuse a request whose parts do not fit each other."""
    _check_taper(request, node)
    _check_products(request, node)
    _check_occupancy(request, node)
    _check_patches(request, node)
    _check_switch(request, node)


def _check_taper(request: Request, node: Node) -> None:
    known = {substance for substance, _ in request.regimen}
    if request.taper not in known and not request.switch:
        raise node.refuse("This is not in the regimen.", "taper")
    for substance in known:
        mgs = (mg for (each, _), mg in request.regimen.items() if each == substance)
        if sum(mgs) > MOST_MG:
            message = f"A day must be at most {MOST_MG} of each substance."
            raise node.refuse(message, "regimen")


def _check_products(request: Request, node: Node) -> None:
    for at, (substance, _) in enumerate(request.regimen):
        if not request.of(substance):
            message = "There are no products of this substance."
            raise node.refuse(message, f"regimen[{at}].substance")
    for substance in request.substances:
        if not request.of(substance):
            raise node.refuse(f"There are no products of {substance}.", "products")


def _check_occupancy(request: Request, node: Node) -> None:
    if request.policy.occupancy:
        return
    words = {
        "bands": [band.of for band in request.policy.bands],
        "limits": [limit.of for limit in request.policy.limits],
    }
    for name, group in words.items():
        if "occupancy" in group:
            message = "Occupancy needs a cited parameter, policy.occupancy."
            at = group.index("occupancy")
            raise node.refuse(message, f"policy.{name}[{at}].of")


def _check_patches(request: Request, node: Node) -> None:
    worn = {each.worn_days for each in request.of(request.taper) if each.worn_days}
    for at, band in enumerate(request.policy.bands):
        if any(band.every_days % days for days in worn):
            message = "This must be whole times the days that a patch is worn."
            raise node.refuse(message, f"policy.bands[{at}].every_days")


def _check_switch(request: Request, node: Node) -> None:
    switch = request.switch
    if not switch:
        return
    if request.steps:
        raise node.refuse("Hand-made steps hold the switch themselves.", "switch")
    if switch.source_substance == switch.target_substance:
        raise node.refuse("A switch is to another substance.", "switch.to")
    if request.taper != switch.target_substance:
        raise node.refuse("This must be the substance switched to.", "taper")
    if all(each != switch.source_substance for each, _ in request.regimen):
        raise node.refuse("This is not in the regimen.", "switch.from")
