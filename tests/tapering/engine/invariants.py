"""The invariants of the contract on whole answers.

What `test_properties` shows for tablets of one substance is shown here for all that
the contract has words for: liquids, patches, switches, hand-made steps, revisions.
"""

import copy
import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tapering import engine

STRENGTHS = ("strength_mg", "mg_per_ml", "ug_per_h")


def unit(first):
    return "mg" if "mg" in first["regimen"][0] else "ug_per_h"


def amount(piece):
    (strength,) = (piece[key] for key in STRENGTHS if key in piece)
    return Fraction(strength) * Fraction(piece.get("count") or piece["ml"])


def by_slot(step, measure):
    return {
        (dose["substance"], dose.get("daypart")): Fraction(dose[measure])
        for dose in step["doses"]
    }


def said(answer, code):
    return {each["step"] for each in answer["findings"] if each["code"] == code}


def pieces_add_up(first, answer):
    """Invariant 1: pieces to doses, doses to totals."""
    measure, unmade = unit(first), said(answer, "not_makeable")
    for step in answer["steps"]:
        totals = dict.fromkeys(step[f"total_{measure}"], Fraction(0))
        for dose in step["doses"]:
            totals[dose["substance"]] += Fraction(dose[measure])
            if dose["pieces"] or step["n"] not in unmade:
                made = sum(map(amount, dose["pieces"]))
                assert made == Fraction(dose[measure])
        shown = step[f"total_{measure}"]
        assert {each: Fraction(mg) for each, mg in shown.items()} == totals


def rises_are_said(first, answer):
    """Invariants 2 and 8: what rises, or changes in two substances, says so."""
    measure = unit(first)
    for before, after in pairwise(answer["steps"]):
        was, is_now = by_slot(before, measure), by_slot(after, measure)
        changed = {
            slot[0] for slot in {*was, *is_now} if was.get(slot) != is_now.get(slot)
        }
        rises = any(mg > was.get(slot, 0) for slot, mg in is_now.items())
        if after.get("switch"):
            continue
        assert rises == (after["n"] in said(answer, "rises"))
        assert (len(changed) > 1) == (after["n"] in said(answer, "two_change"))


def days_follow(first, answer):
    """Steps follow each other without a day between, or it is said."""
    wrong = said(answer, "dates")
    for step, later in pairwise(answer["steps"]):
        ends = date.fromisoformat(step["from"]) + timedelta(step["days"])
        assert (later["from"] != ends.isoformat()) == (later["n"] in wrong)
    assert [step["n"] for step in answer["steps"]] == [*range(len(answer["steps"]))]


def the_slower_is_not_under_its_target(first, answer):
    """Invariant 4; targets are shown at six decimals."""
    if first["policy"].get("rounding", "slower") != "slower":
        return
    measure, taper = unit(first), first["taper"]
    for step in answer["steps"]:
        target = step[f"target_{measure}"]
        if target is not None:
            total = Fraction(step[f"total_{measure}"][taper])
            assert total >= Fraction(target) - Fraction(1, 2_000_000)


def cuts_are_what_is_taken(first, answer):
    """Invariants 5 and 6: every cut is told, and those over a band have a finding."""
    measure, taper = unit(first), first["taper"]
    for before, after in pairwise(answer["steps"]):
        lost = Fraction(before[f"total_{measure}"][taper])
        lost -= Fraction(after[f"total_{measure}"][taper])
        if after["cut"] is not None:
            assert Fraction(after["cut"][measure]) == lost
        elif lost:
            assert after["switch"] is True
    for finding in answer["findings"]:
        if finding["code"] in ("cut_over_band", "cut_over_limit"):
            values = finding["values"]
            # Shares are shown at two decimals, sizes as they were given.
            assert Fraction(values["cut"]) >= Fraction(values["size"]) - Fraction(
                1, 200
            )
            assert answer["steps"][finding["step"]]["cut"] is not None


def history_is_kept(asked, answer):
    """Invariant 9: what lies before the day of a revision is byte for byte the same."""
    if "revise" not in asked:
        return
    at, old = asked["revise"]["from_step"], asked["plan"]["answer"]
    assert json.dumps(answer["steps"][:at]) == json.dumps(old["steps"][:at])

    def early(found):
        return json.dumps(
            [each for each in found["findings"] if -1 < (each["step"] or -1) < at]
        )

    assert early(answer) == early(old)


def the_same_comes_of_the_same(asked, answer):
    """Invariant 10: the same bytes again, and whatever the order of the products."""
    other = copy.deepcopy(asked)
    inner = other
    while "plan" in inner:
        inner = inner["plan"]["request"]
    inner["products"].reverse()

    assert json.dumps(engine.answer(asked)) == json.dumps(answer)
    assert json.dumps(engine.answer(other)) == json.dumps(answer)


def hold(first, asked, answer):
    """Check the invariants on the answer to `asked`, which changes `first`."""
    pieces_add_up(first, answer)
    rises_are_said(first, answer)
    days_follow(first, answer)
    the_slower_is_not_under_its_target(first, answer)
    cuts_are_what_is_taken(first, answer)
    history_is_kept(asked, answer)
