"""The taper engine: a request in, a plan out. Plain Python, exact, no clock.

`answer` takes the JSON of the contract as Python values and returns its answer, or
raises `Refusal` with the place in the request and the reason in words. The same
engine answers on the command line: `python -m tapering.engine`.
"""

from tapering.engine import plans, revise, revision
from tapering.engine.refusal import Refusal
from tapering.engine.values import (
    DAYPARTS,
    Band,
    Dose,
    Finding,
    Json,
    Limit,
    Piece,
    Policy,
    Product,
    Request,
    Step,
)


def answer(request: object) -> Json:
    """Return the plan that `request` asks for, new or changed; or raise `Refusal`."""
    asks_for_change = revision.is_one(request)
    return revise.answer(request) if asks_for_change else plans.answer(request)


__all__ = [
    "DAYPARTS",
    "Band",
    "Dose",
    "Finding",
    "Json",
    "Limit",
    "Piece",
    "Policy",
    "Product",
    "Refusal",
    "Request",
    "Step",
    "answer",
]
