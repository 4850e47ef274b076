"""What follows from how a visit went: tasks done, steps confirmed, calls asked for."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from jurisdictions.clocks import working_days_after
from patients import actions as patients
from patients.models import Case, Task
from tapering import actions as tapering
from tapering.actions.signing import FIRST_CONTACT_WITHIN
from tapering.permissions import may_hold_alone
from tapering.queries import Running, waits_for_word
from visits.actions.asking import ask_for
from visits.lifecycle import LOGGED, NextStep, Purpose, Status
from visits.models import Visit, VisitLog
from visits.queries import plan_followed

# A visit already booked about then makes a task to book one needless.
NEAR_ENOUGH = timedelta(days=4)
ASKED_WITHIN_DAYS = 1
# What somebody should have called about; now they have met.
CALLS = (
    "case.first_contact",
    "symptom.high",
    "pause.asked",
    "pause.taken",
    "plan.taken_more",
    "plan.no_contact",
    "visit.missed",
)


def contact_made(log: VisitLog, *, by: User, at: datetime) -> None:
    """Write the discomfort in the curve, and tick off what wanted a call."""
    case = log.visit.case
    if log.discomfort is not None:
        tapering.write_symptom(
            case,
            on=timezone.localdate(log.happened_at),
            score=log.discomfort,
            by=by,
            at=at,
            form_key=log.form_key,
        )
    latest_due = timezone.localdate(log.happened_at) + FIRST_CONTACT_WITHIN
    waiting = Task.objects.undone().filter(
        Q(kind__in=CALLS) | Q(kind="plan.first_contact", due_on__lte=latest_due),
        case=case,
    )
    for task in waiting:
        patients.complete_task(task, by=by, at=at)


def keep_word(log: VisitLog, *, by: User, at: datetime) -> None:
    """Do with the plan what the two agreed on, or ask whoever may."""
    if log.next_step not in {NextStep.NEXT, NextStep.HOLD, NextStep.UP}:
        return
    now = plan_followed(log.visit.case, timezone.localdate(at))
    if log.next_step == NextStep.NEXT and now:
        _confirm_next(now, log, by=by, at=at)
    elif log.next_step != NextStep.NEXT:
        _ask_about_plan(log, now, by=by, at=at)


def _confirm_next(now: Running, log: VisitLog, *, by: User, at: datetime) -> None:
    """Let the next step begin, where the policy wants somebody's word for it."""
    step = now.following
    if step is None or not waits_for_word(now.version, step):
        return
    try:
        with transaction.atomic():
            tapering.confirm_step(
                step, by=by, at=at, note=log.get_taken_display() or ""
            )
    except Refused:
        # The task to confirm the step waits for somebody who may.
        return


def _ask_about_plan(
    log: VisitLog, now: Running | None, *, by: User, at: datetime
) -> None:
    """A pause or a step up is decided in the plan, by somebody who may."""
    case = log.visit.case
    decided_by = now.version.decided_by if now else None
    wants_pause = log.next_step == NextStep.HOLD
    alone = wants_pause and now is not None and may_hold_alone(by, now.version.policy)
    patients.raise_task(
        kind=f"plan.wish_{log.next_step}",
        title=_("Lägg in paus i planen")
        if wants_pause
        else _("Ta ställning: gå upp ett steg"),
        why=_("Sagt vid besöket %(day)s.")
        % {"day": timezone.localdate(log.happened_at).isoformat()},
        subject=case,
        case=case,
        owner=by if alone else decided_by or case.owner,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def ask_to_call(visit: Visit, *, by: User, at: datetime) -> None:
    """Ask the owner to call; the second time in a row it cannot wait (MSG-11)."""
    again = _misses_in_a_row(visit.case) > 1
    today = timezone.localdate(at)
    patients.raise_task(
        kind="visit.missed",
        title=_("Ring i dag: kom inte till besöket, igen")
        if again
        else _("Ring: kom inte till besöket"),
        why=_("Fråga hur det är, om besvär och om tankar på att skada sig.")
        if again
        else _("Fråga hur det är och erbjud en ny tid."),
        subject=visit,
        case=visit.case,
        owner=visit.case.owner,
        is_urgent=again,
        due_on=today if again else working_days_after(today, ASKED_WITHIN_DAYS),
        by=by,
        at=at,
    )


def _misses_in_a_row(case: Case) -> int:
    """How many of the latest visits the patient did not come to."""
    latest = case.visits.filter(status__in=LOGGED).order_by("-starts_at", "-pk")
    count = 0
    for status in latest.values_list("status", flat=True)[:5]:
        if status != Status.MISSED:
            break
        count += 1
    return count


def plan_next(case: Case, on: date, *, by: User, at: datetime) -> None:
    """Ask for the next visit, unless one stands about then."""
    last = at + timedelta(days=(on - timezone.localdate(at)).days) + NEAR_ENOUGH
    if case.visits.coming(at).filter(starts_at__lte=last).exists():
        return
    ask_for(case, purpose=Purpose.FOLLOW_UP, due_on=on, by=by, at=at)
