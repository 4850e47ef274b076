"""The words of letters: blocks, what fills them, and how they become a text."""

from referrals.letters.automatic import (
    AUTOMATIC,
    complete,
    confirmation,
    fillable,
    foreign_in,
    leaves_by_itself,
    words_of,
)
from referrals.letters.compose import compose, parts_of, plain, shipped, text_of
from referrals.letters.facts import (
    Appointment,
    clinic_language,
    facts_of,
    language_of,
    turned_away,
)
from referrals.letters.placeholders import (
    PLACEHOLDERS,
    Placeholder,
    example,
    fill,
    fill_in_first,
    in_braces,
    unfilled_in,
    unknown_in,
)

__all__ = [
    "AUTOMATIC",
    "PLACEHOLDERS",
    "Appointment",
    "Placeholder",
    "clinic_language",
    "complete",
    "compose",
    "confirmation",
    "example",
    "facts_of",
    "fill",
    "fill_in_first",
    "fillable",
    "foreign_in",
    "in_braces",
    "language_of",
    "leaves_by_itself",
    "parts_of",
    "plain",
    "shipped",
    "text_of",
    "turned_away",
    "unfilled_in",
    "unknown_in",
    "words_of",
]
