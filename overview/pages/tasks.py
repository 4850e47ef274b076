"""A task as it stands in a list: why, what, about whom, and the button that does it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from overview import queries
from overview.links import Words, doing_of, page_of, page_of_task
from patients.models import Patient, Task
from referrals.models import Referral


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


@dataclass(frozen=True, kw_only=True)
class About:
    """Whom a task is about."""

    name: str = ""
    url: str = ""
    is_protected: bool = False


def task_rows(
    tasks: Iterable[Task], *, user: User, beside_patient: bool = False
) -> list[TaskRow]:
    """Draw tasks for `user`; beside the patient the name need not be repeated."""
    tasks = list(tasks)
    if beside_patient:
        return [_row(task, user, About(), None) for task in tasks]
    referrals = queries.referrals_of(tasks, user)
    told = queries.patients_told(tasks, user)
    return [
        _row(task, user, _about(task, referrals, told), referrals.get(task.subject_id))
        for task in tasks
    ]


def _about(
    task: Task, referrals: dict[str, Referral], told: dict[str, Patient]
) -> About:
    """The patient, or the person in a referral that has no case yet."""
    patient = task.case.patient if task.case else told.get(task.subject_id)
    if patient:
        return About(
            name=patient.name,
            url=page_of("overview:case", task.case_id) if task.case_id else "",
            is_protected=patient.is_protected,
        )
    referral = referrals.get(task.subject_id)
    if referral is None:
        return About()
    if referral.is_protected:
        return About(name=_("Skyddade uppgifter"), is_protected=True)
    return About(name=referral.name)


def _row(task: Task, user: User, about: About, referral: Referral | None) -> TaskRow:
    doing = doing_of(task)
    known = {task.subject_id: referral.reference} if referral else {}
    return TaskRow(
        pk=task.pk,
        what=task.title,
        why=task.why,
        who=about.name,
        who_url=about.url,
        is_protected=about.is_protected,
        due_on=task.due_on,
        is_alarm=task.is_urgent,
        owner=task.owner.name if task.owner else "",
        is_mine=task.owner_id == user.pk,
        is_free=task.owner_id is None,
        url=page_of_task(task, known),
        verb=doing.verb if doing else "",
        may_tick_off=not (doing and doing.only_there),
    )
