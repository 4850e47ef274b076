"""Pieces are the fewest there can be, proven against every other way."""

import itertools
from fractions import Fraction
from itertools import combinations_with_replacement

from hypothesis import given, settings
from hypothesis import strategies as st

from tapering import engine
from tests.tapering.engine.asked import (
    band,
    hand_step,
    liquid,
    regimen,
    request,
    tablet,
)

STRENGTHS = ("2", "3", "4", "5", "10", "12.5", "20", "30")
COUNTS = {1: ("1",), 2: ("1", "1/2"), 4: ("1", "1/2", "1/4")}
MOST = 5


def pieces(mg, *products):
    """Return the engine's pieces of one dose, or None when it cannot make it."""
    doses = regimen("a", night=mg)
    asked = request(regimen("a", night="100"), [*products], [band("0", "5")])
    asked["products"].append(tablet("a", "100", 1))
    asked["steps"] = [hand_step("2026-12-01", None, *doses)]
    made = engine.answer(asked)["steps"][0]["doses"][0]["pieces"]
    return made or None


def ways(mg, products):
    """Return every way to make `mg` of the fewest pieces, up to MOST of them."""
    kinds = [
        (Fraction(each["strength_mg"]), Fraction(count))
        for each in products
        for count in COUNTS[each["parts"]]
    ]
    for many in range(1, MOST + 1):
        found = [
            way
            for way in combinations_with_replacement(kinds, many)
            if sum(strength * count for strength, count in way) == mg
        ]
        if found:
            return found
    return []


def worth(way):
    """Return what is better, the greater the better; all ways have equal length."""
    strengths = sorted((strength for strength, _ in way), reverse=True)
    broken = sum(count < 1 for _, count in way)
    return -broken, -len(set(strengths)), strengths


def how_many(found):
    """Return the number of pieces: wholes, and a half and a quarter for 3/4."""
    counts = [Fraction(each["count"]) for each in found]
    return sum(int(count) + int(count % 1 * 4).bit_count() for count in counts)


@settings(max_examples=120, deadline=None)
@given(
    strengths=st.lists(st.sampled_from(STRENGTHS), min_size=1, max_size=4, unique=True),
    parts=st.lists(st.sampled_from([1, 2, 4]), min_size=4, max_size=4),
    quarters=st.integers(1, 180),
)
def test_no_other_way_is_better(strengths, parts, quarters):
    mg = Fraction(quarters, 4)
    products = [
        tablet("a", strength, part)
        for strength, part in zip(strengths, parts, strict=False)
    ]
    every = ways(mg, products)

    found = pieces(str(float(mg)), *products)

    if not every:
        assert found is None or how_many(found) > MOST
        return
    assert how_many(found) == len(every[0])
    best = max(map(worth, every))
    totals = [
        {
            strength: sum(count for each, count in way if each == strength)
            for strength, _ in way
        }
        for way in every
        if worth(way) == best
    ]
    assert {
        Fraction(each["strength_mg"]): Fraction(each["count"]) for each in found
    } in totals


def test_a_whole_tablet_is_better_than_two_halves_of_a_larger():
    found = pieces("5", tablet("a", "10", 2), tablet("a", "5", 1))

    assert found == [{"strength_mg": "5", "count": "1"}]


def test_three_quarters_are_two_pieces():
    quarters, small = tablet("a", "10", 4), tablet("a", "3.75", 1)

    assert pieces("7.5", quarters) == [{"strength_mg": "10", "count": "3/4"}]
    assert pieces("7.5", quarters, small) == [{"strength_mg": "3.75", "count": "2"}]


def test_equal_pieces_prefer_fewest_broken_then_fewest_strengths():
    assert pieces("15", tablet("a", "10", 2), tablet("a", "5", 1)) == [
        {"strength_mg": "10", "count": "1"},
        {"strength_mg": "5", "count": "1"},
    ]
    assert pieces("30", *(tablet("a", mg, 1) for mg in ("10", "15", "20"))) == [
        {"strength_mg": "15", "count": "2"},
    ]


def test_equal_strengths_prefer_the_larger():
    found = pieces("25", *(tablet("a", mg, 1) for mg in ("5", "10", "15", "20")))

    assert found == [
        {"strength_mg": "20", "count": "1"},
        {"strength_mg": "5", "count": "1"},
    ]


def test_a_liquid_is_used_only_where_tablets_cannot_make_the_dose():
    solution = liquid("a", "2", "0.25")

    assert pieces("5", tablet("a", "5", 1), solution) == [
        {"strength_mg": "5", "count": "1"},
    ]
    assert pieces("11.5", tablet("a", "5", 1), solution) == [
        {"strength_mg": "5", "count": "2"},
        {"mg_per_ml": "2", "ml": "0.75"},
    ]
    assert pieces("11.3", tablet("a", "5", 1), solution) is None


def test_the_least_volume_decides_between_two_liquids():
    found = pieces("13", liquid("a", "1", "0.5"), liquid("a", "10", "0.5"))

    assert found == [
        {"mg_per_ml": "10", "ml": "1"},
        {"mg_per_ml": "1", "ml": "3"},
    ]


def test_small_steps_of_a_liquid_add_up():
    asked = request(
        regimen("a", morning="1", night="1.2"),
        [liquid("a", "1", "0.1")],
        [band("0", "0.1", "mg", 7)],
        take="round_robin",
    )

    answer = engine.answer(asked)

    assert len(answer["steps"]) == 23
    assert answer["steps"][1]["doses"][0]["pieces"] == [{"mg_per_ml": "1", "ml": "0.9"}]
    # 2.2 + 2.1 + ... + 0.1 ml, each for seven days.
    assert answer["quantities"] == [
        {
            "substance": "a",
            "mg_per_ml": "1",
            "ml": "177.1",
            "from": "2026-12-01",
            "to": "2027-05-03",
        }
    ]


def poured(mg, products):
    """Return (volume, pieces of tablets) of every way with some liquid in it."""
    tablets = [each for each in products if each["form"] == "tablet"]
    drops = [
        (Fraction(each["mg_per_ml"]), Fraction(each["smallest_ml"]))
        for each in products
        if each["form"] == "liquid"
    ]
    levels = [range(int(mg / (strength * ml)) + 1) for strength, ml in drops]
    for times in itertools.product(*levels):
        volumes = [many * ml for many, (_, ml) in zip(times, drops, strict=True)]
        rest = mg - sum(
            ml * strength for ml, (strength, _) in zip(volumes, drops, strict=True)
        )
        solid = ways(rest, tablets) if rest > 0 else [()] if not rest else []
        if solid and sum(volumes):
            yield sum(volumes), len(solid[0])


@settings(max_examples=60, deadline=None)
@given(
    strengths=st.lists(st.sampled_from(STRENGTHS), max_size=2, unique=True),
    parts=st.lists(st.sampled_from([1, 2]), min_size=2, max_size=2),
    liquids=st.lists(
        st.sampled_from([("1", "0.5"), ("2", "0.25"), ("4", "1"), ("10", "0.5")]),
        min_size=1,
        max_size=2,
        unique=True,
    ),
    quarters=st.integers(1, 60),
)
def test_no_other_way_has_less_volume(strengths, parts, liquids, quarters):
    mg = Fraction(quarters, 4)
    products = [
        *(tablet("a", strength, part) for strength, part in zip(strengths, parts)),  # noqa: B905
        *(liquid("a", strength, smallest) for strength, smallest in liquids),
    ]
    dry = ways(mg, products[: len(strengths)])
    every = list(poured(mg, products))

    found = pieces(str(float(mg)), *products)

    wet = [Fraction(each["ml"]) for each in found or () if "ml" in each]
    if dry:
        assert not wet
    elif every:
        # Of equal volumes, the fewest pieces beside it.
        tablets = [each for each in found if "count" in each]
        assert (sum(wet), how_many(tablets)) == min(every)
    else:
        assert found is None or how_many([e for e in found if "count" in e]) > MOST
