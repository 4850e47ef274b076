"""A request that came as bytes."""

from tapering.engine import Refusal, border
from tapering.queries.asking import Unanswerable


def read_body(raw: bytes, *, longest: int) -> object:
    """The request that a body holds, or what is wrong with the body."""
    try:
        return border.loads(raw, longest=longest)
    except Refusal as refusal:
        raise Unanswerable(refusal.path, refusal.message) from refusal
