"""A task as it stands in a list: why, what, about whom, and the button that does it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from overview.links import DONE_BY_DOING, Words, page_of, page_of_subject
from patients.models import Task


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One task in a list."""

    pk: uuid.UUID
    what: str
    why: str
    who: str
    who_url: str
    is_protected: bool
    due_on: date
    is_alarm: bool
    owner: str
    is_mine: bool
    is_free: bool
    url: str
    verb: Words
    may_tick_off: bool


def task_rows(
    tasks: Iterable[Task], *, user: User, beside_patient: bool = False
) -> list[TaskRow]:
    """Draw tasks for `user`; beside the patient the name need not be repeated."""
    return [_row(task, user, beside_patient) for task in tasks]


def _row(task: Task, user: User, beside_patient: bool) -> TaskRow:  # noqa: FBT001
    patient = task.case.patient if task.case and not beside_patient else None
    case_url = page_of("overview:case", task.case_id) if patient else ""
    url, verb = page_of_subject(task.subject_label, task.subject_id)
    return TaskRow(
        pk=task.pk,
        what=task.title,
        why=task.why,
        who=patient.name if patient else "",
        who_url=case_url,
        is_protected=bool(patient and patient.is_protected),
        due_on=task.due_on,
        is_alarm=task.is_urgent,
        owner=task.owner.name if task.owner else "",
        is_mine=task.owner_id == user.pk,
        is_free=task.owner_id is None,
        url=url,
        verb=verb,
        may_tick_off=task.subject_label not in DONE_BY_DOING,
    )
