"""No revision rewrites history, and the same speed again changes nothing."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from tapering import engine
from tests.tapering.engine.asked import (
    band,
    example,
    regimen,
    requests,
    revised,
    tablet,
)


@st.composite
def revisions(draw):
    """Draw a request, its answer, and a revision of any kind somewhere in it."""
    request = draw(requests().filter(_is_answered))
    answer = engine.answer(request)
    at = draw(st.integers(0, len(answer["steps"]) - 1))
    step = answer["steps"][at]
    into = draw(st.integers(0, (step["days"] or 30) - 1))
    revise = {"from_step": at, "on": _later(step["from"], into)}
    return (
        request,
        answer,
        revise
        | draw(
            st.sampled_from(
                [
                    {"kind": "hold", "days": 9},
                    {"kind": "slow_down", "bands": [band("0", "1", "mg", 5)]},
                    {"kind": "goal", "goal_mg": "0"},
                    {"kind": "step_back", "to_step": at // 2, "days": 6},
                ]
            )
        ),
    )


def _is_answered(request):
    try:
        engine.answer(request)
    except engine.Refusal:
        return False
    return True


def _later(day, days):
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


@settings(max_examples=100, deadline=None)
@given(drawn=revisions())
def test_no_revision_touches_what_lies_before_it(drawn):
    request, answer, revise = drawn
    try:
        after = revised(request, answer, **revise)
    except engine.Refusal:
        reject()

    at = revise["from_step"]
    assert json.dumps(after["steps"][:at]) == json.dumps(answer["steps"][:at])
    early = [each for each in answer["findings"] if -1 < (each["step"] or -1) < at]
    assert early == [
        each for each in after["findings"] if -1 < (each["step"] or -1) < at
    ]
    steps = after["steps"]
    assert [step["n"] for step in steps] == list(range(len(steps)))
    for step, later in pairwise(steps):
        assert later["from"] == _later(step["from"], step["days"])
    assert steps[-1]["days"] is None


@settings(max_examples=40, deadline=None)
@given(request=requests().filter(_is_answered))
def test_slowing_down_to_the_same_speed_on_the_first_day_changes_nothing(request):
    before = engine.answer(request)
    assume(before["steps"][1:])  # a plan that begins at its goal has no speed

    after = revised(
        request,
        before,
        kind="slow_down",
        from_step=0,
        on=request["start"],
        bands=request["policy"]["bands"],
    )

    assert json.dumps(after) == json.dumps(before)


@pytest.mark.parametrize("take", ["even", "round_robin", "one_at_a_time"])
def test_a_new_curve_lowers_the_daypart_whose_turn_it_is(take):
    asked = example()
    asked["regimen"] = regimen("oxazepam", morning="10", noon="5", night="15")
    asked["products"] = [tablet("oxazepam", "5", 2)]
    asked["policy"] = {"bands": [band("0", "2.5")], "take": take}
    before = engine.answer(asked)

    for step in before["steps"][:-1]:
        after = revised(
            asked,
            before,
            kind="slow_down",
            from_step=step["n"],
            on=step["from"],
            bands=[band("0", "2.5")],
        )

        assert json.dumps(after) == json.dumps(before)
