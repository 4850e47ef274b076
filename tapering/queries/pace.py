"""How fast and how far a plan goes after every change so far, and slower paces."""

from collections.abc import Sequence
from decimal import Decimal

from tapering.lifecycle import Change
from tapering.queries.asking import Json, exact_text

MOST_DAYS = 730
SMALLEST = Decimal("0.0001")


def goal_in(told: Json) -> Decimal:
    """The goal that a policy or a change names; none is nothing."""
    return Decimal(told.get("goal_mg") or told.get("goal_ug_per_h") or "0")


def first_request(request: Json) -> Json:
    """The request that all changes of a plan rest on."""
    while "plan" in request:
        request = request["plan"]["request"]
    return request


def bands_in_force(request: Json) -> list[Json]:
    """The bands as they stand after every change of speed so far."""
    while "revise" in request:
        if request["revise"]["kind"] == Change.SLOW_DOWN:
            bands: list[Json] = request["revise"]["bands"]
            return bands
        request = request["plan"]["request"]
    return list(request["policy"]["bands"])


def goal_in_force(request: Json) -> Decimal:
    """The dose that the plan goes to, after every change of goal so far."""
    while "revise" in request:
        if request["revise"]["kind"] == Change.GOAL:
            return goal_in(request["revise"])
        request = request["plan"]["request"]
    return goal_in(request["policy"])


def twice_as_long(bands: Sequence[Json]) -> list[Json]:
    """The same cuts with twice the time between them."""
    return [
        {**band, "every_days": min(2 * band["every_days"], MOST_DAYS)} for band in bands
    ]


def half_as_large(bands: Sequence[Json]) -> list[Json]:
    """Cuts of half the size at the same times."""
    return [{**band, "size": _half(band["size"])} for band in bands]


def _half(size: str) -> str:
    """Half of it, rounded down to what the engine reads."""
    return exact_text(max((Decimal(size) / 2).quantize(SMALLEST), SMALLEST))


def is_slower(bands: Sequence[Json], than: Sequence[Json]) -> bool:
    """Tell whether no band is faster than before, and one at least is slower."""
    if len(bands) != len(than):
        return False
    pairs = [
        (
            Decimal(now["size"]) - Decimal(before["size"]),
            before["every_days"] - now["every_days"],
        )
        for now, before in zip(bands, than, strict=True)
    ]
    faster = any(size > 0 or days > 0 for size, days in pairs)
    return not faster and any(size < 0 or days < 0 for size, days in pairs)
