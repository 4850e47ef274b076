"""Everything that can be done to a referral. One action, one event."""

from referrals.actions.clock import end_pause, pause, recount, take_back_pause
from referrals.actions.counting import due_on, regime
from referrals.actions.decide import (
    accept,
    ask,
    assign,
    redirect,
    reject,
    reveal_contact,
    undo,
    withdraw,
)
from referrals.actions.join import join, separate
from referrals.actions.receive import new_reference, receive, receiving_unit
from referrals.actions.send import Person, Request, answer, send
from referrals.actions.tell import reply
from referrals.actions.watch import warn_of_clock, warn_of_no_answer

__all__ = [
    "Person",
    "Request",
    "accept",
    "answer",
    "ask",
    "assign",
    "due_on",
    "end_pause",
    "join",
    "new_reference",
    "pause",
    "receive",
    "receiving_unit",
    "recount",
    "redirect",
    "regime",
    "reject",
    "reply",
    "reveal_contact",
    "send",
    "separate",
    "take_back_pause",
    "undo",
    "warn_of_clock",
    "warn_of_no_answer",
    "withdraw",
]
