"""Everything that can be done to a visit. One action, one event."""

from visits.actions.asking import (
    ask_for,
    ask_for_contact,
    ask_to_change,
    ask_to_log,
)
from visits.actions.booking import Details, book, cancel, cancel_coming, move
from visits.actions.logging import (
    Report,
    correct_log,
    log_contact,
    log_visit,
    mark_missed,
)
from visits.actions.taking import Busy
from visits.actions.telling import remind

__all__ = [
    "Busy",
    "Details",
    "Report",
    "ask_for",
    "ask_for_contact",
    "ask_to_change",
    "ask_to_log",
    "book",
    "cancel",
    "cancel_coming",
    "correct_log",
    "log_contact",
    "log_visit",
    "mark_missed",
    "move",
    "remind",
]
