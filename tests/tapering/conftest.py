"""A case, its people, and a clock that stands where the plans do."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from accounts.models import User
from accounts.roles import Role
from patients import actions as patients_actions
from patients.models import Case
from tests.factories import accounts, patients
from tests.factories import tapering as make


@pytest.fixture
def case(nurse: User) -> Case:
    return patients.case(nurse)


@pytest.fixture
def patient_user(case: Case, nurse: User) -> User:
    """The patient of the case, who can sign in."""
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patients_actions.connect_user(case.patient, user=user, by=nurse, at=make.AT)
    return user


@pytest.fixture
def team(case: Case, nurse: User, prescriber: User) -> Case:
    """The same case, with the prescriber taking part."""
    patients_actions.relate(
        case.patient, user=prescriber, kind="team", by=nurse, at=make.AT
    )
    return case


@pytest.fixture
def on_day() -> Iterator[Callable[[date], None]]:
    """Move the clock to ten in the morning of a day."""
    travels: list[time_machine.travel] = []

    def go(day: date) -> None:
        while travels:
            travels.pop().stop()
        travel = time_machine.travel(
            datetime.combine(day, time(9, tzinfo=UTC)), tick=False
        )
        travel.start()
        travels.append(travel)

    go(make.ON)
    yield go
    while travels:
        travels.pop().stop()
