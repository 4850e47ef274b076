"""Opioid and sedative taken together: naloxone, and risk weighed every three months."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from patients import actions as patients
from patients.models import Case, Task
from tapering import queries
from tapering.models import Plan, PlanVersion

# At least this often (clinical 2.7).
WEIGH_AGAIN = timedelta(days=91)
REVIEW = "plan.review"


def watch_both_taken(version: PlanVersion, *, by: User, at: datetime) -> None:
    """At a signature, also one that switches: when both are taken, say what follows."""
    case = version.plan.case
    if not queries.wants_naloxone(case, *version.substances):
        return
    _offer_naloxone(version, by=by, at=at)
    _weigh_again(case, by=by, at=at)


def _offer_naloxone(version: PlanVersion, *, by: User, at: datetime) -> None:
    """Once for a plan, also when it is a switch that brings the two together."""
    plan, case = version.plan, version.plan.case
    known = Task.objects.filter(
        kind="plan.naloxone", subject_label=plan._meta.label_lower, subject_id=plan.pk
    )
    if known.exists():
        return
    patients.raise_task(
        kind="plan.naloxone",
        title=_("Erbjud naloxon"),
        why=_("Opioid tillsammans med lugnande läkemedel: naloxon erbjuds alla."),
        subject=plan,
        case=case,
        owner=case.owner,
        due_on=version.counts_from,
        by=by,
        at=at,
    )


def _weigh_again(case: Case, *, by: User, at: datetime) -> Task:
    """Somebody goes through risk and benefit of taking both; waits once per case."""
    told = Task.objects.filter(
        kind=REVIEW, subject_label=case._meta.label_lower, subject_id=str(case.pk)
    )
    last = told.filter(done_at__isnull=False).order_by("done_at").last()
    since = timezone.localdate(last.done_at if last and last.done_at else at)
    return patients.raise_task(
        kind=REVIEW,
        title=_("Väg nytta mot risk: opioid och lugnande läkemedel"),
        why=_("Gås igenom minst var tredje månad så länge båda tas."),
        subject=case,
        case=case,
        owner=case.owner,
        due_on=since + WEIGH_AGAIN,
        by=by,
        at=at,
    )


def keep_weighing(plan: Plan, *, on: date, by: User, at: datetime) -> Task | None:
    """The next review, for as long as a running plan's case takes both."""
    now = queries.running(plan, on)
    taken = queries.doses_on(plan, on) or {}
    names = [name for name, amount in taken.items() if amount]
    if now is None or not queries.wants_naloxone(plan.case, *names):
        return None
    return _weigh_again(plan.case, by=by, at=at)
