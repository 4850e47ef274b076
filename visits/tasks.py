"""Sweeps over visits."""

from celery import shared_task
from django.utils.timezone import now

from accounts.models import system_user
from visits import actions, queries
from visits.models import Visit


@shared_task
def remind_of_visits() -> None:
    """Queue the reminder of every visit whose time for it has come."""
    at, by = now(), system_user()
    for visit in Visit.objects.due_for_reminder(at).select_related("case__patient"):
        actions.remind(visit, by=by, at=at)


@shared_task
def ask_for_logs() -> None:
    """Ask for a word about every visit that has been silent for a day."""
    at, by = now(), system_user()
    for visit in queries.log_asked_for(at):
        actions.ask_to_log(visit, by=by, at=at)


@shared_task
def watch_contact() -> None:
    """Ask for a contact where a plan runs and the policy's longest gap has passed."""
    at, by = now(), system_user()
    for gap in queries.gaps(at):
        actions.ask_for_contact(gap, by=by, at=at)
