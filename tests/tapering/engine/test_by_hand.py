"""Plans that a person wrote are counted and checked, and nothing in them changes."""

from tapering import engine
from tests.tapering.engine.asked import band, hand_step, regimen, request, tablet


def written(*steps, **policy):
    """Return the answer to hand-made steps of oxazepam 10 + 15."""
    asked = request(
        [*regimen("oxazepam", morning="10", night="15"), *regimen("other", night="1")],
        [
            tablet("oxazepam", "10", 2),
            tablet("oxazepam", "15", 1),
            tablet("other", "1", 2),
        ],
        [band("0", "10", "current", 14)],
        stop_below_mg="2.5",
        **policy,
    )
    return engine.answer(asked | {"steps": list(steps)})


def both(other="1", **oxazepam):
    return [*regimen("oxazepam", **oxazepam), *regimen("other", night=other)]


def codes(answer, severity):
    return [
        (each["code"], each["step"])
        for each in answer["findings"]
        if each["severity"] == severity
    ]


def test_totals_cuts_pieces_and_quantities_are_computed():
    answer = written(
        hand_step("2026-12-01", 14, *both(morning="10", night="15")),
        hand_step("2026-12-15", 14, *both(morning="5", night="15")),
        hand_step("2026-12-29", None, *both(morning="5", night="10")),
    )

    assert [step["total_mg"]["oxazepam"] for step in answer["steps"]] == [
        *("25", "20", "15"),
    ]
    assert [step["target_mg"] for step in answer["steps"]] == [None] * 3
    assert answer["steps"][1]["cut"]["percent_of_current"] == "20"
    assert answer["steps"][1]["doses"][0]["pieces"] == [
        {"strength_mg": "10", "count": "1/2"}
    ]
    assert [(each["substance"], each["tablets"]) for each in answer["quantities"]] == [
        *(("oxazepam", 21), ("oxazepam", 28), ("other", 28)),
    ]
    assert answer["ends_on"] == "2026-12-29"
    assert codes(answer, "refuse") == []


def test_a_dose_that_cannot_be_made_stops_the_decision():
    answer = written(hand_step("2026-12-01", None, *both(morning="7.5", night="15")))

    assert codes(answer, "refuse") == [("not_makeable", 0)]
    assert answer["steps"][0]["doses"][0]["pieces"] == []
    assert answer["findings"][0]["values"] == {
        "substance": "oxazepam",
        "daypart": "morning",
        "mg": "7.5",
    }


def test_gaps_and_overlaps_stop_the_decision():
    doses = both(morning="10", night="15")

    answer = written(
        hand_step("2026-12-02", 7, *doses),
        hand_step("2026-12-10", 7, *doses),
        hand_step("2026-12-15", None, *doses),
    )

    assert codes(answer, "refuse") == [("dates", 0), ("dates", 1), ("dates", 2)]
    assert answer["findings"][1]["values"] == {
        "from": "2026-12-10",
        "expected": "2026-12-09",
    }


def test_rises_and_two_changes_want_a_reason():
    answer = written(
        hand_step("2026-12-01", 7, *both(morning="10", night="15")),
        hand_step("2026-12-08", 7, *both(other="0.5", morning="5", night="15")),
        hand_step("2026-12-15", None, *both(other="0.5", morning="10", night="10")),
    )

    assert codes(answer, "reason") == [("two_change", 1), ("rises", 2)]
    assert answer["steps"][2]["cut"]["mg"] == "0"


def test_a_rise_is_a_cut_below_nothing():
    answer = written(
        hand_step("2026-12-01", 7, *both(night="15")),
        hand_step("2026-12-08", None, *both(morning="10", night="15")),
    )

    assert answer["steps"][1]["cut"] == {
        "mg": "-10",
        "percent_of_current": "-66.67",
        "percent_of_start": "-40",
        "occupancy_points": None,
    }


def test_a_limit_may_stop_the_decision():
    limit = {"size": "25", "of": "start", "days": 14, "severity": "refuse"}

    answer = written(
        hand_step("2026-12-01", 7, *both(morning="10", night="15")),
        hand_step("2026-12-08", 7, *both(morning="5", night="15")),
        hand_step("2026-12-15", None, *both(morning="5", night="10")),
        limits=[limit],
    )

    assert codes(answer, "refuse") == [("cut_over_limit", 2)]


def test_a_dose_after_nothing_has_no_share_of_the_dose_before():
    answer = written(
        hand_step("2026-12-01", 7, *both(night="15")),
        hand_step("2026-12-08", 7, *both()),
        hand_step("2026-12-15", 7, *both(night="10")),
        hand_step("2026-12-22", None, *both()),
        limits=[{"size": "99", "of": "current", "days": 7}],
    )

    assert answer["steps"][2]["cut"]["percent_of_current"] is None
    over = [each for each in answer["findings"] if each["code"] == "cut_over_limit"]
    assert [(each["step"], each["values"]["cut"]) for each in over] == [
        (1, "100"),
        (3, "100"),
    ]
