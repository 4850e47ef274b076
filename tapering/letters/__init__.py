"""Letters to prescribers: written at signing, read by pages and printed letters."""

from tapering.letters.compose import addressed, compose
from tapering.letters.lines import (
    beside_in_words,
    medicines_in_words,
    period_in_words,
    prescribers_in_words,
    step_in_words,
    taken_in_words,
)
from ui.paper.text import Letter, Section, read

__all__ = [
    "Letter",
    "Section",
    "addressed",
    "beside_in_words",
    "compose",
    "medicines_in_words",
    "period_in_words",
    "prescribers_in_words",
    "read",
    "step_in_words",
    "taken_in_words",
]
