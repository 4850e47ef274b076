"""The sweep that nobody has to remember."""

from datetime import date

import pytest

from patients.models import Task
from tapering.tasks import follow_plans
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(team, prescriber):
    return make.decided(team, prescriber, policy=make.policy(confirm_each_step=True))


@pytest.mark.parametrize(
    ("day", "tasks"),
    [(date(2027, 1, 8), 0), (date(2027, 1, 9), 1), (date(2027, 2, 1), 1)],
)
def test_a_step_is_asked_about_in_time_by_its_owner(asking, nurse, on_day, day, tasks):
    on_day(day)

    follow_plans()
    follow_plans()

    found = Task.objects.undone().filter(kind="step.confirm")
    assert found.count() == tasks
    for task in found:
        assert (task.owner, task.due_on) == (nurse, date(2027, 1, 12))
        assert task.title == "Bekräfta steg 1, 20\xa0mg"


def test_a_plan_that_goes_by_its_dates_asks_nobody(team, prescriber, on_day):
    make.decided(team, prescriber)
    on_day(date(2027, 1, 20))

    follow_plans()

    assert not Task.objects.filter(kind="step.confirm").exists()
