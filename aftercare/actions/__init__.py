"""Everything that can be done in aftercare. One action, one event."""

from aftercare.actions.contacts import (
    CONTACT,
    NO_CONTACT,
    invite,
    log_check_in,
    missed_before,
    note_missed,
    note_not_reached,
    plan_check_in,
)
from aftercare.actions.ending import answer_referrer, close, relapse, reopen
from aftercare.actions.opening import open_aftercare

__all__ = [
    "CONTACT",
    "NO_CONTACT",
    "answer_referrer",
    "close",
    "invite",
    "log_check_in",
    "missed_before",
    "note_missed",
    "note_not_reached",
    "open_aftercare",
    "plan_check_in",
    "relapse",
    "reopen",
]
