"""A second, slow reading of the contract, to hold against the engine.

It shares nothing with the engine: it counts on its fingers what the engine
works out. Texts of messages are left out; everything else is answered whole.
"""

from tests.tapering.engine.oracle.plan import answer
from tests.tapering.engine.oracle.words import Refused, TooLong

__all__ = ["Refused", "TooLong", "answer"]
