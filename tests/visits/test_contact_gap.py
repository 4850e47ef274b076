"""A plan runs and nobody has been in touch for longer than its rule says."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from patients import actions as patients_actions
from patients.models import Task
from tests.factories import patients, tapering
from tests.factories import visits as make
from visits import queries
from visits.tasks import watch_contact

pytestmark = pytest.mark.django_db
# The plan begins on 1 December 2026; the rule's longest gap is 14 days.
FIRST = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def case(nurse, prescriber):
    case = patients.case(nurse)
    tapering.decided(case, prescriber)
    case.refresh_from_db()
    return case


def swept(days: int):
    with time_machine.travel(FIRST + timedelta(days=days), tick=False):
        watch_contact()
    return Task.objects.undone().filter(kind="plan.no_contact")


def test_the_day_after_the_longest_gap_somebody_is_asked_to_call(case, nurse):
    assert not swept(14).exists()

    task = swept(15).get()

    assert (task.owner, task.title) == (nurse, "Ring: ingen kontakt på 15 dagar")
    assert task.why == "Regeln säger högst 14 dagar mellan kontakter."


def test_it_is_raised_once_and_done_by_the_contact(case, nurse):
    swept(15)
    assert swept(16).count() == 1
    visit = make.visit(case, starts_at=FIRST + timedelta(days=16), patient_knows=True)

    make.log(visit, at=visit.ends_at, happened_at=visit.starts_at)

    assert not Task.objects.undone().filter(kind="plan.no_contact").exists()
    assert not swept(30).exists()
    assert swept(31).exists()


def test_ticked_off_by_hand_it_does_not_come_back_for_the_same_gap(case, nurse):
    task = swept(15).get()
    patients_actions.complete_task(task, by=nurse, at=FIRST + timedelta(days=15))

    assert not swept(17).exists()


def test_a_visit_that_the_patient_missed_is_no_contact(case):
    visit = make.visit(case, starts_at=FIRST + timedelta(days=10), patient_knows=True)
    make.log(
        visit, at=visit.ends_at, happened_at=visit.starts_at, outcome="did_not_come"
    )

    assert swept(15).exists()


def test_a_rule_without_a_gap_watches_nobody(nurse, prescriber):
    case = patients.case(nurse)
    tapering.decided(case, prescriber, policy=tapering.policy(max_gap_days=None))

    assert not swept(300).exists()


@pytest.mark.parametrize("cases", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    nurse, prescriber, cases, django_assert_num_queries
):
    for _ in range(cases):
        tapering.decided(patients.case(nurse), prescriber)

    with django_assert_num_queries(6):
        found = queries.gaps(FIRST + timedelta(days=20))

    assert len(found) == cases
