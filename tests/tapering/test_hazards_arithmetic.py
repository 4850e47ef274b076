"""Hazards of docs/hazards.md that the arithmetic must not let through."""

import copy
import json
from datetime import date, timedelta
from fractions import Fraction

import pytest

from tapering import engine
from tests.tapering.test_api import body
from tests.tapering.test_bad_requests import SWITCHED, band, tablet


def one_dose(mg, *bands, products=None, **policy):
    """A plan from one dose a day."""
    return body(
        regimen=[{"substance": "oxazepam", "daypart": "night", "mg": mg}],
        products=products or [tablet("10", 2)],
        policy={"bands": list(bands) or [band("10")], **policy},
    )


def found(answer, code):
    return [row for row in answer["findings"] if row["code"] == code]


def test_a_dose_that_is_rounded_away_stands_as_a_cut_with_all_its_figures():
    """Half of the smallest piece left: nothing can be made, and all of it is shown."""
    request = one_dose(
        "10",
        band("30", of="current", every_days=14),
        stop_below_mg="4",
        limits=[{"size": "25", "of": "current", "days": 14, "source": "ASAM 2025"}],
    )

    steps = engine.answer(request)["steps"]

    last = steps[-1]
    assert steps[-2]["total_mg"] == {"oxazepam": "5"}
    assert last["total_mg"] == {"oxazepam": "0"}
    assert last["cut"]["mg"] == "5"
    assert last["cut"]["percent_of_current"] == "100"
    assert last["cut"]["percent_of_start"] == "50"


def test_the_jump_to_nothing_is_judged_by_the_same_limits():
    request = one_dose(
        "10",
        band("30", of="current"),
        stop_below_mg="4",
        limits=[{"size": "25", "of": "current", "days": 14, "source": "ASAM 2025"}],
    )

    answer = engine.answer(request)

    last = answer["steps"][-1]["n"]
    assert last in {row["step"] for row in found(answer, "cut_over_band")}
    assert last in {row["step"] for row in found(answer, "cut_over_limit")}


def test_coarse_tablets_are_said_with_the_smallest_cut_that_they_allow():
    answer = engine.answer(one_dose("10", band("1"), products=[tablet("10", 2)]))

    (finding,) = found(answer, "too_coarse")
    assert finding["values"] == {"smallest_mg": "5"}


@pytest.mark.parametrize("every_days", [1, 7, 28, 90])
def test_the_interval_is_the_one_that_was_chosen_to_the_last_step(every_days):
    """No plan is shortened, whatever it takes: 100 steps stay 100 steps."""
    request = one_dose(
        "50", band("0.5", every_days=every_days), products=[tablet("1", 2)]
    )

    answer = engine.answer(request)

    assert len(answer["steps"]) == 101
    assert {step["days"] for step in answer["steps"][:-1]} == {every_days}
    assert {step["cut"]["mg"] for step in answer["steps"][1:]} == {"0.5"}


def test_a_plan_never_ends_above_its_goal_without_a_word():
    answer = engine.answer(one_dose("10", band("2.5"), goal_mg="0"))

    assert answer["steps"][-1]["total_mg"] == {"oxazepam": "0"}
    assert answer["ends_on"] == answer["steps"][-1]["from"]


@pytest.mark.parametrize("start", ["2027-03-20", "2027-10-23", "2026-12-10"])
def test_days_are_days_over_the_clock_change_and_over_christmas(start):
    """Dates are counted as dates: no hour is lost, and no holiday moves a step."""
    answer = engine.answer(
        one_dose("30", band("5", every_days=7), products=[tablet("5", 1)])
        | {"start": start}
    )

    first = date.fromisoformat(start)
    days = [date.fromisoformat(step["from"]) for step in answer["steps"]]
    assert days == [first + timedelta(days=7 * n) for n in range(len(days))]


def test_a_switch_adds_up_by_the_table_that_is_named_and_cuts_nothing():
    answer = engine.answer(SWITCHED)

    switch = [step for step in answer["steps"] if step.get("switch")]
    assert [step["total_mg"] for step in switch] == [
        {"lorazepam": "0", "diazepam": "10"}
    ]
    assert all(step["cut"] is None for step in switch)


def test_a_switch_is_never_rounded_up():
    request = copy.deepcopy(SWITCHED)
    request["products"] = [tablet("1", 2, "lorazepam"), tablet("4", 1, "diazepam")]

    answer = engine.answer(request)

    (step,) = [step for step in answer["steps"] if step.get("switch")]
    assert Fraction(step["total_mg"]["diazepam"]) == 8
    assert found(answer, "switch_rounded")[0]["severity"] == "note"


def test_two_medicines_that_change_in_one_typed_step_want_a_reason():
    steps = [
        {
            "from": "2026-12-01",
            "days": 14,
            "doses": [
                {"substance": "oxazepam", "daypart": "night", "mg": "10"},
                {"substance": "zopiklon", "daypart": "night", "mg": "7.5"},
            ],
        },
        {
            "from": "2026-12-15",
            "days": None,
            "doses": [
                {"substance": "oxazepam", "daypart": "night", "mg": "5"},
                {"substance": "zopiklon", "daypart": "night", "mg": "3.75"},
            ],
        },
    ]
    request = one_dose("10", products=[tablet("10", 2), tablet("7.5", 2, "zopiklon")])
    request["regimen"].append(
        {"substance": "zopiklon", "daypart": "night", "mg": "7.5"}
    )

    answer = engine.answer({**request, "steps": steps})

    (finding,) = found(answer, "two_change")
    assert (finding["step"], finding["severity"]) == (1, "reason")


def test_the_same_request_is_the_same_bytes():
    first, second = (json.dumps(engine.answer(body())) for _time in range(2))

    assert first == second
