"""Tasks: raised, done, moved."""

from datetime import date, datetime

from django.db import models, transaction

from accounts.models import User
from accounts.roles import Permission
from accounts.rows import held
from audit import actions as audit
from patients.actions.access import Kind, relate
from patients.models import (
    Case,
    Task,
)


@transaction.atomic
def raise_task(
    *,
    kind: str,
    title: str,
    subject: models.Model,
    due_on: date,
    by: User,
    at: datetime,
    case: Case | None = None,
    owner: User | None = None,
    permission: Permission = Permission.CARE,
    why: str = "",
    is_urgent: bool = False,
) -> Task:
    """Give somebody something to do. The same thing waits only once."""
    label, key = subject._meta.label_lower, str(subject.pk)
    task, is_new = Task.objects.get_or_create(
        kind=kind,
        subject_label=label,
        subject_id=key,
        done_at=None,
        defaults={
            "title": title[:200],
            "why": why[:500],
            "case": case,
            "owner": owner,
            "permission": permission,
            "is_urgent": is_urgent,
            "due_on": due_on,
            "created_at": at,
        },
    )
    if is_new:
        patient = case.patient if case else None
        audit.record(kind="task.raised", subject=task, patient=patient, by=by, at=at)
        if case and owner:
            relate(case.patient, user=owner, kind=Kind.TASK, by=by, at=at)
    return task


@transaction.atomic
def complete_task(task: Task, *, by: User, at: datetime) -> Task:
    """Tick the task off. A second press changes nothing."""
    task = held(Task.objects.all(), task.pk, "case__patient")
    if task.done_at:
        return task
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])
    patient = task.case.patient if task.case else None
    audit.record(kind="task.done", subject=task, patient=patient, by=by, at=at)
    return task


def complete_tasks_about(
    subject: models.Model, *, by: User, at: datetime, kind: str = ""
) -> None:
    """Tick off what waited for `subject`, because it has been done."""
    waiting = Task.objects.undone().filter(
        subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    for task in waiting.filter(kind=kind) if kind else waiting:
        complete_task(task, by=by, at=at)


@transaction.atomic
def move_task(
    task: Task, *, owner: User | None, due_on: date, by: User, at: datetime
) -> Task:
    """Give the task another owner or another day."""
    task = held(Task.objects.all(), task.pk, "case__patient")
    task.owner, task.due_on = owner, due_on
    task.save(update_fields=["owner", "due_on"])
    patient = task.case.patient if task.case else None
    audit.record(kind="task.moved", subject=task, patient=patient, by=by, at=at)
    if task.case and owner:
        relate(task.case.patient, user=owner, kind=Kind.TASK, by=by, at=at)
    return task
