"""People who are at work in the browser."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from accounts.models import User
from patients.models import Case
from tests.browsing import Opens, Visitor
from tests.factories import patients as make_patients
from tests.factories import tapering as make_plans
from tests.journeys.clock import Calendar


@pytest.fixture
def nils(opens: Opens, referrer: User) -> Visitor:
    """The one who refers, signed in at the health centre."""
    visitor = opens()
    visitor.signs_in(referrer)
    return visitor


@pytest.fixture
def karin(opens: Opens, coordinator: User) -> Visitor:
    """The one who assesses, signed in at the unit."""
    visitor = opens()
    visitor.signs_in(coordinator)
    return visitor


@pytest.fixture
def tapering_case(nurse: User, prescriber: User) -> Case:
    """A patient whose plan was signed on 23 November 2026 and starts on 1 December."""
    case = make_patients.case(nurse, given_name="Anna")
    make_plans.decided(case, prescriber)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def calendar(monday: datetime) -> Iterator[Calendar]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(monday) as traveller:
        yield Calendar(traveller)
