"""The words of letters: blocks, what fills them, and how they become a text."""

from referrals.letters.compose import compose, parts_of, plain, shipped, text_of
from referrals.letters.facts import Appointment, facts_of
from referrals.letters.placeholders import (
    PLACEHOLDERS,
    Placeholder,
    example,
    fill,
    unfilled_in,
    unknown_in,
)

__all__ = [
    "PLACEHOLDERS",
    "Appointment",
    "Placeholder",
    "compose",
    "example",
    "facts_of",
    "fill",
    "parts_of",
    "plain",
    "shipped",
    "text_of",
    "unfilled_in",
    "unknown_in",
]
