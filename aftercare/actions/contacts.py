"""The contacts of aftercare: planned, made, missed, invited to."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from aftercare.lifecycle import (
    GRACE_DAYS,
    NEXT_ATTEMPT_DAYS,
    State,
    check_move,
)
from aftercare.models import Aftercare, CheckIn
from audit import actions as audit
from messaging import actions as messaging
from messaging.queries import way_to
from patients import actions as patients

CONTACT = "aftercare.contact"
NO_CONTACT = "aftercare.no_contact"


def _locked(check_in: CheckIn) -> CheckIn:
    return (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("aftercare__case__patient", "aftercare__case__owner")
        .get(pk=check_in.pk)
    )


def _record(kind: str, check_in: CheckIn, *, by: User, at: datetime) -> None:
    audit.record(
        kind=kind,
        subject=check_in,
        patient=check_in.aftercare.case.patient,
        by=by,
        at=at,
    )


def ask_for_next(aftercare: Aftercare, *, by: User, at: datetime) -> None:
    """Give the owner the next contact as a task, so that nobody is forgotten."""
    coming = aftercare.check_ins.filter(state=State.PLANNED).first()
    if coming is None:
        return
    case = aftercare.case
    patients.raise_task(
        kind=CONTACT,
        title=_("Uppföljning i eftervården"),
        subject=coming,
        case=case,
        owner=case.owner,
        due_on=coming.due_on,
        by=by,
        at=at,
    )


@transaction.atomic
def plan_check_in(
    aftercare: Aftercare, *, due_on: date, form_key: uuid.UUID, by: User, at: datetime
) -> CheckIn:
    """Plan one more contact."""
    check_in, is_new = CheckIn.objects.get_or_create(
        form_key=form_key, defaults={"aftercare": aftercare, "due_on": due_on}
    )
    if is_new:
        _record("check_in.planned", check_in, by=by, at=at)
        ask_for_next(aftercare, by=by, at=at)
    return check_in


@transaction.atomic
def log_check_in(
    check_in: CheckIn, *, happened_on: date, by: User, at: datetime, **said: Any
) -> CheckIn:
    """Write down a contact that happened: how, how it goes, what is taken."""
    check_in = _locked(check_in)
    check_move(check_in.state, State.DONE)
    if happened_on > localdate(at):
        raise Refused(_("Kontakten kan inte ligga i framtiden."))
    check_in.state, check_in.happened_on = State.DONE, happened_on
    check_in.settled_at, check_in.settled_by = at, by
    for name, value in said.items():
        setattr(check_in, name, value)
    check_in.save()
    _record("check_in.done", check_in, by=by, at=at)
    settle(check_in, by=by, at=at)
    ask_for_next(check_in.aftercare, by=by, at=at)
    _warn_if_taking_again(check_in, by=by, at=at)
    return check_in


def settle(check_in: CheckIn, *, by: User, at: datetime) -> None:
    """Nothing waits for this contact any longer, no message either."""
    patients.complete_tasks_about(check_in, by=by, at=at)
    messaging.withdraw_for(check_in, by=by, at=at)


def _warn_if_taking_again(check_in: CheckIn, *, by: User, at: datetime) -> None:
    if check_in.taking != CheckIn.Taking.DAILY:
        return
    case = check_in.aftercare.case
    patients.raise_task(
        kind="aftercare.relapse",
        title=_("Tar dagligen igen: bestäm om nedtrappningen ska börja om"),
        subject=check_in.aftercare,
        case=case,
        owner=case.owner,
        due_on=localdate(at),
        is_urgent=True,
        by=by,
        at=at,
    )


@transaction.atomic
def note_not_reached(check_in: CheckIn, *, by: User, at: datetime) -> CheckIn:
    """The patient did not answer: try again soon; the second time it is urgent."""
    check_in = _locked(check_in)
    check_move(check_in.state, State.DONE)
    check_in.attempts += 1
    check_in.due_on = localdate(at) + timedelta(days=NEXT_ATTEMPT_DAYS)
    check_in.state = State.PLANNED
    check_in.save(update_fields=["attempts", "due_on", "state"])
    _record("check_in.not_reached", check_in, by=by, at=at)
    patients.complete_tasks_about(check_in, by=by, at=at)
    ask_for_next(check_in.aftercare, by=by, at=at)
    if check_in.attempts > 1:
        _raise_no_contact(check_in, by=by, at=at)
    return check_in


def _raise_no_contact(check_in: CheckIn, *, by: User, at: datetime) -> None:
    case = check_in.aftercare.case
    patients.raise_task(
        kind=NO_CONTACT,
        title=_("Ingen kontakt i eftervården"),
        why=_("Patienten har inte nåtts. Bestäm hur ni söker vidare."),
        subject=check_in,
        case=case,
        owner=case.owner,
        due_on=localdate(at),
        is_urgent=True,
        by=by,
        at=at,
    )


@transaction.atomic
def note_missed(check_in: CheckIn, *, by: User, at: datetime) -> CheckIn:
    """The day passed without contact: it shows up for the owner by itself."""
    check_in = _locked(check_in)
    check_move(check_in.state, State.MISSED)
    check_in.state = State.MISSED
    check_in.save(update_fields=["state"])
    _record("check_in.missed", check_in, by=by, at=at)
    # The task to make contact becomes the more urgent one; nobody needs both.
    patients.complete_tasks_about(check_in, by=by, at=at, kind=CONTACT)
    _raise_no_contact(check_in, by=by, at=at)
    return check_in


def missed_before(at: datetime) -> date:
    """Contacts planned before this day and still not made are missed."""
    return localdate(at) - timedelta(days=GRACE_DAYS)


@transaction.atomic
def invite(check_in: CheckIn, *, by: User, at: datetime) -> None:
    """Tell the patient, neutrally, that a contact is near. Once per day planned."""
    check_in = _locked(check_in)
    patient = check_in.aftercare.case.patient
    way = way_to(patient)
    if way is None:
        return
    messaging.queue(
        subject=check_in,
        kind="checkin",
        version=check_in.attempts + 1,
        channel=way.channel,
        to=way.to,
        language=patient.language,
        patient=patient,
        day=check_in.due_on,
        by=by,
        at=at,
    )
