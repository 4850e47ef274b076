"""Plans by where they stand on a day: at their goal, or waiting for a word."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from patients.models import Case
from tapering.lifecycle import State
from tapering.models import Plan, Step
from tapering.queries.running import ASKED_BEFORE, with_course


def reached_goal(on: date) -> Any:
    """Plans whose last step has begun on a day: aftercare asks."""
    last = Step.objects.filter(
        version__plan=OuterRef("pk"),
        version__state=State.DECIDED,
        days=None,
        from_on__lte=on,
    ).filter(Q(version__policy__confirm_each_step=False) | ~Q(confirmed_at=None))
    return Plan.objects.active().filter(Exists(last))


def cases_at_goal(on: date) -> Any:
    """Cases all of whose active plans have reached their goal, at least one."""
    reached = reached_goal(on)
    unfinished = Plan.objects.active().exclude(pk__in=reached.values("pk"))
    return Case.objects.filter(
        Exists(reached.filter(case=OuterRef("pk"))),
    ).exclude(Exists(unfinished.filter(case=OuterRef("pk"))))


def plans_to_follow(on: date) -> list[Plan]:
    """Plans with a step that nobody has confirmed and that begins soon or is late."""
    soon = Step.objects.filter(
        version__plan=OuterRef("pk"),
        version__state=State.DECIDED,
        version__policy__confirm_each_step=True,
        n__gt=0,
        confirmed_at=None,
        from_on__lte=on + timedelta(days=ASKED_BEFORE),
    )
    return with_course(
        Plan.objects.active()
        .filter(Exists(soon))
        .select_related("case__patient", "case__owner")
    )
