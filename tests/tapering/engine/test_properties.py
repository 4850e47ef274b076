"""The invariants of the contract, on requests drawn at random."""

import copy
import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from tapering import engine
from tests.tapering.engine.asked import regimen, requests, tablet, without_messages

small = settings(max_examples=50, deadline=None)


def answered(request):
    """Return the answer to a request that can be answered."""
    try:
        return engine.answer(request)
    except engine.Refusal:
        reject()


def daily(step):
    return {dose["daypart"]: Fraction(dose["mg"]) for dose in step["doses"]}


def mg_of(piece):
    return Fraction(piece["strength_mg"]) * Fraction(piece["count"])


@small
@given(request=requests())
def test_pieces_add_up_to_doses_and_doses_to_totals(request):
    answer = answered(request)

    for step in answer["steps"]:
        for dose in step["doses"]:
            assert sum(map(mg_of, dose["pieces"])) == Fraction(dose["mg"])
        assert sum(daily(step).values()) == Fraction(step["total_mg"]["a"])


@small
@given(request=requests())
def test_no_dose_ever_rises(request):
    answer = answered(request)

    for before, after in pairwise(map(daily, answer["steps"])):
        assert after != before
        assert all(mg <= before.get(daypart, 0) for daypart, mg in after.items())


@small
@given(request=requests())
def test_days_follow_each_other_and_the_plan_ends_at_the_goal(request):
    answer = answered(request)
    steps = answer["steps"]

    for step, later in pairwise(steps):
        ends = date.fromisoformat(step["from"]) + timedelta(step["days"])
        assert later["from"] == ends.isoformat()
    assert steps[-1]["days"] is None
    assert answer["ends_on"] == steps[-1]["from"]
    goal = Fraction(request["policy"]["goal_mg"])
    assert Fraction(steps[-1]["total_mg"]["a"]) == goal


@small
@given(request=requests())
def test_rounding_slower_never_goes_under_the_target(request):
    request["policy"]["rounding"] = "slower"
    answer = answered(request)

    for step in answer["steps"]:
        # Targets are shown at six decimals, rounded half up.
        shown = Fraction(step["target_mg"]) - Fraction(1, 2_000_000)
        assert Fraction(step["total_mg"]["a"]) >= shown


@small
@given(request=requests())
def test_cuts_are_what_is_really_taken_away(request):
    steps = answered(request)["steps"]
    start = Fraction(steps[0]["total_mg"]["a"])

    for before, after in pairwise(steps):
        was = Fraction(before["total_mg"]["a"])
        cut = was - Fraction(after["total_mg"]["a"])
        assert Fraction(after["cut"]["mg"]) == cut > 0
        of_start = Fraction(after["cut"]["percent_of_start"])
        of_current = Fraction(after["cut"]["percent_of_current"])
        assert abs(of_start - 100 * cut / start) <= Fraction(1, 200)
        assert abs(of_current - 100 * cut / was) <= Fraction(1, 200)


@small
@given(request=requests())
def test_what_is_dispensed_is_enough_and_never_a_whole_tablet_too_much(request):
    request.pop("dispense_every_days", None)
    answer = answered(request)

    needed = {}
    for step in answer["steps"]:
        for dose in step["doses"]:
            for piece in dose["pieces"]:
                tablets = Fraction(piece["count"]) * (step["days"] or 0)
                strength = piece["strength_mg"]
                needed[strength] = needed.get(strength, 0) + tablets
    dispensed = {each["strength_mg"]: each["tablets"] for each in answer["quantities"]}
    assert dispensed.keys() == {key for key, many in needed.items() if many}
    assert all(
        many <= dispensed[key] < many + 1 for key, many in needed.items() if many
    )


@small
@given(request=requests())
def test_every_cut_has_its_findings_and_no_finding_is_false(request):
    answer = answered(request)
    limit = {"size": "20", "of": "current", "days": 1, "source": "S"}
    request["policy"]["limits"] = [limit]
    answer = engine.answer(request)

    over = {
        step["n"]
        for before, step in pairwise(answer["steps"])
        if 5 * Fraction(step["cut"]["mg"]) > Fraction(before["total_mg"]["a"])
    }
    found = [each for each in answer["findings"] if each["code"] == "cut_over_limit"]
    assert {each["step"] for each in found} == over


@small
@given(request=requests(), seed=st.randoms(use_true_random=False))
def test_the_order_of_products_changes_nothing(request, seed):
    before = json.dumps(answered(request))
    seed.shuffle(request["products"])

    assert json.dumps(engine.answer(request)) == before


@small
@given(request=requests())
def test_renaming_a_substance_changes_nothing_else(request):
    answer = answered(request)
    text = json.dumps(request).replace('"a"', '"åäö mg"'.encode().decode())
    renamed = json.dumps(answer).replace('"a"', json.dumps("åäö mg"))

    assert json.dumps(engine.answer(json.loads(text))) == renamed


def scaled(request, factor):
    """Return `request` with every mg `factor` times as much."""

    def times(container, key):
        container[key] = f"{float(container[key]) * factor:g}"

    request = copy.deepcopy(request)
    policy = request["policy"]
    rules = [*policy["bands"], *policy["limits"]]
    places = [
        *((each, "mg") for each in request["regimen"]),
        *((each, "strength_mg") for each in request["products"]),
        *((policy, key) for key in ("goal_mg", "stop_below_mg")),
        *((each, "above") for each in rules if each.get("unit") == "mg"),
        *((each, "size") for each in rules if each["of"] == "mg"),
    ]
    for container, key in places:
        times(container, key)
    return request


def shape(answer, factor):
    """Return the plan with its doses divided by `factor`."""
    rows = [
        (
            step["from"],
            step["days"],
            {daypart: mg / factor for daypart, mg in daily(step).items()},
            [[piece["count"] for piece in dose["pieces"]] for dose in step["doses"]],
            step["cut"]["percent_of_current"],
        )
        for step in answer["steps"]
    ]
    codes = [(each["code"], each["step"]) for each in answer["findings"]]
    tablets = [each["tablets"] for each in answer["quantities"]]
    return rows, codes, tablets


@small
@given(request=requests(), factor=st.sampled_from([2, 4, 10]))
def test_scaling_every_mg_changes_nothing_else(request, factor):
    answer = answered(request)

    larger = engine.answer(scaled(request, factor))

    assert shape(larger, factor) == shape(answer, 1)


@small
@given(request=requests())
def test_another_substance_stands_as_it_is(request):
    alone = answered(request)
    request["regimen"] += regimen("b", morning="7.5", night="2.5")
    request["products"] += [tablet("b", "5", 2)]

    both = engine.answer(request)

    for step, single in zip(both["steps"], alone["steps"], strict=True):
        others = [dose for dose in step["doses"] if dose["substance"] == "b"]
        assert [dose["mg"] for dose in others] == ["7.5", "2.5"]
        assert step["total_mg"] == single["total_mg"] | {"b": "10"}
        assert step["cut"] == single["cut"]
    assert both["findings"] == alone["findings"]


@small
@given(request=requests())
def test_a_plan_written_down_by_hand_comes_out_as_it_was(request):
    plan = answered(request)
    keys = ("substance", "daypart", "mg")
    request["steps"] = [
        {
            "from": step["from"],
            "days": step["days"],
            "doses": [{key: dose[key] for key in keys} for dose in step["doses"]],
        }
        for step in plan["steps"]
    ]

    copied = without_messages(engine.answer(request))

    kept = ("n", "from", "days", "doses", "total_mg", "cut")
    for ours, theirs in zip(copied["steps"], plan["steps"], strict=True):
        assert {key: ours[key] for key in kept} == {key: theirs[key] for key in kept}
    assert copied["quantities"] == plan["quantities"]
    assert copied["ends_on"] == plan["ends_on"]
    assert not {"rises", "dates", "not_makeable", "two_change"} & {
        each["code"] for each in copied["findings"]
    }


@small
@given(request=requests(), rate=st.sampled_from(["5", "10", "40"]))
def test_a_policy_that_never_reaches_its_goal_is_refused(request, rate):
    policy = request["policy"]
    policy["bands"] = [
        {"above": "0", "unit": "mg", "size": rate, "of": "current", "every_days": 7}
    ]
    policy |= {"goal_mg": "0", "stop_below_mg": "0"}
    assume(request["regimen"])

    try:
        engine.answer(request)
    except engine.Refusal as refusal:
        path = refusal.path
    else:
        path = None

    assert path == "policy.bands"
