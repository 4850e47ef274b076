"""Everything that can be done to a referral. One action, one event."""

from referrals.actions.clock import (
    end_pause,
    pause,
    recount,
    take_back_pause,
    why_not_pause,
)
from referrals.actions.conference import (
    contribute,
    decide_point,
    end_conference,
    plan_conference,
    put_earlier,
    take_up,
)
from referrals.actions.counting import due_on, regime
from referrals.actions.decide import (
    accept,
    ask,
    assign,
    reveal_contact,
    withdraw,
)
from referrals.actions.join import join, separate
from referrals.actions.priority import prioritise
from referrals.actions.reasons import (
    add_reason,
    change_reason,
    load_reasons,
    switch_reason,
)
from referrals.actions.receive import new_reference, receive, receiving_unit
from referrals.actions.send import Person, Request, answer, send
from referrals.actions.tell import reply
from referrals.actions.turn_away import redirect, reject
from referrals.actions.undo import undo
from referrals.actions.watch import (
    propose_an_answer,
    stale_task,
    wait_longer,
    warn_of_clock,
    warn_of_no_answer,
)

__all__ = [
    "Person",
    "Request",
    "accept",
    "add_reason",
    "answer",
    "ask",
    "assign",
    "change_reason",
    "contribute",
    "decide_point",
    "due_on",
    "end_conference",
    "end_pause",
    "join",
    "load_reasons",
    "new_reference",
    "pause",
    "plan_conference",
    "prioritise",
    "propose_an_answer",
    "put_earlier",
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
    "stale_task",
    "switch_reason",
    "take_back_pause",
    "take_up",
    "undo",
    "wait_longer",
    "warn_of_clock",
    "warn_of_no_answer",
    "why_not_pause",
    "withdraw",
]
