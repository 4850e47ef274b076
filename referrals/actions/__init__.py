"""Everything that can be done to a referral. One action, one event."""

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
    "new_reference",
    "receive",
    "receiving_unit",
    "redirect",
    "reject",
    "reply",
    "reveal_contact",
    "send",
    "undo",
    "warn_of_clock",
    "warn_of_no_answer",
    "withdraw",
]
