"""Cases at their goal, and what follows, made through the actions."""

from datetime import date, datetime, timedelta

from accounts.models import User
from aftercare import actions, queries
from aftercare.models import Aftercare
from patients import actions as patients
from patients.models import Case
from tapering.models import PlanVersion
from tests.factories import patients as make_patient
from tests.factories import tapering as make_plan


def goal_day(case: Case) -> date:
    """The day the case's signed plan reaches its goal."""
    version = PlanVersion.objects.get(plan__case=case, state="decided")
    return version.steps.get(days=None).from_on


def at_goal(owner: User, prescriber: User, **fields: object) -> tuple[Case, datetime]:
    """A case whose plan has reached zero, and the day after that."""
    case = make_patient.case(owner, **fields)
    patients.relate(
        case.patient,
        user=prescriber,
        kind=patients.Kind.TEAM,
        by=owner,
        at=make_patient.AT,
    )
    make_plan.decided(case, prescriber)
    case.refresh_from_db()
    day = goal_day(case) + timedelta(days=1)
    return case, make_patient.AT.replace(year=day.year, month=day.month, day=day.day)


def began(
    owner: User, prescriber: User, **fields: object
) -> tuple[Aftercare, datetime]:
    """An aftercare that began the day after the goal."""
    case, at = at_goal(owner, prescriber, **fields)
    reached = queries.goal_reached_on(case, at.date())
    assert reached is not None
    return actions.open_aftercare(case, goal_reached_on=reached, by=owner, at=at), at
