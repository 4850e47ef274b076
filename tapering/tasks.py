"""Sweeps: what is due in plans."""

from celery import shared_task
from django.utils.timezone import localdate, now

from accounts.models import system_user
from tapering import actions, queries


@shared_task
def follow_plans() -> None:
    """Ask for a word about every step that begins soon or should have begun."""
    at, by = now(), system_user()
    on = localdate(at)
    for plan in queries.plans_to_follow(on):
        actions.follow_plan(plan, on=on, by=by, at=at)
