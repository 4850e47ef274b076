"""What was taken, what runs out, what waits too long, and how it feels."""

from datetime import date
from decimal import Decimal

import pytest

from patients import actions as patients
from patients.models import Task
from tapering import actions, queries
from tapering.lifecycle import WhoMay
from tapering.models import PlanVersion
from tapering.tasks import watch_plans
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

LATER = make.AT + make.days(67)


@pytest.fixture
def running(team, prescriber):
    return make.decided(team, prescriber)


def tell(plan, by, *, first, last, amount, at=LATER, **rest):
    return actions.write_taken(
        plan,
        substance="oxazepam",
        from_on=first,
        until_on=last,
        amount=Decimal(amount),
        by=by,
        at=at,
        **rest,
    )


def waiting(kind):
    return Task.objects.undone().filter(kind=kind)


def test_a_later_word_stands_for_the_days_that_both_speak_of(running, nurse):
    plan = running.plan
    tell(plan, nurse, first=date(2027, 1, 1), last=date(2027, 1, 10), amount="25")
    tell(plan, nurse, first=date(2027, 1, 4), last=date(2027, 1, 5), amount="27.5")

    said = [
        (row.from_on.day, row.until_on.day, row.amount)
        for row in queries.taken_of(plan)
    ]

    assert said == [(1, 3, 25), (4, 5, Decimal("27.5")), (6, 10, 25)]


def test_more_than_planned_is_a_task_and_no_new_plan(running, nurse):
    tell(
        running.plan, nurse, first=date(2027, 1, 20), last=date(2027, 1, 20), amount=25
    )

    task = waiting("plan.taken_more").get()
    assert (task.owner, task.is_urgent) == (nurse, True)
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("amount", ["20", "15"])
def test_as_planned_or_less_asks_nobody(running, nurse, amount):
    tell(
        running.plan,
        nurse,
        first=date(2027, 1, 20),
        last=date(2027, 1, 21),
        amount=amount,
    )

    assert not waiting("plan.taken_more").exists()


def test_the_line_of_what_was_taken_leaves_the_plan_and_comes_back(running, nurse):
    tell(
        running.plan,
        nurse,
        first=date(2027, 1, 15),
        last=date(2027, 1, 16),
        amount="25",
    )

    points = queries.taken_points(running.plan, "oxazepam", date(2027, 1, 29))

    assert points == [
        (date(2026, 12, 1), 25),
        (date(2027, 1, 12), 20),
        (date(2027, 1, 15), 25),
        (date(2027, 1, 17), 20),
    ]


def test_a_prescription_lasts_as_long_as_its_tablets(running, nurse):
    at = make.AT + make.days(8)
    actions.write_supply(running.plan, by=nurse, at=at)

    lasting = queries.lasting(running.plan, date(2026, 12, 1))

    # Four weeks of 10 mg in the morning and 15 mg at night.
    assert lasting.until_on == date(2026, 12, 28)


def test_a_pause_makes_it_run_out_in_words_and_in_time(running, nurse, on_day):
    at = make.AT + make.days(8)
    for _ in range(2):
        actions.write_supply(running.plan, by=nurse, at=at)
    before = queries.lasting(running.plan, date(2026, 12, 1)).until_on
    actions.hold(
        running.plan, days=60, because="Feber.", by=nurse, at=make.AT + make.days(20)
    )
    plan = type(running.plan).objects.get(pk=running.plan.pk)
    after = queries.lasting(plan, date(2026, 12, 13)).until_on
    assert after <= before

    on_day(after - make.days(8))
    watch_plans()
    assert not waiting("plan.supply").exists()
    on_day(after - make.days(7))
    watch_plans()
    watch_plans()
    task = waiting("plan.supply").get()
    assert "räcker till" in task.title

    actions.write_supply(plan, by=nurse, at=make.AT + make.days(60))
    task.refresh_from_db()
    assert task.done_at


def test_a_period_is_written_down_once(running, nurse):
    at = make.AT + make.days(8)

    first = actions.write_supply(running.plan, by=nurse, at=at)
    second = actions.write_supply(running.plan, by=nurse, at=at)

    assert (first.from_on, second.from_on) == (date(2026, 12, 1), date(2026, 12, 29))


def test_a_proposal_that_waits_too_long_is_asked_about_once(
    team, nurse, prescriber, on_day
):
    version = actions.propose(make.draft(team), to=prescriber, by=nurse, at=make.AT)
    on_day(make.ON + make.days(2))
    watch_plans()
    assert not waiting("plan.decide_late").exists()

    on_day(make.ON + make.days(4))
    watch_plans()
    watch_plans()
    assert waiting("plan.decide_late").get().owner == nurse

    actions.decide(version, by=prescriber, at=make.AT + make.days(5))
    assert not waiting("plan.decide_late").exists()


def test_a_forgotten_draft_is_asked_about_by_its_writer(
    team, nurse, prescriber, on_day
):
    version = make.draft(team)
    on_day(make.ON + make.days(8))
    watch_plans()

    assert waiting("plan.draft").get().owner == nurse
    actions.propose(version, to=prescriber, by=nurse, at=make.AT + make.days(8))
    assert not waiting("plan.draft").exists()


def test_the_last_step_is_talked_about_before_it_comes(running, on_day):
    on_day(date(2027, 5, 17))
    watch_plans()
    assert not waiting("plan.last_step").exists()

    on_day(date(2027, 5, 18))
    watch_plans()
    task = waiting("plan.last_step").get()
    assert task.due_on == date(2027, 6, 1)
    patients.complete_task(task, by=task.owner, at=LATER)
    watch_plans()
    assert not waiting("plan.last_step").exists()


def test_a_pause_longer_than_the_rule_says_is_asked_about(
    team, nurse, prescriber, on_day
):
    rule = make.policy(longest_hold_days=30, who_may_hold=WhoMay.CARE)
    version = make.decided(team, prescriber, policy=rule)
    actions.hold(version.plan, days=60, because="Feber.", by=nurse, at=LATER)
    on_day((LATER + make.days(29)).date())
    watch_plans()
    assert not waiting("plan.held_long").exists()

    on_day((LATER + make.days(30)).date())
    watch_plans()
    watch_plans()
    assert waiting("plan.held_long").count() == 1

    actions.hold(
        version.plan, days=1, because="Snart.", by=nurse, at=LATER + make.days(31)
    )
    assert not waiting("plan.held_long").exists()


# --- how it feels -------------------------------------------------------------


def felt(case, by, score, *, day=0):
    at = LATER + make.days(day)
    return actions.write_symptom(case, on=at.date(), score=score, by=by, at=at)


@pytest.mark.parametrize("score", range(11))
def test_no_figure_ever_changes_a_plan(running, nurse, score):
    def told():
        rows = PlanVersion.objects.values_list("pk", "request", "answer", "state")
        steps = running.steps.values_list("n", "from_on", "doses", "totals")
        return repr(list(rows)) + repr(list(steps))

    before = told()
    felt(running.plan.case, nurse, score)

    assert told() == before


@pytest.mark.parametrize(
    ("scores", "title"),
    [
        ([8], "Ring: besvär 8 av 10"),
        ([2, 5], "Ring: besvären har ökat från 2 till 5 av 10"),
        ([2, 4], None),
        ([4, 1, 4], "Ring: besvären har ökat från 1 till 4 av 10"),
        ([7], None),
    ],
)
def test_much_or_a_fast_rise_asks_somebody_to_call(running, nurse, scores, title):
    for day, score in enumerate(scores):
        felt(running.plan.case, nurse, score, day=day)

    assert [task.title for task in waiting("symptom.high")] == (
        [title] if title else []
    )


def test_a_rise_over_more_than_three_days_is_not_fast(running, nurse):
    felt(running.plan.case, nurse, 2, day=0)
    felt(running.plan.case, nurse, 5, day=4)

    assert not waiting("symptom.high").exists()


def test_the_same_is_asked_once_a_day(running, nurse):
    felt(running.plan.case, nurse, 9)
    patients.complete_task(waiting("symptom.high").get(), by=nurse, at=LATER)
    felt(running.plan.case, nurse, 9)
    assert not waiting("symptom.high").exists()

    felt(running.plan.case, nurse, 9, day=1)
    assert waiting("symptom.high").exists()
