"""Reads of aftercare whose answer is more than one model's rows."""

from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from accounts.models import User
from aftercare.lifecycle import WAITING
from aftercare.models import Aftercare
from patients.lifecycle import Phase
from patients.models import Case
from referrals.models import Referral
from tapering import queries as tapering
from tapering.models import Plan


def referral_of(case: Case) -> Referral | None:
    """The referral that the final answer is about: the one decided for all of them."""
    latest = case.referrals.select_related("joined_to").order_by("-sent_at").first()
    return latest.lead if latest else None


def rows(user: User) -> QuerySet[Aftercare]:
    """Aftercares going on, each with the day of its next contact, earliest first."""
    return (
        Aftercare.objects.visible_to(user)
        .going_on()
        .select_related("case__patient", "case__owner")
        .annotate(
            next_on=Min("check_ins__due_on", filter=Q(check_ins__state__in=WAITING))
        )
        .order_by("next_on", "pk")
    )


def at_goal(on: date) -> QuerySet[Case]:
    """Cases in tapering all of whose plans have reached their goal."""
    found: QuerySet[Case] = tapering.cases_at_goal(on).filter(phase=Phase.TAPERING)
    return found


def goal_reached_on(case: Case, on: date) -> date | None:
    """The day the last of the case's goals was reached, or None before that."""
    if not at_goal(on).filter(pk=case.pk).exists():
        return None
    last_steps = Plan.objects.active().filter(
        case=case, versions__state="decided", versions__steps__days=None
    )
    reached: date | None = last_steps.aggregate(day=Max("versions__steps__from_on"))[
        "day"
    ]
    return reached
