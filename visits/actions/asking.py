"""Needing a visit: a task for somebody, until it is booked."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from patients import actions as patients
from patients.models import Case, Task
from visits.lifecycle import Purpose
from visits.models import Visit
from visits.queries import Gap


def ask_for(case: Case, *, purpose: str, due_on: date, by: User, at: datetime) -> Task:
    """Ask the owner of the case to book a visit, in the caller's transaction."""
    what = Purpose(purpose).label
    return patients.raise_task(
        kind=f"visit.book.{purpose}",
        title=_("Boka: %(what)s") % {"what": what.lower()},
        subject=case,
        case=case,
        owner=case.owner,
        due_on=due_on,
        by=by,
        at=at,
    )


@transaction.atomic
def ask_to_change(visit: Visit, *, wish: str, by: User, at: datetime) -> Task:
    """The patient wants another time. The visit stands until staff moves it."""
    return patients.raise_task(
        kind="visit.change_asked",
        title=_("Patienten vill ändra sin tid"),
        why=wish,
        subject=visit,
        case=visit.case,
        owner=visit.booked_by,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_to_log(visit: Visit, *, by: User, at: datetime) -> Task:
    """Ask whoever had the visit to write about it (rules PDL-05)."""
    first = visit.staff.filter(is_current=True).select_related("user").first()
    return patients.raise_task(
        kind="visit.log",
        title=_("Skriv om besöket"),
        why=_("Mer än ett dygn har gått utan anteckning."),
        subject=visit,
        case=visit.case,
        owner=first.user if first else visit.booked_by,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_for_contact(gap: Gap, *, by: User, at: datetime) -> Task:
    """Nobody has been in touch for longer than the policy says."""
    return patients.raise_task(
        kind="plan.no_contact",
        title=_("Ring: ingen kontakt på %(days)d dagar") % {"days": gap.days},
        why=_("Regeln säger högst %(days)d dagar mellan kontakter.")
        % {"days": gap.longest},
        subject=gap.case,
        case=gap.case,
        owner=gap.case.owner,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
