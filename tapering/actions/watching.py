"""Sweeps' actions: whoever owns a plan hears what is late or near, once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from patients import actions as patients
from patients.models import Task
from tapering import queries
from tapering.amounts import daily
from tapering.models import Plan, PlanVersion
from ui.templatetags.dates import day as day_in_words


def _once(
    kind: str,
    subject: models.Model,
    plan: Plan,
    *,
    by: User,
    at: datetime,
    owner: User | None = None,
    **said: Any,
) -> Task | None:
    """A task that is raised once about something, and never again when it is done."""
    if queries.is_told(kind, subject.pk):
        return None
    return patients.raise_task(
        kind=kind,
        subject=subject,
        case=plan.case,
        owner=owner or plan.case.owner,
        by=by,
        at=at,
        **said,
    )


@transaction.atomic
def follow_plan(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """See to it that the next step has somebody who confirms it in time."""
    now = queries.running(plan, on)
    if now is None or now.following is None or plan.ended_at:
        return None
    step = now.following
    asks = now.version.policy.confirm_each_step and step.confirmed_at is None
    if not asks or step.from_on > on + timedelta(days=queries.ASKED_BEFORE):
        return None
    return patients.raise_task(
        kind="step.confirm",
        title=_("Bekräfta steg %(n)d, %(dose)s")
        % {"n": step.n, "dose": daily(step, now.version)},
        why=_("Steget börjar inte förrän någon har bekräftat det."),
        subject=step,
        case=plan.case,
        owner=plan.case.owner,
        due_on=step.from_on,
        by=by,
        at=at,
    )


@transaction.atomic
def ask_about_proposal(version: PlanVersion, *, by: User, at: datetime) -> Task | None:
    """A proposal waits too long: whoever sent it asks the prescriber."""
    return _once(
        "plan.decide_late",
        version,
        version.plan,
        title=_("Ett förslag till plan väntar på beslut"),
        why=_("Skickat %(day)s. Fråga läkaren, eller ta tillbaka det.")
        % {"day": day_in_words(version.proposed_at)},
        owner=version.proposed_by,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_about_draft(version: PlanVersion, *, by: User, at: datetime) -> Task | None:
    """A draft lies since a week: whoever wrote it goes on, or puts it aside."""
    return _once(
        "plan.draft",
        version,
        version.plan,
        title=_("Ett utkast till plan ligger kvar"),
        why=_("Fortsätt på det, skicka det för beslut eller ta bort det."),
        owner=version.edited_by or version.created_by,
        due_on=timezone.localdate(at) + timedelta(days=2),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_what_then(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """The last step is near: talk about what comes after it."""
    now = queries.running(plan, on)
    if now is None or now.at_goal:
        return None
    last = list(now.version.steps.all())[-1]
    if last.from_on > on + queries.LAST_STEP_BEFORE:
        return None
    return _once(
        "plan.last_step",
        last,
        plan,
        title=_("Sista steget börjar %(day)s") % {"day": day_in_words(last.from_on)},
        why=_("Prata om vad som kommer sedan: eftervård, sömn, vem man ringer."),
        due_on=max(last.from_on - timedelta(days=7), on),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_about_long_hold(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """A plan stands still for longer than the policy says."""
    now, since = queries.running(plan, on), queries.held_since(plan, on)
    longest = now.version.policy.longest_hold_days if now else None
    if now is None or since is None or longest is None:
        return None
    days = (on - since).days
    if days < longest:
        return None
    return _once(
        "plan.held_long",
        now.version,
        plan,
        title=_("Pausen har varat i %(days)d dagar") % {"days": days},
        why=_("Regeln säger högst %(days)d. Gå vidare, sakta ned eller byt mål.")
        % {"days": longest},
        due_on=on,
        by=by,
        at=at,
    )


@transaction.atomic
def ask_about_supply(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """What was prescribed runs out soon: a new prescription is written in time."""
    found = queries.lasting(plan, on)
    if found is None or found.until_on is None:
        return None
    if found.until_on > on + queries.RUNS_OUT_BEFORE:
        return None
    return _once(
        "plan.supply",
        found.newest,
        plan,
        title=_("Läkemedlet räcker till %(day)s")
        % {"day": day_in_words(found.until_on)},
        why=_("Skriv ett nytt recept och anteckna det på planens sida."),
        is_urgent=found.until_on <= on,
        due_on=max(found.until_on - timedelta(days=2), on),
        by=by,
        at=at,
    )


@transaction.atomic
def propose_lower_goal(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """Pauses in a row: somebody talks with the patient about a lower dose as goal."""
    (plan,) = queries.with_course(
        Plan.objects.filter(pk=plan.pk).select_related("case__patient", "case__owner")
    )
    count = queries.wants_lower_goal(plan, on)
    if not count:
        return None
    return _once(
        "plan.lower_goal",
        queries.holds_in_row(plan, on)[-1],
        plan,
        title=_("%(count)d pauser i rad") % {"count": count},
        why=_("Prata om en lägre dos som mål."),
        due_on=on + timedelta(days=7),
        by=by,
        at=at,
    )
