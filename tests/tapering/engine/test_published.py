"""Published tables come out of a policy, not of a stored list."""

from datetime import date
from itertools import pairwise

import pytest

from tapering import engine
from tests.tapering.engine.asked import band, regimen, request, tablet

DIAZEPAM = [tablet("diazepam", mg, 2) for mg in ("2", "5", "10")]


def column(answer, key):
    return [step["cut"][key] for step in answer["steps"][1:]]


def by_daypart(step):
    return {dose["daypart"]: dose["mg"] for dose in step["doses"]}


def totals(answer, substance):
    return [step["total_mg"][substance] for step in answer["steps"]]


def test_the_plan_on_the_drawing_board():
    plan = request(
        regimen("oxazepam", morning="5", noon="5", evening="15"),
        [tablet("oxazepam", "10", 2), tablet("oxazepam", "5", 2)],
        [
            band("24", "10", "current", 7),
            band("10", "10", "current", 14),
            band("0", "2.5", "mg", 21),
        ],
        take="round_robin",
        limits=[{"size": "25", "of": "current", "days": 14, "source": "ASAM 2025"}],
    )
    plan["start"] = "2026-11-24"

    answer = engine.answer(plan)

    rows = [
        (step["from"], step["days"], *map(by_daypart(step).get, DAYPARTS))
        for step in answer["steps"]
    ]
    assert rows == [
        ("2026-11-24", 7, "5", "5", "15"),
        ("2026-12-01", 28, "5", "2.5", "15"),
        ("2026-12-29", 14, "2.5", "2.5", "15"),
        ("2027-01-12", 14, "2.5", "2.5", "12.5"),
        ("2027-01-26", 28, "2.5", None, "12.5"),
        ("2027-02-23", 28, None, None, "12.5"),
        ("2027-03-23", 21, None, None, "10"),
        ("2027-04-13", 21, None, None, "7.5"),
        ("2027-05-04", 21, None, None, "5"),
        ("2027-05-25", 21, None, None, "2.5"),
        ("2027-06-15", None, None, None, None),
    ]
    assert answer["ends_on"] == "2027-06-15"
    assert [
        finding["step"]
        for finding in answer["findings"]
        if finding["code"] == "cut_over_limit"
    ] == [8, 9, 10]


DAYPARTS = ("morning", "noon", "evening")


def test_morphine_three_times_a_day():
    plan = request(
        regimen("morphine", morning="90", noon="90", evening="90"),
        [tablet("morphine", mg, 1) for mg in ("15", "30", "60", "100")],
        [band("45", "45", "mg", 28), band("0", "15", "mg", 28)],
    )

    answer = engine.answer(plan)

    mgs = [sorted(by_daypart(step).values()) for step in answer["steps"]]
    assert mgs == [
        *([mg] * 3 for mg in ("90", "75", "60", "45", "30", "15")),
        ["15", "15"],
        ["15"],
        [],
    ]
    assert column(answer, "percent_of_start") == ["16.67"] * 5 + ["5.56"] * 3
    assert column(answer, "percent_of_current") == [
        *("16.67", "20", "25", "33.33", "50", "33.33", "50", "100"),
    ]


@pytest.mark.parametrize(
    ("sizes", "days", "weeks"),
    [(("4", "2", "1", "1"), 7, 20), (("2", "1", "1", "0.5"), 14, 70)],
)
def test_bands_that_shrink(sizes, days, weeks):
    floors = ("20", "10", "5", "0")
    bands = [
        band(above, size, "mg", days) for above, size in zip(floors, sizes, strict=True)
    ]
    products = [*DIAZEPAM, tablet("diazepam", "1", 2)]

    answer = engine.answer(request(regimen("diazepam", night="40"), products, bands))

    taken = date.fromisoformat(answer["ends_on"]) - date(2026, 12, 1)
    assert taken.days == 7 * weeks
    assert answer["findings"] == []


def test_a_share_of_the_current_dose_needs_an_end():
    plan = request(
        regimen("diazepam", night="20"), DIAZEPAM, [band("0", "10", "current", 14)]
    )

    with pytest.raises(engine.Refusal) as refusal:
        engine.answer(plan)

    assert refusal.value.path == "policy.bands"


def test_lorazepam_by_way_of_diazepam():
    plan = request(
        regimen("lorazepam", morning="1", night="1"),
        [tablet("lorazepam", "1", 2), *DIAZEPAM],
        [band("0", "1", "mg", 14)],
        take="one_at_a_time",
        order=["morning", "night"],
    )
    plan["taper"] = "diazepam"
    plan["switch"] = {
        "from": "lorazepam",
        "to": "diazepam",
        "from_mg": "1",
        "to_mg": "10",
        "table": "Scotland",
        "style": "daypart_by_daypart",
        "order": ["night", "morning"],
        "every_days": 7,
    }

    answer = engine.answer(plan)

    assert len(answer["steps"]) == 23
    assert [by_daypart(step) for step in answer["steps"]][:4] == [
        {"morning": "1", "night": "1"},
        {"morning": "1", "night": "10"},
        {"morning": "10", "night": "10"},
        {"morning": "9", "night": "10"},
    ]
    down = [str(mg) for mg in range(20, -1, -1)]
    assert totals(answer, "diazepam") == ["0", "10", *down]
    assert totals(answer, "lorazepam") == ["2", "1", *["0"] * 21]
    assert [step.get("switch") for step in answer["steps"]] == [
        *(None, True, True),
        *[None] * 20,
    ]
    assert [step["cut"] for step in answer["steps"][1:3]] == [None, None]
    assert set(column(answer | {"steps": answer["steps"][2:]}, "percent_of_start")) == {
        "5"
    }


def test_a_quarter_of_the_start_dose_each_week_wants_a_reason():
    guard = {"size": "25", "of": "current", "days": 14, "source": "ASAM 2025"}
    plan = request(
        regimen("diazepam", night="40"),
        DIAZEPAM,
        [band("0", "25", "start", 7)],
        limits=[guard],
    )

    answer = engine.answer(plan)

    assert [
        (finding["step"], finding["severity"], finding["values"]["cut"])
        for finding in answer["findings"]
    ] == [
        (2, "reason", "50"),
        (3, "reason", "66.67"),
        (4, "reason", "100"),
    ]
    assert "ASAM 2025" in answer["findings"][0]["message"]


@pytest.mark.parametrize("points", ["5", "2.5", "1.3"])
def test_equal_steps_of_occupancy(points):
    liquid = {
        "substance": "diazepam",
        "form": "liquid",
        "mg_per_ml": "1",
        "smallest_ml": "0.1",
    }
    plan = request(
        regimen("diazepam", night="40"),
        [*DIAZEPAM, liquid],
        [band("0", points, "occupancy", 14)],
        occupancy={"half_dose_mg": "24.7", "source": "Maudsley 2024"},
    )

    answer = engine.answer(plan)

    targets = [float(step["target_mg"]) for step in answer["steps"]]
    shares = [100 * mg / (mg + 24.7) for mg in targets]
    drops = [high - low for high, low in pairwise(shares)]
    assert drops[:-1] == pytest.approx([float(points)] * (len(drops) - 1), abs=1e-4)
    assert 0 < drops[-1] <= float(points)
