"""What a person has to do, by a day, and why."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.constraints import whole
from accounts.models import User
from accounts.roles import Permission
from patients.models.people import Case


class TaskQuerySet(models.QuerySet["Task"]):
    """The one door to tasks."""

    def visible_to(self, user: User) -> Self:
        """Tasks of cases that `user` sees, and tasks that stand outside cases.

        A task outside a case (an undelivered message, a referral) is seen by its
        owner, or by every member of staff with its permission while nobody owns it.
        Tasks are the staff's: patients see their case, but nothing that waits there.
        """
        if user.may(Permission.USE_OWN_PAGES):
            return self.none()
        grants = [item for item in Permission if user.may(item)]
        outside = Q(case=None) & (Q(owner=user) | Q(owner=None, permission__in=grants))
        return self.filter(
            outside | Q(case__in=Case.objects.visible_to(user).values("pk"))
        )

    def undone(self) -> Self:
        """Tasks that still wait."""
        return self.filter(done_at=None)

    def due_first(self) -> Self:
        """The most overdue first."""
        return self.order_by("due_on", "created_at", "pk")


class Task(models.Model):
    """Something a person must do, by a day, and why [Task]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    owner = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    permission = models.CharField(
        max_length=30, choices=Permission.choices, default=Permission.CARE
    )
    is_urgent = models.BooleanField(default=False)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_at=None), name="task_undone_by_day"
            ),
            models.Index(fields=["subject_label", "subject_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_has_time_and_person",
                condition=whole("done_at", "done_by"),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id"],
                condition=Q(done_at=None),
                name="task_of_a_kind_waits_once_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, on: date) -> bool:
        """Tell whether the day has passed without the task being done."""
        return self.done_at is None and self.due_on < on
