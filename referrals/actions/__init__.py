"""Everything that can be done to a referral. One action, one event."""

from referrals.actions.answer import answer_clinic, take_back_reply
from referrals.actions.blocks import load_blocks, write_block
from referrals.actions.clinic_draft import keep as keep_draft
from referrals.actions.clinic_draft import throw_away as throw_away_draft
from referrals.actions.clinic_part import ask_clinic, note_consent, send_asked
from referrals.actions.clinic_part import take_back as take_back_part
from referrals.actions.clock import (
    end_pause,
    pause,
    recount,
    take_back_pause,
    why_not_pause,
)
from referrals.actions.complete import (
    LockedField,
    complete,
    locked_sentence,
    refuse_locked,
)
from referrals.actions.conference import (
    contribute,
    decide_point,
    end_conference,
    plan_conference,
    put_earlier,
    take_up,
    take_up_on,
)
from referrals.actions.counting import due_on, regime
from referrals.actions.decide import (
    accept,
    ask,
    reveal_contact,
    withdraw,
)
from referrals.actions.join import join, separate
from referrals.actions.letters import (
    begin_letter,
    change_letter,
    channel_for,
    discard_letter,
    reader_of,
    why_not_by,
    why_not_leave,
    write_letter,
)
from referrals.actions.own_part import ask_patient
from referrals.actions.person_letters import can_be_written_to
from referrals.actions.posting import (
    mark_posted,
    send_letter,
    take_back_letter,
)
from referrals.actions.priority import prioritise
from referrals.actions.protecting import protect
from referrals.actions.reasons import (
    add_reason,
    change_reason,
    load_reasons,
    switch_reason,
)
from referrals.actions.receive import new_reference, receive, receiving_unit
from referrals.actions.replies import reply
from referrals.actions.saved import change_view, delete_view, move_view, save_view
from referrals.actions.send import Person, Request, answer, send
from referrals.actions.share import (
    GivenBack,
    Shared,
    assign,
    assign_many,
    undo_sharing,
)
from referrals.actions.turn_away import redirect, reject
from referrals.actions.verdict import undo
from referrals.actions.watch import (
    propose_an_answer,
    remind_of_silence,
    stale_task,
    wait_longer,
    warn_of_clock,
    warn_of_no_answer,
)

__all__ = [
    "GivenBack",
    "LockedField",
    "Person",
    "Request",
    "Shared",
    "accept",
    "add_reason",
    "answer",
    "answer_clinic",
    "ask",
    "ask_clinic",
    "ask_patient",
    "assign",
    "assign_many",
    "begin_letter",
    "can_be_written_to",
    "change_letter",
    "change_reason",
    "change_view",
    "channel_for",
    "complete",
    "contribute",
    "decide_point",
    "delete_view",
    "discard_letter",
    "due_on",
    "end_conference",
    "end_pause",
    "join",
    "keep_draft",
    "load_blocks",
    "load_reasons",
    "locked_sentence",
    "mark_posted",
    "move_view",
    "new_reference",
    "note_consent",
    "pause",
    "plan_conference",
    "prioritise",
    "propose_an_answer",
    "protect",
    "put_earlier",
    "reader_of",
    "receive",
    "receiving_unit",
    "recount",
    "redirect",
    "refuse_locked",
    "regime",
    "reject",
    "remind_of_silence",
    "reply",
    "reveal_contact",
    "save_view",
    "send",
    "send_asked",
    "send_letter",
    "separate",
    "stale_task",
    "switch_reason",
    "take_back_letter",
    "take_back_part",
    "take_back_pause",
    "take_back_reply",
    "take_up",
    "take_up_on",
    "throw_away_draft",
    "undo",
    "undo_sharing",
    "wait_longer",
    "warn_of_clock",
    "warn_of_no_answer",
    "why_not_by",
    "why_not_leave",
    "why_not_pause",
    "withdraw",
    "write_block",
    "write_letter",
]
