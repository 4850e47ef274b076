"""Everything that can be done in aftercare. One action, one event."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from aftercare.lifecycle import (
    GRACE_DAYS,
    LEAST_DAYS,
    NEXT_ATTEMPT_DAYS,
    SUGGESTED_DAYS,
    Ending,
    State,
    check_move,
)
from aftercare.models import Aftercare, CheckIn
from audit import actions as audit
from messaging import actions as messaging
from messaging.queries import way_to
from patients import actions as patients
from patients.lifecycle import Closing, Phase
from patients.models import Case
from referrals import actions as referrals
from referrals.models import Reply
from tapering import actions as tapering

CONTACT = "aftercare.contact"
NO_CONTACT = "aftercare.no_contact"


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
    _ask_for_next(aftercare, by=by, at=at)
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


def _ask_for_next(aftercare: Aftercare, *, by: User, at: datetime) -> None:
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
        _ask_for_next(aftercare, by=by, at=at)
    return check_in


@transaction.atomic
def log_check_in(
    check_in: CheckIn, *, happened_on: date, by: User, at: datetime, **said: Any
) -> CheckIn:
    """Write down a contact that happened: how, how it goes, what is taken."""
    check_in = _locked(check_in)
    check_move(check_in.state, State.DONE)
    if happened_on > localdate(at):
        raise Refused(_("Kontakten kan inte ha hänt efter i dag."))
    check_in.state, check_in.happened_on = State.DONE, happened_on
    check_in.settled_at, check_in.settled_by = at, by
    for name, value in said.items():
        setattr(check_in, name, value)
    check_in.save()
    _record("check_in.done", check_in, by=by, at=at)
    _settle(check_in, by=by, at=at)
    _ask_for_next(check_in.aftercare, by=by, at=at)
    _warn_if_taking_again(check_in, by=by, at=at)
    return check_in


def _settle(check_in: CheckIn, *, by: User, at: datetime) -> None:
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
    _ask_for_next(check_in.aftercare, by=by, at=at)
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


@transaction.atomic
def relapse(aftercare: Aftercare, *, reason: str, by: User, at: datetime) -> Aftercare:
    """Return to tapering on the same case. No new referral is needed."""
    aftercare = _ended(aftercare, ending=Ending.RELAPSE, reason=reason, by=by, at=at)
    # A plan that stands at its goal would open aftercare again at the next sweep.
    _end_plans(aftercare.case, because=reason, by=by, at=at)
    case = patients.move(aftercare.case, to=Phase.TAPERING, by=by, at=at, reason=reason)
    patients.raise_task(
        kind="taper.new_plan",
        title=_("Gör en ny plan: patienten är tillbaka i nedtrappning"),
        subject=case,
        case=case,
        owner=case.owner,
        due_on=localdate(at) + timedelta(days=7),
        by=by,
        at=at,
    )
    return aftercare


def _ended(
    aftercare: Aftercare, *, ending: Ending, reason: str, by: User, at: datetime
) -> Aftercare:
    """End the aftercare and cancel what was planned in it."""
    aftercare = (
        Aftercare.objects.select_for_update(of=("self",))
        .select_related("case__patient")
        .get(pk=aftercare.pk)
    )
    if aftercare.ended_at:
        raise AlreadyDone(_("Eftervården är redan avslutad."))
    aftercare.ending, aftercare.ended_because = ending, reason
    aftercare.ended_at, aftercare.ended_by = at, by
    aftercare.save(update_fields=["ending", "ended_because", "ended_at", "ended_by"])
    for check_in in aftercare.check_ins.waiting():
        _cancel(check_in, by=by, at=at)
    patients.complete_tasks_about(aftercare, by=by, at=at)
    audit.record(
        kind=f"aftercare.{'closed' if ending == Ending.CLOSED else 'relapsed'}",
        subject=aftercare,
        patient=aftercare.case.patient,
        by=by,
        at=at,
        reason=reason,
    )
    return aftercare


def _cancel(check_in: CheckIn, *, by: User, at: datetime) -> None:
    check_move(check_in.state, State.CANCELLED)
    check_in.state = State.CANCELLED
    check_in.settled_at, check_in.settled_by = at, by
    check_in.save(update_fields=["state", "settled_at", "settled_by"])
    _settle(check_in, by=by, at=at)


def _end_plans(case: Case, *, because: str, by: User, at: datetime) -> None:
    """No plan is followed any longer; what was signed stays to be read."""
    for plan in case.plans.active():
        tapering.end_plan(plan, because=because, by=by, at=at)


@transaction.atomic
def answer_referrer(case: Case, *, text: str, by: User, at: datetime) -> None:
    """Send the final answer to whoever referred; then the case may be closed."""
    referral = case.referrals.order_by("-sent_at").first()
    if referral is None:
        patients.mark_answered(case, by=by, at=at)
        return
    referrals.reply(referral, kind=Reply.Kind.FINAL, text=text, by=by, at=at)
    if referral.sender_unit is None:
        patients.raise_task(
            kind="aftercare.letter",
            title=_("Skicka slutsvaret med brev till vårdcentralen"),
            why=referral.health_centre_text,
            subject=referral,
            case=case,
            owner=by,
            due_on=localdate(at) + timedelta(days=3),
            by=by,
            at=at,
        )


@transaction.atomic
def close(case: Case, *, closing: Closing, reason: str, by: User, at: datetime) -> Case:
    """Close the case. Before six months of aftercare only with a written reason."""
    going_on = Aftercare.objects.going_on().filter(case=case).first()
    early = going_on is None or localdate(at) < going_on.least_until
    if closing == Closing.COMPLETED and early:
        raise Refused(
            _("Eftervården varar minst sex månader. Välj ett annat skäl eller vänta.")
        )
    _end_plans(case, because=reason, by=by, at=at)
    if going_on:
        _ended(going_on, ending=Ending.CLOSED, reason=reason, by=by, at=at)
    return patients.close(case, closing=closing, reason=reason, by=by, at=at)


@transaction.atomic
def reopen(case: Case, *, reason: str, by: User, at: datetime) -> Case:
    """Open a closed case again, without a new referral."""
    case = patients.move(case, to=Phase.ASSESSMENT, by=by, at=at, reason=reason)
    patients.raise_task(
        kind="case.reopened",
        title=_("Vårdärendet är öppnat igen: ta kontakt"),
        subject=case,
        case=case,
        owner=case.owner,
        due_on=localdate(at) + timedelta(days=3),
        by=by,
        at=at,
    )
    return case
