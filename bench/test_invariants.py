"""10,000 random requests: no invariant of the contract is broken, and none hangs.

Chance comes from a seed, so that a broken request can be asked for again; what is
checked is written here anew and shares nothing with the engine.
"""

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from time import perf_counter

from tapering import engine

MANY, SEED = 10_000, 20261123
STRENGTHS = ("0.5", "1", "2", "2.5", "3.75", "5", "7.5", "10", "15", "25", "30")
DAYPARTS = ("morning", "noon", "evening", "night")
TAKES = ("even", "round_robin", "one_at_a_time")
# A request that takes this much longer than the middle one is on its way to hang.
LONGEST = 400


def _text(number: Fraction) -> str:
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def _tablets(chance):  # type: ignore[no-untyped-def]
    strengths = chance.sample(STRENGTHS, chance.randint(1, 4))
    return [
        {
            "substance": "a",
            "form": "tablet",
            "strength_mg": mg,
            "parts": chance.choice([1, 1, 2, 2, 4]),
        }
        for mg in strengths
    ]


def _dose(chance, tablets):  # type: ignore[no-untyped-def]
    dose = Fraction(0)
    for _piece in range(chance.randint(1, 3)):
        tablet = chance.choice(tablets)
        pieces = chance.randint(1, 2 * tablet["parts"])
        dose += Fraction(tablet["strength_mg"]) * pieces / tablet["parts"]
    return dose


def _bands(chance):  # type: ignore[no-untyped-def]
    waits = [chance.choice([1, 7, 14, 14, 21, 28]) for _band in range(2)]
    last = {"above": "0", "unit": "mg", "size": chance.choice(["0.5", "1", "2.5", "4"])}
    bands = [{**last, "of": "mg", "every_days": waits[0]}]
    if chance.random() < 0.5:
        size, of = chance.choice([("10", "current"), ("5", "start"), ("25", "current")])
        first = {"above": chance.choice(["4", "10", "20"]), "unit": "mg", "size": size}
        bands.insert(0, {**first, "of": of, "every_days": waits[1]})
    return bands


def drawn(chance):  # type: ignore[no-untyped-def]
    """A request as a clinician could make it."""
    tablets = _tablets(chance)
    parts = chance.sample(DAYPARTS, chance.randint(1, 4))
    return {
        "start": (date(2026, 12, 1) + timedelta(chance.randint(0, 900))).isoformat(),
        "taper": "a",
        "regimen": [
            {"substance": "a", "daypart": part, "mg": _text(_dose(chance, tablets))}
            for part in parts
        ],
        "products": tablets,
        "policy": {
            "bands": _bands(chance),
            "stop_below_mg": chance.choice(["0", "0", "2.5", "5"]),
            "take": chance.choice(TAKES),
            "rounding": "slower",
            "order": chance.sample(DAYPARTS, 4),
            "limits": [{"size": "25", "of": "current", "days": 14, "source": "S"}],
        },
    }


def _doses(step):  # type: ignore[no-untyped-def]
    return {row["daypart"]: Fraction(row["mg"]) for row in step["doses"]}


def _total(step):  # type: ignore[no-untyped-def]
    return Fraction(step["total_mg"]["a"])


def _of_one(step, parts):  # type: ignore[no-untyped-def]
    """What is wrong within a step."""
    for row in step["doses"]:
        counts = [
            (piece["strength_mg"], Fraction(piece["count"])) for piece in row["pieces"]
        ]
        if any((count * parts[mg]).denominator != 1 for mg, count in counts):
            yield "a tablet is broken where it may not be"
        if sum(Fraction(mg) * count for mg, count in counts) != Fraction(row["mg"]):
            yield "pieces add up to the dose"
    if sum(_doses(step).values()) != _total(step):
        yield "doses add up to the total"
    # Targets are shown at six decimals, rounded half up.
    if _total(step) < Fraction(step["target_mg"]) - Fraction(1, 2_000_000):
        yield "no dose is under its target"


def _of_two(before, after):  # type: ignore[no-untyped-def]
    """What is wrong between a step and the next."""
    was = _doses(before)
    if any(mg > was.get(part, 0) for part, mg in _doses(after).items()):
        yield "nothing rises"
    follows = date.fromisoformat(before["from"]) + timedelta(before["days"])
    if date.fromisoformat(after["from"]) != follows:
        yield "days follow each other"
    if Fraction(after["cut"]["mg"]) != _total(before) - _total(after):
        yield "the cut is what is taken away"


def _over_limit(steps):  # type: ignore[no-untyped-def]
    """Steps that cut more than a quarter of the dose of 14 days before."""
    days = [date.fromisoformat(step["from"]) for step in steps]
    for at, step in enumerate(steps[1:], start=1):
        past = [n for n in range(at) if days[n] <= days[at] - timedelta(14)]
        then = _total(steps[past[-1] if past else 0])
        if 4 * (then - _total(step)) > then:
            yield step["n"]


def broken(request, answer):  # type: ignore[no-untyped-def]
    """Names of the invariants that the answer breaks."""
    steps, findings = answer["steps"], answer["findings"]
    parts = {row["strength_mg"]: row["parts"] for row in request["products"]}
    found = [name for step in steps for name in _of_one(step, parts)]
    found += [name for two in pairwise(steps) for name in _of_two(*two)]
    said = {row["step"] for row in findings if row["code"] == "cut_over_limit"}
    if said != set(_over_limit(steps)):
        found.append("every cut past a limit is said, and no other")
    if _total(steps[-1]) != 0 or steps[-1]["days"] is not None:
        found.append("the plan ends at its goal")
    return found


def test_ten_thousand_random_requests(told):  # type: ignore[no-untyped-def]
    chance = random.Random(SEED)
    faults, refused, seconds = [], 0, []
    for number in range(MANY):
        request = drawn(chance)
        began = perf_counter()
        try:
            answer = engine.answer(request)
        except engine.Refusal:
            refused += 1
            continue
        finally:
            seconds.append(perf_counter() - began)
        faults += [(number, name) for name in broken(request, answer)]

    seconds.sort()
    middle, longest = seconds[MANY // 2], seconds[-1]
    told.append(
        f"10,000 random requests: {len(faults)} broken invariants, {refused} refused, "
        f"median {middle * 1000:.1f} ms, longest {longest * 1000:.0f} ms"
    )
    assert faults == []
    assert refused < MANY / 10
    assert longest < LONGEST * middle
