"""Everything that can be done to a patient, a case and its tasks."""

from patients.actions.access import (
    Kind,
    block,
    consent,
    lift_block,
    open_with_reason,
    relate,
)
from patients.actions.cases import (
    close,
    mark_answered,
    move,
    open_case,
    take_back_answer,
)
from patients.actions.merge import merge, why_not_merge
from patients.actions.numbers import BelongsToAnother, is_stand_in, link_number
from patients.actions.own_pages import (
    close_log_in,
    disconnect_user,
    log_in_by_eid,
    open_log_in,
    refuse_log_in,
)
from patients.actions.people import change_contact, connect_user, register, reveal
from patients.actions.protection import ask_to_check, protect
from patients.actions.tasks import (
    complete_task,
    complete_tasks_about,
    move_task,
    raise_task,
)
from patients.actions.unmerge import undo_merge, why_not_undo_merge

__all__ = [
    "BelongsToAnother",
    "Kind",
    "ask_to_check",
    "block",
    "change_contact",
    "close",
    "close_log_in",
    "complete_task",
    "complete_tasks_about",
    "connect_user",
    "consent",
    "disconnect_user",
    "is_stand_in",
    "lift_block",
    "link_number",
    "log_in_by_eid",
    "mark_answered",
    "merge",
    "move",
    "move_task",
    "open_case",
    "open_log_in",
    "open_with_reason",
    "protect",
    "raise_task",
    "refuse_log_in",
    "register",
    "relate",
    "reveal",
    "take_back_answer",
    "undo_merge",
    "why_not_merge",
    "why_not_undo_merge",
]
