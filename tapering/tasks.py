"""Sweeps: what is due, late or near in plans."""

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


@shared_task
def watch_plans() -> None:
    """Tell whoever owns a plan what waits too long, runs out, or is near."""
    at, by = now(), system_user()
    on = localdate(at)
    for version in queries.late_proposals(at):
        actions.ask_about_proposal(version, by=by, at=at)
    for version in queries.forgotten_drafts(at):
        actions.ask_about_draft(version, by=by, at=at)
    for plan in queries.active_courses():
        actions.ask_what_then(plan, on=on, by=by, at=at)
        actions.ask_about_long_hold(plan, on=on, by=by, at=at)
        actions.ask_about_supply(plan, on=on, by=by, at=at)
        actions.keep_weighing(plan, on=on, by=by, at=at)
