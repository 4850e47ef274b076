"""What follows from a logged visit: the curve, the step, the tasks."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from patients.models import Task
from tapering import actions as tapering_actions
from tapering.models import Step, Symptom
from tests.factories import patients, tapering
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits import actions, queries, tasks
from visits.models import Visit

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def case(nurse):
    return patients.case(nurse)


def planned(case, prescriber, **rule):
    """A signed plan that began on 1 December, and a visit two days later."""
    tapering.decided(case, prescriber, policy=tapering.policy(**rule))
    case.refresh_from_db()
    return make.visit(case, starts_at=DECEMBER, patient_knows=True)


def logged(visit, **fields):
    at = visit.ends_at
    return make.log(visit, at=at, happened_at=visit.starts_at, **fields)


def test_discomfort_stands_in_the_curve(case):
    visit = make.visit(case, patient_knows=True)

    logged(visit, discomfort=6)

    symptom = Symptom.objects.get()
    assert (symptom.score, symptom.on) == (6, THURSDAY.date())


def test_a_visit_ticks_off_what_wanted_a_call(case, nurse):
    visit = make.visit(case, patient_knows=True)
    tapering_actions.ask_for_pause(case, by=nurse, at=NOW)
    tapering_actions.write_symptom(case, on=NOW.date(), score=9, by=nurse, at=NOW)
    assert Task.objects.undone().count() == 2

    logged(visit, discomfort=9)

    assert Task.objects.undone().count() == 0


def test_a_call_after_a_missed_visit_ticks_it_off(case, nurse):
    visit = make.visit(case, patient_knows=True)
    logged(visit, outcome="did_not_come")
    at = visit.ends_at + timedelta(hours=1)

    actions.log_contact(
        case,
        make.report(happened_at=at),
        kind="phone",
        purpose="talk",
        minutes=15,
        form_key=uuid.uuid4(),
        by=nurse,
        at=at,
    )

    assert not Task.objects.undone().filter(kind="visit.missed").exists()


def test_taking_the_next_step_confirms_it(case, prescriber):
    visit = planned(case, prescriber, confirm_each_step=True)
    now = queries.plan_followed(case, DECEMBER.date())

    logged(visit, next_step="next")

    step = Step.objects.get(pk=now.following.pk)
    assert (step.confirmed_by, step.taken_note) == (case.owner, "Ja")


def test_keeping_confirms_nothing(case, prescriber):
    visit = planned(case, prescriber, confirm_each_step=True)

    logged(visit, next_step="keep")

    assert not Step.objects.exclude(n=0).filter(confirmed_at__isnull=False).exists()


def test_a_plan_that_goes_by_its_dates_needs_nobodys_word(case, prescriber):
    visit = planned(case, prescriber, confirm_each_step=False)

    logged(visit, next_step="next")

    assert not Step.objects.exclude(n=0).filter(confirmed_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("next_step", "title"),
    [("hold", "Lägg in paus i planen"), ("up", "Ta ställning: gå upp ett steg")],
)
def test_what_the_plan_must_decide_is_somebodys_task(
    case, prescriber, next_step, title
):
    visit = planned(case, prescriber, who_may_hold="prescriber")

    logged(visit, next_step=next_step)

    task = Task.objects.undone().get(kind=f"plan.wish_{next_step}")
    assert (task.title, task.owner, task.is_urgent) == (title, prescriber, True)


def test_whoever_may_pause_alone_gets_the_task(case, prescriber):
    visit = planned(case, prescriber)

    logged(visit, next_step="hold")

    assert Task.objects.get(kind="plan.wish_hold").owner == case.owner


def test_a_wish_without_a_plan_goes_to_the_owner(case):
    visit = make.visit(case, patient_knows=True)

    logged(visit, next_step="up")

    assert Task.objects.get(kind="plan.wish_up").owner == case.owner


def test_a_silent_visit_is_asked_about_once(case, time_machine):
    visit = make.visit(case, patient_knows=True)
    for hours, asked in ((23, 0), (25, 1), (26, 1)):
        time_machine.move_to(THURSDAY + timedelta(hours=hours))
        tasks.ask_for_logs()
        assert Task.objects.filter(kind="visit.log").count() == asked

    logged(visit)

    assert not Task.objects.undone().filter(kind="visit.log").exists()
    tasks.ask_for_logs()
    assert Task.objects.filter(kind="visit.log").count() == 1


def test_the_sweep_reminds_of_what_is_due(case, time_machine):
    make.visit(case, starts_at=THURSDAY + timedelta(days=4), patient_knows=True)
    visit = Visit.objects.get()
    time_machine.move_to(visit.remind_at + timedelta(minutes=1))

    tasks.remind_of_visits()
    tasks.remind_of_visits()

    visit.refresh_from_db()
    assert visit.reminded_at is not None
