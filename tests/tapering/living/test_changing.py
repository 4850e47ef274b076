"""A running plan is changed from a day on: what moves, what stays, who may."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from accounts.refusals import Refused
from patients.models import Task
from tapering import actions, queries
from tapering.lifecycle import Change, State, WhoMay
from tapering.queries import Wish, revising
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

OPEN = {
    "who_may_hold": WhoMay.CARE,
    "who_may_slow_down": WhoMay.CARE,
    "who_may_step_back": WhoMay.CARE,
}
# 29 January 2027: step 1, 20 mg, since the 12th.
LATER = make.AT + make.days(67)


@pytest.fixture
def running(team, prescriber):
    return make.decided(team, prescriber, policy=make.policy(**OPEN))


def slower(version) -> Wish:
    bands = queries.twice_as_long(queries.bands_in_force(version.request))
    return Wish(change=Change.SLOW_DOWN, bands=bands)


def wishes(version) -> dict[str, Wish]:
    return {
        Change.HOLD: Wish(change=Change.HOLD, days=14),
        Change.SLOW_DOWN: slower(version),
        Change.STEP_BACK: Wish(change=Change.STEP_BACK, to_step=0, days=14),
        Change.GOAL: Wish(change=Change.GOAL, goal=Decimal(10)),
    }


def change(version, kind, by, at=LATER, **rest):
    return actions.change_plan(
        version.plan, wishes(version)[kind], because="Sover inte.", by=by, at=at, **rest
    )


def course(version):
    return [
        (row["from"], row["total_mg"]["oxazepam"]) for row in version.answer["steps"]
    ]


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_each_change_makes_a_signed_version_that_says_what_and_why(
    running, prescriber, kind
):
    made = change(running, kind, prescriber)

    assert (made.state, made.change, made.number) == (State.DECIDED, kind, 2)
    assert made.what_changed.endswith("Sover inte.")
    assert made.replaces == running


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_what_lies_before_the_day_stays_byte_for_byte(running, prescriber, kind):
    before = running.answer["steps"]

    made = change(running, kind, prescriber)

    running.refresh_from_db()
    assert running.answer["steps"] == before
    assert made.answer["steps"][0] == before[0]
    assert [row["from"] for row in made.answer["steps"][:2]] == [
        row["from"] for row in before[:2]
    ]


def test_slower_is_twice_the_time_and_never_faster(running, nurse):
    made = change(running, Change.SLOW_DOWN, nurse)

    assert not revising.is_faster(
        made.answer, running.answer, substance="oxazepam", on=LATER.date()
    )
    assert made.ends_on > running.ends_on
    assert queries.bands_in_force(made.request)[0]["every_days"] == 28


def test_a_faster_pace_is_refused(running, prescriber):
    bands = queries.bands_in_force(running.request)
    quick = [{**band, "every_days": 7} for band in bands]

    with pytest.raises(Refused) as refusal:
        actions.change_plan(
            running.plan,
            Wish(change=Change.SLOW_DOWN, bands=quick),
            because="",
            by=prescriber,
            at=LATER,
        )

    assert "långsammare än nu" in str(refusal.value.sentence)


def test_slower_in_a_pause_does_not_cut_the_pause_short(running, nurse):
    held = actions.hold(running.plan, days=90, because="Feber.", by=nurse, at=LATER)
    planned = queries.running(held.plan, LATER.date()).next_change_on

    made = change(held, Change.SLOW_DOWN, nurse, at=LATER + make.days(1))

    after = queries.running(made.plan, (LATER + make.days(1)).date())
    assert after.next_change_on or planned
    first = next(on for on, total in course(made) if Decimal(total) < 20)
    assert date.fromisoformat(first) >= planned


def test_a_step_back_wants_a_reason(running, prescriber):
    with pytest.raises(Refused) as refusal:
        actions.change_plan(
            running.plan,
            wishes(running)[Change.STEP_BACK],
            because=" ",
            by=prescriber,
            at=LATER,
        )

    assert "varför dosen går upp" in str(refusal.value.sentence)


def test_a_step_back_takes_the_earlier_dose_from_today(running, nurse):
    made = change(running, Change.STEP_BACK, nurse)

    assert queries.doses_on(made.plan, LATER.date()) == {"oxazepam": Decimal(25)}
    assert made.reasons["rises"] == "Sover inte."


def test_a_rule_that_never_goes_up_says_so(team, prescriber):
    rule = make.policy(who_may_step_back=WhoMay.NOBODY)
    version = make.decided(team, prescriber, policy=rule)

    with pytest.raises(Refused) as refusal:
        change(version, Change.STEP_BACK, prescriber)

    assert "aldrig upp" in str(refusal.value.sentence)


def test_another_goal_ends_there(running, prescriber):
    made = change(running, Change.GOAL, prescriber)

    assert course(made)[-1][1] == "10"


def test_the_dose_now_can_be_the_goal(running, prescriber):
    stays = Wish(change=Change.GOAL, goal=Decimal(20))

    made = actions.change_plan(running.plan, stays, because="", by=prescriber, at=LATER)

    assert queries.running(made.plan, LATER.date()).at_goal


def test_a_goal_over_the_dose_is_refused(running, prescriber):
    with pytest.raises(Refused):
        actions.change_plan(
            running.plan,
            Wish(change=Change.GOAL, goal=Decimal(21)),
            because="",
            by=prescriber,
            at=LATER,
        )


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_whoever_may_not_alone_sends_a_proposal(team, nurse, prescriber, kind):
    rule = make.policy(who_may_hold=WhoMay.PRESCRIBER)
    version = make.decided(team, prescriber, policy=rule)

    made = change(version, kind, nurse, to=prescriber)

    assert made.state == State.PROPOSED
    task = Task.objects.undone().get(kind="plan.decide")
    assert (task.owner, task.is_urgent) == (prescriber, True)


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_a_proposal_decided_days_later_begins_that_day(team, nurse, prescriber, kind):
    rule = make.policy(who_may_hold=WhoMay.PRESCRIBER)
    version = make.decided(team, prescriber, policy=rule)
    asked = change(version, kind, nurse, to=prescriber)

    decided = actions.decide(asked, by=prescriber, at=LATER + make.days(3))

    assert decided.counts_from == (LATER + make.days(3)).date()
    assert decided.state == State.DECIDED
    assert not Task.objects.undone().filter(kind="plan.decide").exists()


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_the_same_press_twice_is_one_version(running, prescriber, kind):
    key = uuid.uuid4()

    first = change(running, kind, prescriber, form_key=key)
    again = change(running, kind, prescriber, form_key=key)

    assert first.pk == again.pk
    assert running.plan.versions.count() == 2


@pytest.mark.parametrize("kind", list(Change)[1:])
def test_a_change_is_right_while_a_step_waits_for_a_word(team, prescriber, kind):
    rule = make.policy(confirm_each_step=True, **OPEN)
    version = make.decided(team, prescriber, policy=rule)
    # Step 1 should have begun on 12 January; step 0 goes on. A step back is from there.
    if kind == Change.STEP_BACK:
        actions.confirm_step(
            version.steps.get(n=1), by=prescriber, at=make.AT + make.days(50)
        )
    at = make.AT + make.days(67 if kind != Change.STEP_BACK else 100)
    before = queries.doses_on(version.plan, at.date())

    made = change(version, kind, prescriber, at=at)

    now = queries.running(made.plan, at.date())
    expected = Decimal(25) if kind == Change.STEP_BACK else before["oxazepam"]
    assert now.step.total_of("oxazepam") == expected
    assert not now.waits_for_word
    lived = queries.history(made.plan, at.date(), "oxazepam")
    assert lived[0] == (date(2026, 12, 1), Decimal(25))


@pytest.mark.parametrize("kind", [Change.HOLD, Change.SLOW_DOWN, Change.GOAL])
def test_a_change_on_the_first_day_of_the_plan(running, prescriber, kind):
    made = change(running, kind, prescriber, at=make.AT + make.days(8))

    assert queries.doses_on(made.plan, date(2026, 12, 1)) == {"oxazepam": Decimal(25)}


@pytest.mark.parametrize("kind", [Change.HOLD, Change.SLOW_DOWN, Change.GOAL])
def test_at_the_goal_there_is_nothing_to_change(running, prescriber, kind):
    with pytest.raises(Refused):
        change(running, kind, prescriber, at=make.AT + make.days(200))


def test_before_the_first_day_nothing_is_changed(running, prescriber):
    with pytest.raises(Refused):
        change(running, Change.GOAL, prescriber, at=make.AT)


def test_changes_follow_on_each_other(running, prescriber):
    version = running
    for number, kind in enumerate(
        [Change.HOLD, Change.SLOW_DOWN, Change.STEP_BACK, Change.HOLD, Change.GOAL]
    ):
        if kind == Change.STEP_BACK and number:
            kind_at = LATER + make.days(130)
        else:
            kind_at = LATER + make.days(number)
        if number > 2:
            kind_at = LATER + make.days(130 + number)
        version = change(version, kind, prescriber, at=kind_at)

    assert version.number == 6
    points = queries.history(version.plan, date(2027, 1, 20), "oxazepam")
    assert points == [
        (date(2026, 12, 1), Decimal(25)),
        (date(2027, 1, 12), Decimal(20)),
    ]


def test_repeated_pauses_propose_a_lower_goal_and_change_nothing(team, prescriber):
    rule = make.policy(holds_before_goal=3, **OPEN)
    version = make.decided(team, prescriber, policy=rule)
    for number in range(3):
        assert not Task.objects.filter(kind="plan.lower_goal").exists()
        version = change(version, Change.HOLD, prescriber, at=LATER + make.days(number))

    task = Task.objects.undone().get(kind="plan.lower_goal")
    assert task.title == "3 pauser i rad"
    goal_before = version.answer["steps"][-1]["total_mg"]
    assert goal_before == {"oxazepam": "0"}

    change(version, Change.GOAL, prescriber, at=LATER + make.days(4))
    assert not Task.objects.undone().filter(kind="plan.lower_goal").exists()


def test_a_step_confirmed_late_is_no_pause_in_a_row(team, nurse, prescriber):
    rule = make.policy(confirm_each_step=True, holds_before_goal=1)
    version = make.decided(team, prescriber, policy=rule)
    step = actions.confirm_step(version.steps.get(n=1), by=nurse, at=LATER)

    assert queries.holds_in_row(step.version.plan, LATER.date()) == []


def test_only_whom_the_rule_names_confirms_a_step(team, nurse, prescriber):
    rule = make.policy(confirm_each_step=True, who_may_confirm=WhoMay.PRESCRIBER)
    version = make.decided(team, prescriber, policy=rule)
    step = version.steps.get(n=1)

    with pytest.raises(Refused):
        actions.confirm_step(step, by=nurse, at=LATER)
    task = actions.ask_to_confirm(step, to=prescriber, by=nurse, at=LATER)

    assert (task.owner, task.is_urgent) == (prescriber, True)
    actions.confirm_step(step, by=prescriber, at=LATER)
    task.refresh_from_db()
    assert task.done_at
