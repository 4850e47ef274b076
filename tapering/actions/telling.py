"""What the patient tells: how it feels, a wish, what was really taken.

Nothing of it changes a plan: a figure or a deviation is a task for a person.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.models import Case, Task
from tapering import queries
from tapering.actions.assessment import held as held_case
from tapering.actions.plans import held
from tapering.models import Plan, Symptom, Taken

MOST_DAYS = 366


@transaction.atomic
def write_symptom(
    case: Case,
    *,
    on: date,
    score: int,
    by: User,
    at: datetime,
    note: str = "",
    form_key: uuid.UUID | None = None,
) -> Symptom:
    """Write down how bad it is, 0 to 10. High figures are a task, never a new dose."""
    if not 0 <= score <= 10:
        raise Refused(_("Välj en siffra från 0 till 10."))
    key = form_key or uuid.uuid4()
    case = held_case(case)
    known = Symptom.objects.filter(form_key=key, case=case).first()
    if known:
        return known
    lowest = queries.lowest_lately(case, on)
    symptom = Symptom.objects.create(
        case=case,
        on=on,
        score=score,
        note=note,
        written_by=by,
        written_at=at,
        form_key=key,
    )
    audit.record(
        kind="symptom.written", subject=symptom, patient=case.patient, by=by, at=at
    )
    title = _worry(score, lowest)
    if title and not _asked_today(case, "symptom.high", at):
        raise_about(case, kind="symptom.high", title=title, why=note, by=by, at=at)
    return symptom


def _worry(score: int, lowest: int | None) -> str:
    """Why somebody should call, or nothing."""
    if queries.is_high(score):
        return _("Ring: besvär %(score)d av 10") % {"score": score}
    if queries.has_risen(score, lowest):
        return _("Ring: besvären har ökat från %(before)d till %(score)d av 10") % {
            "before": lowest,
            "score": score,
        }
    return ""


def _asked_today(case: Case, kind: str, at: datetime) -> bool:
    """Tell whether the same has been asked for today, also when it is done."""
    asked = Task.objects.filter(
        kind=kind, subject_label=Case._meta.label_lower, subject_id=str(case.pk)
    ).order_by("-created_at")
    newest = asked.first()
    today = timezone.localdate(at)
    return newest is not None and timezone.localdate(newest.created_at) == today


@transaction.atomic
def ask_for_pause(case: Case, *, by: User, at: datetime, wish: str = "") -> Task:
    """The patient wants to pause or talk: somebody calls. The plan stays."""
    task = raise_about(
        case,
        kind="pause.asked",
        title=_("Ring: vill pausa eller prata"),
        why=wish,
        by=by,
        at=at,
    )
    audit.record(
        kind="pause.asked",
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        reason=wish,
    )
    return task


def raise_about(
    case: Case, *, kind: str, title: str, why: str, by: User, at: datetime
) -> Task:
    """Ask the owner of the case to call today."""
    return patients.raise_task(
        kind=kind,
        title=title,
        why=why,
        subject=case,
        case=case,
        owner=case.owner,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def write_taken(
    plan: Plan,
    *,
    substance: str,
    from_on: date,
    until_on: date,
    amount: Decimal,
    by: User,
    at: datetime,
    note: str = "",
    form_key: uuid.UUID | None = None,
) -> Taken:
    """Write down what was really taken each day, first and last day included.

    A later word takes the place of an earlier one for the days that both speak of.
    """
    plan = held(plan)
    key = form_key or uuid.uuid4()
    known = Taken.objects.filter(form_key=key, plan=plan).first()
    if known:
        return known
    _check_taken(plan, substance, from_on, until_on, timezone.localdate(at))
    Taken.objects.bulk_create(_replaced(plan, substance, from_on, until_on, at))
    taken = Taken.objects.create(
        plan=plan,
        substance=substance,
        from_on=from_on,
        until_on=until_on,
        amount=amount,
        note=note,
        written_by=by,
        written_at=at,
        form_key=key,
    )
    audit.record(
        kind="taken.written", subject=taken, patient=plan.case.patient, by=by, at=at
    )
    if more := queries.days_over_plan(plan, taken):
        _ask_about_more(plan, taken, more, by=by, at=at)
    return taken


def _check_taken(
    plan: Plan, substance: str, from_on: date, until_on: date, today: date
) -> None:
    if substance not in queries.moved(plan):
        raise Refused(_("Planen gäller inte det läkemedlet."))
    if until_on < from_on or until_on > today:
        raise Refused(_("Skriv dagar som har varit, den första före den sista."))
    if (today - from_on).days > MOST_DAYS:
        raise Refused(_("Skriv dagar det senaste året."))


def _replaced(
    plan: Plan, substance: str, from_on: date, until_on: date, at: datetime
) -> Iterable[Taken]:
    """Supersede earlier words; what they say of other days stands as they said it."""
    earlier = Taken.objects.filter(
        plan=plan,
        substance=substance,
        superseded_at=None,
        from_on__lte=until_on,
        until_on__gte=from_on,
    )
    rows = list(earlier)
    earlier.update(superseded_at=at)
    left = []
    for row in rows:
        left.append((row, row.from_on, from_on - timedelta(days=1)))
        left.append((row, until_on + timedelta(days=1), row.until_on))
    return [
        Taken(
            plan=plan,
            substance=substance,
            from_on=first,
            until_on=last,
            amount=row.amount,
            note=row.note,
            written_by_id=row.written_by_id,
            written_at=row.written_at,
        )
        for row, first, last in left
        if first <= last
    ]


def _ask_about_more(
    plan: Plan, taken: Taken, days: int, *, by: User, at: datetime
) -> None:
    """More than planned: somebody reviews it with the patient. The plan stays."""
    patients.raise_task(
        kind="plan.taken_more",
        title=_("Ring: har tagit mer än planerat"),
        why=_(
            "%(substance)s, från %(day)s. Gå igenom hur det är, ha tätare kontakt och "
            "hämta ut oftare."
        )
        % {"substance": taken.substance, "day": taken.from_on.isoformat()},
        subject=plan,
        case=plan.case,
        owner=plan.case.owner,
        is_urgent=True,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
