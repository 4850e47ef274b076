"""Aftercare ends: back to tapering, or the case is closed and may be opened again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from aftercare.actions.contacts import settle
from aftercare.lifecycle import (
    Ending,
    State,
    check_move,
)
from aftercare.models import Aftercare, CheckIn
from aftercare.queries import referral_of
from audit import actions as audit
from messaging import actions as messages
from patients import actions as patients
from patients.lifecycle import Closing, Phase
from patients.models import Case
from referrals import actions as referrals
from referrals.models import Audience, Letter, Reply
from tapering import actions as tapering
from visits import actions as visits


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
    settle(check_in, by=by, at=at)


def _end_plans(case: Case, *, because: str, by: User, at: datetime) -> None:
    """No plan is followed any longer; what was signed stays to be read."""
    for plan in case.plans.active():
        tapering.end_plan(plan, because=because, by=by, at=at)


@transaction.atomic
def answer_referrer(case: Case, *, text: str, by: User, at: datetime) -> None:
    """Send the final answer to whoever referred; then the case may be closed."""
    referral = referral_of(case)
    if referral is None:
        patients.mark_answered(case, by=by, at=at)
        return
    referrals.answer_clinic(referral, kind=Reply.Kind.FINAL, text=text, by=by, at=at)


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
    is_dead = closing == Closing.DECEASED
    visits.cancel_coming(
        case, reason=str(Closing(closing).label), is_told=not is_dead, by=by, at=at
    )
    if is_dead:
        _leave_in_peace(case, by=by, at=at)
    return patients.close(case, closing=closing, reason=reason, by=by, at=at)


def _leave_in_peace(case: Case, *, by: User, at: datetime) -> None:
    """Nobody writes to or calls a person who has died; what is owed to others stays."""
    messages.withdraw_to(case.patient, by=by, at=at)
    for task in case.tasks.undone().exclude(kind="visit.log").exclude(_owed(case)):
        patients.complete_task(task, by=by, at=at)


def _owed(case: Case) -> Q:
    """Letters to clinics that wait to be posted."""
    letters = Letter.objects.filter(referral__case=case, audience=Audience.CLINIC)
    keys = [str(key) for key in letters.values_list("pk", flat=True)]
    return Q(kind="letter.post", subject_id__in=keys)


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
