"""The sweep that opens aftercare, invites, and notices who was not reached."""

from datetime import timedelta

from celery import shared_task
from django.utils.timezone import localdate, now

from accounts.models import system_user
from aftercare import actions, queries
from aftercare.models import CheckIn

INVITE_DAYS = 2


@shared_task
def watch() -> None:
    """Do what is due in aftercare; safe to run again."""
    at, by = now(), system_user()
    today = localdate(at)
    for case in queries.at_goal(today):
        reached_on = queries.goal_reached_on(case, today) or today
        actions.open_aftercare(case, goal_reached_on=reached_on, by=by, at=at)
    planned = CheckIn.objects.filter(aftercare__ended_at=None)
    for check_in in planned.overdue(actions.missed_before(at)):
        actions.note_missed(check_in, by=by, at=at)
    soon = today + timedelta(days=INVITE_DAYS)
    for check_in in planned.filter(state="planned", due_on__range=(today, soon)):
        actions.invite(check_in, by=by, at=at)
