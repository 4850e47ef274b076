"""Aftercare begins."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone
from aftercare.actions.contacts import ask_for_next
from aftercare.lifecycle import (
    LEAST_DAYS,
    SUGGESTED_DAYS,
)
from aftercare.models import Aftercare, CheckIn
from audit import actions as audit
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case


@transaction.atomic
def open_aftercare(
    case: Case, *, goal_reached_on: date, by: User, at: datetime
) -> Aftercare:
    """Begin aftercare the day the goal is reached, with its contacts planned."""
    case = patients.move(case, to=Phase.AFTERCARE, by=by, at=at)
    aftercare = _begun(case, goal_reached_on=goal_reached_on, by=by, at=at)
    audit.record(
        kind="aftercare.began", subject=aftercare, patient=case.patient, by=by, at=at
    )
    for days in SUGGESTED_DAYS:
        day = goal_reached_on + timedelta(days=days)
        # A goal reached long ago gets only the contacts that can still be made.
        if day >= localdate(at) or days == LEAST_DAYS:
            CheckIn.objects.create(aftercare=aftercare, due_on=max(day, localdate(at)))
    ask_for_next(aftercare, by=by, at=at)
    return aftercare


def _begun(case: Case, *, goal_reached_on: date, by: User, at: datetime) -> Aftercare:
    try:
        with transaction.atomic():
            return Aftercare.objects.create(
                case=case,
                goal_reached_on=goal_reached_on,
                least_until=goal_reached_on + timedelta(days=LEAST_DAYS),
                opened_at=at,
                opened_by=by,
            )
    except IntegrityError as error:
        raise AlreadyDone(_("Eftervården har redan börjat.")) from error
