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
from patients.actions.people import change_contact, connect_user, register, reveal
from patients.actions.protection import ask_to_check, protect
from patients.actions.tasks import (
    complete_task,
    complete_tasks_about,
    move_task,
    raise_task,
)

__all__ = [
    "Kind",
    "ask_to_check",
    "block",
    "change_contact",
    "close",
    "complete_task",
    "complete_tasks_about",
    "connect_user",
    "consent",
    "lift_block",
    "mark_answered",
    "move",
    "move_task",
    "open_case",
    "open_with_reason",
    "protect",
    "raise_task",
    "register",
    "relate",
    "reveal",
    "take_back_answer",
]
