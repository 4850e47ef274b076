"""Everything that can be done to a message. One action, one event."""

from messaging.actions.handling import note_called, send_again
from messaging.actions.protecting import protect
from messaging.actions.queueing import queue, withdraw_for, withdraw_to
from messaging.actions.sending import (
    claim_next,
    fail,
    lose,
    note_delivered,
    note_sent,
    try_later,
)

__all__ = [
    "claim_next",
    "fail",
    "lose",
    "note_called",
    "note_delivered",
    "note_sent",
    "protect",
    "queue",
    "send_again",
    "try_later",
    "withdraw_for",
    "withdraw_to",
]
