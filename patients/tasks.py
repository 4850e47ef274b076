"""Sweeps: what nobody has looked at for too long."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import system_user
from patients import actions
from patients.models import Case, Protection, Task

# The register is asked by hand here, and a level may change any day.
CHECK_AGAIN = timedelta(days=30)


@shared_task
def watch_protection() -> None:
    """Ask the owner of a case to look a protection up again, once at a time."""
    at = timezone.now()
    today = timezone.localdate(at)
    waiting = Task.objects.undone().filter(
        kind="patient.protection_check", case=OuterRef("pk")
    )
    due = (
        Case.objects.open()
        .exclude(patient__protection=Protection.NONE)
        .filter(
            Q(patient__protection_checked_on=None)
            | Q(patient__protection_checked_on__lte=today - CHECK_AGAIN)
        )
        .filter(~Exists(waiting))
        .select_related("owner", "patient")
    )
    for case in due:
        actions.ask_to_check(
            case, due_on=today + timedelta(days=3), by=system_user(), at=at
        )
