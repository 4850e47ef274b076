"""Hold, slow down, a new goal, a step back: history is never rewritten."""

import pytest

from tapering import engine
from tests.tapering.engine.asked import band, example, revised

SLOW = [band("0", "2.5", "mg", 28)]


def of_example(**revise):
    return revised(example(), engine.answer(example()), **revise)


def rows(answer):
    """Return (from, days, mg by daypart) of every row."""
    return [
        (
            step["from"],
            step["days"],
            {dose["daypart"]: dose["mg"] for dose in step["doses"]},
        )
        for step in answer["steps"]
    ]


def refused(**revise):
    with pytest.raises(engine.Refusal) as refusal:
        of_example(**revise)
    return refusal.value.path


def test_a_hold_makes_the_running_step_longer_and_moves_the_rest():
    answer = of_example(kind="hold", from_step=1, on="2027-01-20", days=14)

    assert rows(answer) == [
        ("2026-12-01", 42, {"morning": "10", "night": "15"}),
        ("2027-01-12", 56, {"morning": "5", "night": "15"}),
        ("2027-03-09", 42, {"morning": "5", "night": "10"}),
        ("2027-04-20", 42, {"night": "10"}),
        ("2027-06-01", 21, {"night": "5"}),
        ("2027-06-22", None, {}),
    ]
    assert answer["ends_on"] == "2027-06-22"
    assert [each["tablets"] for each in answer["quantities"]] == [186, 98]
    assert answer["findings"] == engine.answer(example())["findings"]


def test_a_hold_takes_back_a_finding_about_cuts_too_close_together():
    request = example()
    request["policy"]["limits"][0] |= {"days": 30, "size": "60"}
    before = engine.answer(request)

    after = revised(request, before, kind="hold", from_step=4, on="2027-05-20", days=14)

    def over(answer):
        findings = answer["findings"]
        return [
            (each["step"], each["values"]["cut"])
            for each in findings
            if each["code"] == "cut_over_limit"
        ]

    assert over(before) == [(5, "100")]
    assert over(after) == [(5, "100")]
    request["policy"]["limits"][0] |= {"of": "mg", "size": "5"}
    before = engine.answer(request)
    after = revised(request, before, kind="hold", from_step=4, on="2027-05-20", days=14)
    assert over(before) == [(5, "10")]
    assert over(after) == []


def test_slowing_down_begins_a_new_curve_at_the_dose_in_force():
    answer = of_example(kind="slow_down", from_step=2, on="2027-03-01", bands=SLOW)

    assert rows(answer) == [
        ("2026-12-01", 42, {"morning": "10", "night": "15"}),
        ("2027-01-12", 42, {"morning": "5", "night": "15"}),
        ("2027-02-23", 6, {"morning": "5", "night": "10"}),
        ("2027-03-01", 56, {"morning": "5", "night": "10"}),
        ("2027-04-26", 56, {"night": "10"}),
        ("2027-06-21", 56, {"night": "5"}),
        ("2027-08-16", None, {}),
    ]
    assert [step["n"] for step in answer["steps"]] == list(range(7))
    assert answer["steps"][3]["target_mg"] == "15"
    assert answer["steps"][3]["cut"]["mg"] == "0"
    assert answer["steps"][4]["cut"]["percent_of_start"] == "20"


def test_a_step_without_days_left_is_dropped():
    answer = of_example(kind="slow_down", from_step=2, on="2027-02-23", bands=SLOW)

    assert rows(answer)[2:4] == [
        ("2027-02-23", 56, {"morning": "5", "night": "10"}),
        ("2027-04-20", 56, {"night": "10"}),
    ]
    assert answer["steps"][2]["cut"]["mg"] == "5"
    codes = [each["code"] for each in answer["findings"] if each["step"] == 2]
    assert codes == ["cut_over_band"]


def test_a_step_back_says_that_it_rises_and_cuts_when_its_days_end():
    answer = of_example(
        kind="step_back", from_step=3, on="2027-04-10", to_step=1, days=28
    )

    assert rows(answer)[3:6] == [
        ("2027-04-06", 4, {"night": "10"}),
        ("2027-04-10", 49, {"morning": "5", "night": "15"}),
        ("2027-05-29", 42, {"morning": "5", "night": "10"}),
    ]
    assert answer["steps"][4]["cut"]["mg"] == "-10"
    rises = [each for each in answer["findings"] if each["code"] == "rises"]
    assert [(each["step"], each["values"]["daypart"]) for each in rises] == [
        (4, "morning"),
        (4, "night"),
    ]


def test_the_first_cut_after_a_step_back_falls_when_its_days_end():
    request = example()
    request["products"].append(
        {"substance": "oxazepam", "form": "tablet", "strength_mg": "5", "parts": 4}
    )
    before = engine.answer(request)
    running = before["steps"][3]

    answer = revised(
        request,
        before,
        kind="step_back",
        from_step=3,
        on=running["from"],
        to_step=1,
        days=28,
    )

    assert answer["steps"][3]["doses"] == before["steps"][1]["doses"]
    assert answer["steps"][3]["days"] == 28
    assert len(answer["steps"]) > 4


def test_a_new_goal_stops_the_plan_above_nothing():
    answer = of_example(kind="goal", from_step=2, on="2027-02-23", goal_mg="10")

    assert rows(answer)[2:] == [
        ("2027-02-23", 42, {"morning": "5", "night": "10"}),
        ("2027-04-06", None, {"night": "10"}),
    ]


def test_the_dose_in_force_may_be_the_new_goal():
    answer = of_example(kind="goal", from_step=2, on="2027-03-01", goal_mg="15")

    assert rows(answer)[2:] == [
        ("2027-02-23", 6, {"morning": "5", "night": "10"}),
        ("2027-03-01", None, {"morning": "5", "night": "10"}),
    ]


def test_a_changed_plan_can_be_changed_again_and_keeps_the_slower_bands():
    first = {
        "revise": {
            "kind": "slow_down",
            "from_step": 2,
            "on": "2027-03-01",
            "bands": SLOW,
        },
        "plan": {"request": example(), "answer": engine.answer(example())},
    }
    slower = engine.answer(first)

    answer = revised(
        first, slower, kind="step_back", from_step=4, on="2027-05-01", to_step=3, days=7
    )

    assert answer["steps"][:4] == slower["steps"][:4]
    assert rows(answer)[4:] == [
        ("2027-04-26", 5, {"night": "10"}),
        ("2027-05-01", 35, {"morning": "5", "night": "10"}),
        ("2027-06-05", 56, {"morning": "5", "night": "5"}),
        ("2027-07-31", 56, {"night": "5"}),
        ("2027-09-25", None, {}),
    ]


def test_the_plan_may_stand_in_the_revision_and_beside_the_first_request():
    request, answer = example(), engine.answer(example())
    revise = {"kind": "hold", "from_step": 1, "on": "2027-01-20", "days": 14}
    plan = {"request": request, "answer": answer}

    inside = engine.answer({**request, "revise": revise | {"plan": plan}})
    beside = engine.answer({"revise": revise, "plan": plan})

    assert inside == beside


def test_what_does_not_fit_the_plan_is_refused():
    hold = {"kind": "hold", "from_step": 1, "on": "2027-01-20", "days": 14}
    back = {"kind": "step_back", "on": "2027-01-20", "days": 14}

    assert refused(**hold | {"from_step": 9}) == "revise.from_step"
    assert refused(**hold | {"from_step": 5, "on": "2027-07-01"}) == "revise.from_step"
    assert refused(**hold | {"on": "2027-02-23"}) == "revise.on"
    assert refused(**hold | {"on": "2027-01-11"}) == "revise.on"
    assert refused(**hold | {"days": 731}) == "revise.days"
    assert refused(**hold | {"kind": "stop"}) == "revise.kind"
    assert refused(**hold | {"bands": SLOW}) == "revise.bands"
    assert refused(**back, from_step=1, to_step=1) == "revise.to_step"
    goal = {"kind": "goal", "from_step": 1, "on": "2027-01-20"}
    assert refused(**goal, goal_mg="20.5") == "revise.goal_mg"
    assert refused(**goal, goal_mg="7") == "revise.goal_mg"
    slow = {"kind": "slow_down", "from_step": 1, "on": "2027-01-20"}
    floating = [band("5", "2.5", "mg", 28)]
    assert refused(**slow, bands=floating) == "revise.bands[0].above"
    last = {"kind": "slow_down", "from_step": 5, "on": "2027-07-01", "bands": SLOW}
    assert refused(**last) == "revise.from_step"


def test_a_revision_changes_nothing_else():
    answer = engine.answer(example())
    request = {
        **example(),
        "start": "2026-12-02",
        "revise": {"kind": "hold", "from_step": 1, "on": "2027-01-20", "days": 14},
        "plan": {"request": example(), "answer": answer},
    }

    with pytest.raises(engine.Refusal) as refusal:
        engine.answer(request)

    assert refusal.value.path == "start"


def test_a_revision_needs_its_plan():
    revise = {"kind": "hold", "from_step": 1, "on": "2027-01-20", "days": 14}

    with pytest.raises(engine.Refusal) as refusal:
        engine.answer({"revise": revise})

    assert refusal.value.path == "plan"


def test_a_plan_that_is_at_its_goal_cannot_be_slowed_down():
    asked = example()
    asked["policy"]["goal_mg"] = "25"
    plan = engine.answer(asked)

    assert rows(plan) == [("2026-12-01", None, {"morning": "10", "night": "15"})]
    with pytest.raises(engine.Refusal) as refusal:
        revised(asked, plan, kind="slow_down", from_step=0, on="2026-12-01", bands=SLOW)
    assert refusal.value.path == "revise.from_step"
