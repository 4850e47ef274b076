"""What a request must hold together before anything is computed."""

from collections.abc import Sequence

from tapering.engine.reading import MOST_MG, Node
from tapering.engine.refusal import Refusal
from tapering.engine.values import Band, Request


def check(request: Request, node: Node) -> None:
    """Refuse a request whose parts do not fit each other."""
    _check_taper(request, node)
    _check_products(request, node)
    _check_limits(request, node)
    check_bands(request, request.policy.bands, node.child("policy").child("bands"))
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


NO_PARAMETER = "Occupancy needs a cited parameter, policy.occupancy."


def _check_limits(request: Request, node: Node) -> None:
    words = [limit.of for limit in request.policy.limits]
    if "occupancy" in words and not request.policy.occupancy:
        at = words.index("occupancy")
        raise node.refuse(NO_PARAMETER, f"policy.limits[{at}].of")


def check_bands(request: Request, bands: Sequence[Band], node: Node) -> None:
    """Refuse bands that need what `request` does not have."""
    worn = {each.worn_days for each in request.of(request.taper) if each.worn_days}
    for at, band in enumerate(bands):
        path = f"{node.path}[{at}]"
        if band.of == "occupancy" and not request.policy.occupancy:
            raise Refusal(f"{path}.of", NO_PARAMETER)
        if any(band.every_days % days for days in worn):
            message = "This must be whole times the days that a patch is worn."
            raise Refusal(f"{path}.every_days", message)


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
