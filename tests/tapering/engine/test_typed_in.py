"""Tables that are not in the design: each can be typed in as a policy, exactly."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import pytest

from tapering import engine
from tests.tapering.engine.asked import band, liquid, patch, regimen, request, tablet


def plan(answer, measure="mg"):
    """Return (days, total) of every row."""
    return [
        (step["days"], *step[f"total_{measure}"].values()) for step in answer["steps"]
    ]


def rows(*parts):
    """Return rows from (days, totals), and the last without days."""
    found = [(days, str(mg)) for days, mgs in parts for mg in mgs]
    return [*found[:-1], (None, found[-1][1])]


def of_start(above, size, of, days):
    return band(above, size, of, days, unit="percent_of_start")


def shared(substance, mg, *dayparts):
    return regimen(substance, **dict.fromkeys(dayparts, mg))


SMALL = [tablet("d", mg, 2) for mg in ("2", "5", "10")]
TABLES = {
    "2 mg a fortnight to 20 mg, then 1 mg": (
        regimen("d", morning="20", night="20"),
        SMALL,
        [band("20", "2", "mg", 14), band("0", "1", "mg", 14)],
        {},
        rows((14, [*range(40, 20, -2), *range(20, -1, -1)])),
    ),
    "a tenth of the start dose each week": (
        regimen("d", morning="50", evening="50"),
        [tablet("d", "5", 1), tablet("d", "10", 1)],
        [band("0", "10", "start", 7)],
        {},
        rows((7, range(100, -1, -10))),
    ),
    "10 % of the start a fortnight to a fifth, then 5 % each four weeks": (
        regimen("d", night="40"),
        SMALL,
        [of_start("20", "10", "start", 14), band("0", "5", "start", 28)],
        {},
        rows((14, range(40, 8, -4)), (28, [8, 6, 4, 2, 0])),
    ),
    "a quarter of the start to a half, then an eighth, in quarters of tablets": (
        regimen("d", night="2"),
        [tablet("d", "1", 4)],
        [of_start("50", "25", "start", 14), band("0", "12.5", "start", 14)],
        {},
        rows((14, [2, "1.5", 1, "0.75", "0.5", "0.25", 0])),
    ),
    "waits that grow as the dose falls": (
        regimen("d", morning="15"),
        SMALL,
        [band("10", "5", "mg", 7), band("5", "5", "mg", 14), band("0", "5", "mg", 21)],
        {},
        rows((7, [15]), (14, [10]), (21, [5]), (0, [0])),
    ),
    "cuts of 15, 10 and 5 mg": (
        shared("d", "20", "morning", "noon", "night"),
        [tablet("d", "5", 2), tablet("d", "15", 1)],
        [band("30", "15"), band("20", "10"), band("0", "5")],
        {"take": "round_robin"},
        rows((14, [60, 45, 30, 20, 15, 10, 5, 0])),
    ),
    "300 mg a week from three capsules twice": (
        shared("g", "600", "morning", "noon", "night"),
        [tablet("g", "300", 1), tablet("g", "100", 1)],
        [band("0", "300", "mg", 7)],
        {"take": "round_robin"},
        rows((7, range(1800, -1, -300))),
    ),
    "75 mg a week from both dayparts in turn": (
        shared("p", "150", "morning", "night"),
        [tablet("p", mg, 1) for mg in ("75", "150")],
        [band("0", "75", "mg", 7)],
        {"take": "round_robin"},
        rows((7, [300, 225, 150, 75, 0])),
    ),
    "a lower goal and no further": (
        regimen("d", night="20"),
        SMALL,
        [band("10", "2.5", "mg", 14), band("5", "1", "mg", 28)],
        {"goal_mg": "6"},
        rows((14, [20, "17.5", 15, "12.5"]), (28, range(10, 5, -1))),
    ),
    # 1.5 mg cannot be made: the step before goes on for another two weeks.
    "a stop from 1 mg": (
        regimen("d", night="6"),
        [tablet("d", "2", 2)],
        [band("2", "1", "mg", 14), band("0", "0.5", "mg", 14)],
        {"stop_below_mg": "1"},
        rows((14, [6, 5, 4, 3]), (28, [2]), (14, [1, 0])),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_fixed_steps_can_be_typed_in(name):
    doses, products, bands, more, expected = TABLES[name]

    answer = engine.answer(request(doses, products, bands, **more))

    assert plan(answer) == expected


def test_one_daypart_to_nothing_before_the_next():
    asked = request(
        shared("o", "15", "morning", "noon", "night"),
        [tablet("o", "5", 2), tablet("o", "15", 1)],
        [band("0", "5", "mg", 14)],
        take="one_at_a_time",
        order=["noon", "morning", "night"],
    )

    found = [
        tuple(
            {dose["daypart"]: dose["mg"] for dose in step["doses"]}.get(part, "0")
            for part in ("morning", "noon", "night")
        )
        for step in engine.answer(asked)["steps"]
    ]

    # Turns are of 2.5 mg, so each cut of 5 mg is two of them.
    expected = [("15", "15", "15"), ("15", "10", "15"), ("15", "5", "15")]
    expected += [("15", "0", "15"), ("10", "0", "15"), ("5", "0", "15")]
    expected += [("0", "0", "15"), ("0", "0", "10"), ("0", "0", "5"), ("0",) * 3]
    assert found == expected


@pytest.mark.parametrize(
    ("start", "strengths", "worn", "cuts", "expected"),
    [
        ("20", ("5", "10", "20"), 7, [("0", "5", 14)], [20, 15, 10, 5, 0]),
        (
            "100",
            ("12.5", "25", "50"),
            3,
            [("25", "25", 15), ("0", "12.5", 15)],
            [100, 75, 50, 25, "12.5", 0],
        ),
    ],
)
def test_patches_step_down(start, strengths, worn, cuts, expected):
    asked = {
        "start": "2026-12-01",
        "regimen": [{"substance": "b", "ug_per_h": start}],
        "taper": "b",
        "products": [patch("b", mg, worn) for mg in strengths],
        "policy": {
            "bands": [
                band(above, size, "ug_per_h", days, unit="ug_per_h")
                for above, size, days in cuts
            ]
        },
    }

    answer = engine.answer(asked)

    assert [total for _, total in plan(answer, "ug_per_h")] == [*map(str, expected)]
    assert {days for days, _ in plan(answer, "ug_per_h")[:-1]} == {cuts[0][2]}
    assert answer["findings"] == []


def by_shares(start, share, stop, step, *, rounded):
    """Return the makeable doses of a share of the current dose, without repeats."""
    ideal, found = Fraction(start), [Fraction(start)]
    while ideal:
        ideal -= ideal * Fraction(share) / 100
        if ideal < Fraction(stop):
            ideal = Fraction(0)
        made = min(rounded(ideal / step) * step, found[-1])
        if made != found[-1]:
            found.append(made)
    return found


def half_up(number):
    """The nearer whole number, and the higher of two as near."""
    return floor(number + Fraction(1, 2))


@pytest.mark.parametrize(
    ("start", "share", "stop", "product", "step", "rounding"),
    [
        ("50", "10", "1", liquid("s", "20", "0.05"), 1, "slower"),
        ("50", "10", "0.5", liquid("s", "20", "0.025"), "0.5", "nearest"),
        ("100", "25", "5", liquid("s", "10", "0.1"), 1, "faster"),
        ("10", "12.5", "0.5", tablet("s", "1", 4), "0.25", "nearest"),
        ("4", "5", "0.25", tablet("s", "0.5", 2), "0.25", "slower"),
    ],
)
def test_shares_of_the_current_dose(start, share, stop, product, step, rounding):
    asked = request(
        regimen("s", morning=start),
        [product],
        [band("0", share, "current", 28)],
        stop_below_mg=stop,
        rounding=rounding,
    )
    ways = {"slower": ceil, "faster": floor, "nearest": half_up}

    answer = engine.answer(asked)

    expected = by_shares(start, share, stop, Fraction(step), rounded=ways[rounding])
    found = [Fraction(total) for _, total in plan(answer)]
    assert found == expected
    assert all(a > b for a, b in pairwise(found))


def test_a_share_of_the_start_and_later_of_what_is_left():
    asked = request(
        regimen("x", morning="50", evening="50"),
        [tablet("x", "5", 1), liquid("x", "1", "0.1")],
        [of_start("30", "10", "start", 7), band("0", "10", "current", 7)],
        stop_below_mg="2",
    )

    found = [Fraction(total) for _, total in plan(engine.answer(asked))]

    tail = by_shares("30", "10", "2", Fraction(1, 10), rounded=ceil)
    assert found == [*range(100, 30, -10), *tail]


@pytest.mark.parametrize(
    ("start", "points", "stop", "half"),
    [("60", "5", "0.2", "24.7"), ("40", "2.5", "0.5", "24.7"), ("20", "4", "0.2", "9")],
)
def test_equal_steps_of_occupancy_down_to_a_small_last_dose(start, points, stop, half):
    asked = request(
        regimen("d", night=start),
        [*SMALL, liquid("d", "0.4", "0.25")],
        [band("0", points, "occupancy", 14)],
        stop_below_mg=stop,
        occupancy={"half_dose_mg": half, "source": "printed"},
    )
    k, share = Fraction(half), Fraction(points)
    level, ideals = 100 * Fraction(start) / (k + Fraction(start)), [Fraction(start)]
    while ideals[-1]:
        level = max(level - share, Fraction(0))
        dose = k * level / (100 - level)
        ideals.append(dose if dose >= Fraction(stop) else Fraction(0))

    answer = engine.answer(asked)

    found = [Fraction(total) for _, total in plan(answer)]
    assert found == [Fraction(ceil(dose * 10), 10) for dose in ideals]
    last, gone = answer["steps"][-2:]
    assert gone["cut"]["mg"] == next(iter(last["total_mg"].values()))
    assert gone["cut"]["percent_of_current"] == "100"


def test_dates_are_counted_in_days():
    doses, products, bands, more, _ = TABLES["a tenth of the start dose each week"]

    answer = engine.answer(request(doses, products, bands, **more))

    taken = date.fromisoformat(answer["ends_on"]) - date(2026, 12, 1)
    assert taken.days == 70
