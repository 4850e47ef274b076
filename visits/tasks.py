"""Sweeps over visits."""

from celery import shared_task
from django.utils.timezone import now

from accounts.models import system_user
from visits import actions
from visits.models import Visit


@shared_task
def remind_of_visits() -> None:
    """Queue the reminder of every visit whose time for it has come."""
    at, by = now(), system_user()
    for visit in Visit.objects.due_for_reminder(at).select_related("case__patient"):
        actions.remind(visit, by=by, at=at)
