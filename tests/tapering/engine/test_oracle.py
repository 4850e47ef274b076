"""The engine against a second, slow reading of the contract, and its invariants.

Every number is drawn from a seed, so a disagreement comes back when it is run again:
`requests(random.Random(seed))` of this module.
"""

import json
import random

import pytest

from tapering import engine
from tests.tapering.engine import invariants, oracle
from tests.tapering.engine.drawn import Draw
from tests.tapering.engine.spoiled import spoiled

ROUNDS, PLANS, SPOILED = 10, 480, 150  # a plan is about 1.8 requests
SEVERITIES = ("refuse", "reason", "note")


def requests(chance):
    """Yield a request and then its revisions, as long as there is an answer."""
    draw = Draw(chance)
    request = draw.request()
    yield request
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        try:
            answer = engine.answer(request)
        except engine.Refusal:
            return
        plan = {"request": request, "answer": answer}
        request = {"revise": draw.revision(answer), "plan": plan}
        yield request


def told(answer):
    """Return an answer as both readings must give it.

    Messages are the engine's own. The contract orders findings by step, severity,
    code and source; what is equal in all four is ordered here.
    """
    plain = json.loads(json.dumps(answer))
    for finding in plain["findings"]:
        finding.pop("message", None)
        finding["values"].get("substances", []).sort()
    places = [place(finding) for finding in plain["findings"]]
    assert places == sorted(places)
    plain["findings"].sort(
        key=lambda each: (place(each), json.dumps(each, sort_keys=True))
    )
    return plain


def place(finding):
    step = -1 if finding["step"] is None else finding["step"]
    severity = SEVERITIES.index(finding["severity"])
    return step, severity, finding["code"], finding["source"] or ""


def by_the_engine(request):
    """Return the engine's answer, or the path of its refusal."""
    try:
        return engine.answer(request)
    except engine.Refusal as refusal:
        return refusal.path


def by_the_oracle(request):
    """Return the slow answer, or the path of its refusal."""
    try:
        return told(oracle.answer(request))
    except oracle.Refused as refusal:
        return refusal.path


def compared(request):
    """Compare the two on `request`; return the answer, or "" when it takes long."""
    try:
        slow = by_the_oracle(request)
    except oracle.TooLong:
        return ""
    answer = by_the_engine(request)
    assert (answer if isinstance(answer, str) else told(answer)) == slow
    return answer


@pytest.mark.parametrize("part", range(ROUNDS))
def test_both_readings_agree_and_no_invariant_is_broken(part):
    many, skipped = 0, 0
    for seed in range(part * PLANS, (part + 1) * PLANS):
        asked = list(requests(random.Random(seed)))
        for request in asked:
            answer = compared(request)
            many, skipped = many + 1, skipped + (answer == "")
            if isinstance(answer, dict):
                invariants.hold(asked[0], request, answer)
        if isinstance(answer, dict) and seed % 10 == 0:
            invariants.the_same_comes_of_the_same(request, answer)
    assert many >= 1.5 * PLANS
    assert skipped < many / 10


@pytest.mark.parametrize("part", range(ROUNDS))
def test_both_refuse_the_same_things_at_the_same_place(part):
    for seed in range(part * SPOILED, (part + 1) * SPOILED):
        chance = random.Random(-seed - 1)
        for request in requests(random.Random(seed)):
            compared(spoiled(request, chance))
