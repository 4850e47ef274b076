"""Questions about visits."""

from visits.forms.booking import AskToChange, Book, Cancel, Move, moment_of, team_of
from visits.forms.logging import (
    NOTE_STARTS,
    Log,
    LogContact,
    answers_about,
    answers_of,
    moment_answers,
    with_note_start,
)

__all__ = [
    "NOTE_STARTS",
    "AskToChange",
    "Book",
    "Cancel",
    "Log",
    "LogContact",
    "Move",
    "answers_about",
    "answers_of",
    "moment_answers",
    "moment_of",
    "team_of",
    "with_note_start",
]
