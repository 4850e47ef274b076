"""What can be done to regimens and plans: the rule, the event, the refusal."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.refusals import ImpossibleMove, Refused
from audit.models import Event
from patients.lifecycle import Phase
from patients.models import Task
from tapering import actions, queries
from tapering.lifecycle import Answer, Gate, State, WhoMay
from tapering.models import Assessment, PlanVersion, RegimenRow, Step
from tests.factories import patients
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(nurse):
    return patients.case(nurse)


def last_event():
    return Event.objects.exclude(kind__startswith="task").order_by("-at").first()


def kinds():
    return set(Event.objects.values_list("kind", flat=True))


# --- assessment and mapping ---------------------------------------------------


def test_an_answer_takes_the_place_of_the_one_before(case, nurse):
    make.assessed(case)
    make.assessed(case, goal="Jag vill vara pigg på morgonen.")

    current = Assessment.objects.current().get(case=case)

    assert current.goal == "Jag vill vara pigg på morgonen."
    assert current.gates.count() == len(Gate)
    assert Assessment.objects.filter(case=case).count() == 2
    assert "assessment.answered" in kinds()


def test_preparation_waits_until_everything_is_asked(case, nurse):
    answers = make.gates()
    del answers[Gate.PREGNANCY]
    make.assessed(case, gates=answers, children="")

    with pytest.raises(Refused) as refusal:
        actions.begin_preparation(case, by=nurse, at=make.AT)

    assert "Graviditet" in str(refusal.value.sentence)
    assert "barn i hemmet" in str(refusal.value.sentence)
    case.refresh_from_db()
    assert case.phase == Phase.ASSESSMENT


def test_not_knowing_is_an_answer(case, nurse):
    make.assessed(case, gates=make.gates(Answer.UNKNOWN), children=Answer.UNKNOWN)

    case = actions.begin_preparation(case, by=nurse, at=make.AT)

    assert case.phase == Phase.PREPARATION


def test_a_changed_dose_supersedes_its_row_and_leaves_the_others(case, nurse):
    make.mapped(case)
    make.mapped(case, night="20")

    current = {row.daypart: row.mg for row in RegimenRow.objects.current()}

    assert current == {"morning": Decimal(10), "night": Decimal(20)}
    assert RegimenRow.objects.filter(case=case).count() == 3


def test_the_same_mapping_twice_writes_nothing(case, nurse):
    make.mapped(case)
    before = Event.objects.count()

    make.mapped(case)

    assert Event.objects.count() == before


def test_evening_out_is_a_dated_period(case, nurse):
    period = actions.set_even_out(
        case, from_on=date(2026, 11, 24), to_on=date(2026, 12, 7), by=nurse, at=make.AT
    )

    with pytest.raises(Refused):
        actions.set_even_out(
            case,
            from_on=date(2026, 12, 7),
            to_on=date(2026, 12, 1),
            by=nurse,
            at=make.AT,
        )

    assert period.superseded_at is None
    assert "even_out.set" in kinds()


# --- from draft to decision ---------------------------------------------------


def test_the_example_of_the_design_comes_out(case, prescriber):
    version = make.decided(case, prescriber)

    steps = [
        (s.from_on.isoformat(), s.total_of("oxazepam"))
        for s in version.steps.order_by("n")
    ]

    assert steps == [
        ("2026-12-01", Decimal(25)),
        ("2027-01-12", Decimal(20)),
        ("2027-02-23", Decimal(15)),
        ("2027-04-06", Decimal(10)),
        ("2027-05-18", Decimal(5)),
        ("2027-06-08", Decimal(0)),
    ]
    assert version.ends_on == date(2027, 6, 8)


def test_deciding_signs_moves_the_case_and_leaves_tasks(case, nurse, prescriber):
    version = make.decided(case, prescriber)

    case.refresh_from_db()
    assert version.state == State.DECIDED
    assert (version.decided_by, version.number) == (prescriber, 1)
    assert case.phase == Phase.TAPERING
    assert {"plan_version.drafted", "plan_version.decided"} <= kinds()
    assert set(Task.objects.values_list("kind", "owner")) == {
        ("plan.letter", nurse.pk),
        ("plan.first_contact", nurse.pk),
    }


def test_a_nurse_does_not_decide(case, nurse):
    version = make.draft(case)

    with pytest.raises(Refused, match="läkare"):
        actions.decide(version, by=nurse, at=make.AT)

    version.refresh_from_db()
    assert version.state == State.DRAFT
    assert Step.objects.count() == 0


def test_what_wants_a_reason_stops_until_it_has_one(case, prescriber):
    version = make.draft(case)
    PlanVersion.objects.filter(pk=version.pk).update(reasons={})

    with pytest.raises(Refused, match="motivering"):
        actions.decide(version, by=prescriber, at=make.AT)
    decided = actions.decide(version, reasons=make.REASON, by=prescriber, at=make.AT)

    assert decided.reasons == make.REASON


def test_nothing_is_decided_without_the_patient(case, prescriber):
    version = make.draft(case)

    with pytest.raises(Refused, match="patienten är med"):
        actions.decide(version, patient_agrees=False, by=prescriber, at=make.AT)

    case.refresh_from_db()
    assert case.phase == Phase.PREPARATION


def test_a_plan_waits_for_the_assessment(case, nurse, prescriber):
    make.mapped(case)
    version = actions.make_draft(
        make.plan(case),
        outline=make.outline(),
        reasons=make.REASON,
        patient_agrees=True,
        on=make.ON,
        by=nurse,
        at=make.AT,
    )

    with pytest.raises(Refused, match="kartläggning"):
        actions.decide(version, by=prescriber, at=make.AT)

    assert version.steps.count() == 0


def test_a_proposal_goes_to_a_named_prescriber_and_comes_back(case, nurse, prescriber):
    version = actions.propose(make.draft(case), to=prescriber, by=nurse, at=make.AT)

    task = Task.objects.undone().get(kind="plan.decide")
    assert (version.state, task.owner) == (State.PROPOSED, prescriber)
    assert case.patient.relations.filter(user=prescriber).exists()

    version = actions.send_back(
        version, because="Ta med 5 mg också.", by=prescriber, at=make.AT
    )

    task = Task.objects.undone().get(kind="plan.returned")
    assert version.state == State.RETURNED
    assert (task.owner, task.why) == (nurse, "Ta med 5 mg också.")
    assert not Task.objects.undone().filter(kind="plan.decide").exists()
    assert {"plan_version.proposed", "plan_version.returned"} <= kinds()


def test_a_proposal_is_not_returned_without_a_reason(case, nurse, prescriber):
    version = actions.propose(make.draft(case), to=prescriber, by=nurse, at=make.AT)

    with pytest.raises(Refused, match="vad som behöver ändras"):
        actions.send_back(version, because="  ", by=prescriber, at=make.AT)


def test_a_returned_version_cannot_be_decided(case, nurse, prescriber):
    version = actions.propose(make.draft(case), to=prescriber, by=nurse, at=make.AT)
    version = actions.send_back(version, because="Mer.", by=prescriber, at=make.AT)

    with pytest.raises(ImpossibleMove):
        actions.decide(version, by=prescriber, at=make.AT)


def test_deciding_twice_is_one_decision(case, prescriber):
    version = make.decided(case, prescriber)

    with pytest.raises(ImpossibleMove, match="redan beslutad"):
        actions.decide(version, by=prescriber, at=make.AT)

    assert PlanVersion.objects.count() == 1


def test_the_same_form_twice_is_one_draft(case, nurse):
    version = make.draft(case)

    again = actions.make_draft(
        version.plan,
        outline=make.outline(policy=version.policy),
        form_key=version.form_key,
        on=make.ON,
        by=nurse,
        at=make.AT,
    )

    assert again.pk == version.pk


def test_a_new_version_takes_over_from_its_own_day(case, prescriber):
    first = make.decided(case, prescriber)
    at = make.AT + make.days(20)
    second = make.decided(case, prescriber, start=date(2026, 12, 20), at=at)

    first.refresh_from_db()
    assert (first.state, second.replaces) == (State.SUPERSEDED, first)
    plan = second.plan
    assert queries.version_on(plan, date(2026, 12, 19)) == first
    assert queries.version_on(plan, date(2026, 12, 20)) == second
    assert [mg for _on, mg in queries.history(plan, date(2027, 2, 1), "oxazepam")] == [
        25,
        25,
        20,
    ]


def test_a_higher_start_wants_a_reason_and_a_tenfold_one_stops(case, prescriber):
    make.decided(case, prescriber)
    at = make.AT + make.days(60)
    higher = {"morning": Decimal(10), "night": Decimal(15)}
    version = make.draft(case, start=date(2027, 1, 25), doses=higher, at=at)

    with pytest.raises(Refused, match="motivering"):
        actions.decide(version, by=prescriber, at=at)

    tenfold = {"morning": Decimal(100), "night": Decimal(150)}
    version = make.draft(case, start=date(2027, 1, 25), doses=tenfold, at=at)
    with pytest.raises(Refused, match="går inte att besluta"):
        actions.decide(version, by=prescriber, at=at)


def test_an_opioid_beside_a_sedative_brings_naloxone(case, prescriber, nurse):
    make.prepared(case)
    lines = [
        actions.Line(
            substance="oxazepam", doses={"night": Decimal(15), "morning": Decimal(10)}
        ),
        actions.Line(substance="oxikodon", doses={"morning": Decimal(20)}),
    ]
    make.products()
    actions.write_mapping(case, lines=lines, by=nurse, at=make.AT)
    case.refresh_from_db()

    make.decided(case, prescriber)

    assert Task.objects.filter(kind="plan.naloxone").count() == 1


@pytest.mark.parametrize("start", [date(2026, 11, 22), date(2028, 1, 1)])
def test_a_start_in_the_past_or_far_away_is_refused(case, start):
    with pytest.raises(Refused, match="Startdatumet"):
        make.draft(case, start=start)


def test_doses_that_no_tablet_makes_are_refused_in_words(case):
    with pytest.raises(queries.Unanswerable, match="kan inte ge startdosen"):
        make.draft(case, doses={"night": Decimal("7.3")})


def test_a_retired_policy_is_not_used_again(case):
    policy = make.policy()
    actions.retire(policy, by=case.owner, at=make.AT)
    policy.refresh_from_db()

    with pytest.raises(Refused, match="används inte längre"):
        make.draft(case, policy=policy)


def test_a_rule_that_never_ends_is_not_kept(case):
    rule = {
        "bands": [
            {
                "above": "0",
                "unit": "mg",
                "size": "10",
                "of": "current",
                "every_days": 14,
            }
        ]
    }

    with pytest.raises(Refused, match="når aldrig målet"):
        make.policy(rule=rule)


# --- while it runs ------------------------------------------------------------


def test_a_pause_moves_what_comes_after(case, nurse, prescriber):
    version = make.decided(case, prescriber)
    at = make.AT + make.days(60)

    held = actions.hold(version.plan, days=14, because="Infektion.", by=nurse, at=at)

    moved = {step.n: step.from_on for step in held.steps.all()}
    assert (held.state, held.number) == (State.DECIDED, 2)
    assert moved[1] == date(2027, 1, 12)
    assert moved[2] == date(2027, 3, 9)
    assert queries.running(held.plan, at.date()).is_held
    assert "plan.held" in kinds()


def test_a_pause_while_a_step_waits_is_counted_from_today(case, nurse, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(case, prescriber, policy=asking)

    held = actions.hold(
        version.plan, days=7, because="Flytt.", by=nurse, at=make.AT + make.days(60)
    )

    assert held.steps.get(n=1).from_on == date(2027, 1, 29)


def test_a_second_pause_rests_on_the_first(case, nurse, prescriber):
    version = make.decided(case, prescriber)
    actions.hold(
        version.plan, days=14, because="Feber.", by=nurse, at=make.AT + make.days(60)
    )

    again = actions.hold(
        version.plan, days=7, because="Flytt.", by=nurse, at=make.AT + make.days(70)
    )

    assert again.steps.get(n=2).from_on == date(2027, 3, 16)


def test_a_pause_waits_for_a_prescriber_where_the_policy_says_so(
    case, nurse, prescriber
):
    strict = make.policy(who_may_hold=WhoMay.PRESCRIBER)
    version = make.decided(case, prescriber, policy=strict)
    at = make.AT + make.days(60)

    held = actions.hold(
        version.plan, days=14, because="Feber.", to=prescriber, by=nurse, at=at
    )

    version.refresh_from_db()
    assert (held.state, version.state) == (State.PROPOSED, State.DECIDED)

    signed = actions.decide(held, by=prescriber, at=at)

    assert signed.steps.get(n=2).from_on == date(2027, 3, 9)


def test_a_plan_that_has_not_begun_is_not_paused(case, nurse, prescriber):
    version = make.decided(case, prescriber)

    with pytest.raises(Refused, match="inte börjat"):
        actions.hold(version.plan, days=7, because="", by=nurse, at=make.AT)


def test_an_unconfirmed_step_does_not_begin(case, nurse, prescriber):
    asking = make.policy(confirm_each_step=True)
    plan = make.decided(case, prescriber, policy=asking).plan
    late = date(2027, 1, 20)

    assert queries.current_step(plan, late).n == 0
    assert queries.running(plan, late).waits_for_word


def test_no_step_is_skipped_while_one_waits(case, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(case, prescriber, policy=asking)

    ahead = queries.future(version, date(2027, 3, 1), "oxazepam")

    assert [mg for _on, mg in ahead] == [20, 15, 10, 5, 0]
    assert ahead[0][0] == date(2027, 3, 2)


def test_a_step_confirmed_in_time_begins_on_its_day(case, nurse, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(case, prescriber, policy=asking)
    step = version.steps.get(n=1)

    actions.confirm_step(step, by=nurse, at=make.AT + make.days(48), note="Allt.")

    assert queries.current_step(version.plan, date(2027, 1, 12)).n == 1
    assert "step.confirmed" in kinds()


def test_a_step_confirmed_late_moves_the_rest(case, nurse, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(case, prescriber, policy=asking)
    at = make.AT + make.days(60)

    step = actions.confirm_step(version.steps.get(n=1), by=nurse, at=at)

    assert step.version.number == 2
    assert (step.n, step.from_on) == (1, date(2027, 1, 22))
    assert queries.current_step(step.version.plan, date(2027, 1, 22)).n == 1
    assert step.version.steps.get(n=2).from_on == date(2027, 3, 5)


def test_steps_are_confirmed_in_order_and_once(case, nurse, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(case, prescriber, policy=asking)

    with pytest.raises(Refused, match="tidigare steg"):
        actions.confirm_step(version.steps.get(n=2), by=nurse, at=make.AT)
    actions.confirm_step(version.steps.get(n=1), by=nurse, at=make.AT)
    with pytest.raises(Refused, match="redan bekräftat"):
        actions.confirm_step(version.steps.get(n=1), by=nurse, at=make.AT)


def test_a_wish_to_pause_is_a_task_and_never_a_new_plan(case, nurse, prescriber):
    version = make.decided(case, prescriber)

    actions.ask_for_pause(case, wish="Jag sover inte.", by=nurse, at=make.AT)
    actions.ask_for_pause(case, wish="Jag sover inte.", by=nurse, at=make.AT)

    task = Task.objects.undone().get(kind="pause.asked")
    assert (task.owner, task.is_urgent, task.why) == (nurse, True, "Jag sover inte.")
    assert version.plan.versions.count() == 1


@pytest.mark.parametrize(("score", "tasks"), [(7, 0), (8, 1), (10, 1)])
def test_a_high_figure_is_a_task(case, nurse, score, tasks):
    actions.write_symptom(case, on=make.ON, score=score, by=nurse, at=make.AT)

    assert Task.objects.filter(kind="symptom.high").count() == tasks


@pytest.mark.parametrize("score", [-1, 11])
def test_a_figure_outside_the_scale_is_refused(case, nurse, score):
    with pytest.raises(Refused):
        actions.write_symptom(case, on=make.ON, score=score, by=nurse, at=make.AT)


def test_the_goal_is_reached_on_the_day_of_the_last_step(case, prescriber):
    plan = make.decided(case, prescriber).plan

    assert list(queries.reached_goal(date(2027, 6, 7))) == []
    assert list(queries.reached_goal(date(2027, 6, 8))) == [plan]
    assert list(queries.cases_at_goal(date(2027, 6, 8))) == [case]


def test_a_plan_that_is_ended_is_not_followed(case, nurse, prescriber):
    plan = make.decided(case, prescriber).plan

    actions.end_plan(plan, because="Nytt läkemedel.", by=nurse, at=make.AT)

    assert list(queries.reached_goal(date(2027, 6, 8))) == []
    assert "plan.ended" in kinds()
