"""The taper engine: a request in, a plan out. Plain Python, exact, no clock.

`answer` takes the JSON of the contract as Python values and returns its answer, or
raises `Refusal` with the place in the request and the reason in words. The same
engine answers on the command line: `python -m tapering.engine`.
"""

from tapering.engine.plans import answer
from tapering.engine.refusal import Refusal

__all__ = ["Refusal", "answer"]
