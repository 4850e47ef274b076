"""What the contract does not allow is refused, at its place and in words."""

import pytest

from tapering import engine
from tests.tapering.engine.asked import (
    band,
    example,
    hand_step,
    liquid,
    patch,
    regimen,
    request,
    tablet,
)


def path_of(asked):
    """Return where `asked` is refused."""
    with pytest.raises(engine.Refusal) as refusal:
        engine.answer(asked)
    assert refusal.value.message.endswith(".")
    return refusal.value.path


def put(place, value):
    """Return the example with `value` at `place`, as in "policy.bands.0.size"."""
    asked = example()
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    spot = asked
    for key in way:
        spot = spot[key]
    spot[last] = value
    return asked


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        ("start", "2026-13-01", "start"),
        ("start", "20261201", "start"),
        ("start", 20261201, "start"),
        ("regimen", [], "regimen"),
        ("regimen", {}, "regimen"),
        ("regimen.0", "10", "regimen[0]"),
        ("regimen.0.mg", 10, "regimen[0].mg"),
        ("regimen.0.mg", 10.0, "regimen[0].mg"),
        ("regimen.0.mg", "10,0", "regimen[0].mg"),
        ("regimen.0.mg", "010", "regimen[0].mg"),
        ("regimen.0.mg", "1e1", "regimen[0].mg"),
        ("regimen.0.mg", "-5", "regimen[0].mg"),
        ("regimen.0.mg", "5.00001", "regimen[0].mg"),
        ("regimen.0.mg", "0", "regimen[0].mg"),
        ("regimen.0.mg", "10000.5", "regimen[0].mg"),
        ("regimen.0.mg", "7.5", "regimen[0].mg"),
        ("regimen.0.mg", "10\n", "regimen[0].mg"),
        ("regimen.0.daypart", "dusk", "regimen[0].daypart"),
        ("regimen.1.daypart", "morning", "regimen[1]"),
        ("regimen.0.substance", "", "regimen[0].substance"),
        ("regimen.0.substance", "diazepam", "regimen[0].substance"),
        ("regimen.0.unit", "mg", "regimen[0].unit"),
        ("taper", "diazepam", "taper"),
        ("taper", None, "taper"),
        ("products", [], "products"),
        ("products.1.strength_mg", "10", "products[1]"),
        ("products.0.parts", 3, "products[0].parts"),
        ("products.0.parts", 8, "products[0].parts"),
        ("products.0.parts", True, "products[0].parts"),
        ("products.0.form", "capsule", "products[0].form"),
        ("products.0.strength_mg", "0", "products[0].strength_mg"),
        ("products.0.mg_per_ml", "1", "products[0].mg_per_ml"),
        ("policy.bands", [], "policy.bands"),
        ("policy.bands.0.size", "0", "policy.bands[0].size"),
        ("policy.bands.0.size", "100.1", "policy.bands[0].size"),
        ("policy.bands.0.of", "dose", "policy.bands[0].of"),
        ("policy.bands.0.of", "occupancy", "policy.bands[0].of"),
        ("policy.bands.0.unit", "percent", "policy.bands[0].unit"),
        ("policy.bands.0.every_days", 0, "policy.bands[0].every_days"),
        ("policy.bands.0.every_days", 731, "policy.bands[0].every_days"),
        ("policy.bands.0.every_days", "14", "policy.bands[0].every_days"),
        ("policy.bands.1.above", "20", "policy.bands[1].above"),
        ("policy.bands.1.above", "2.5", "policy.bands[1].above"),
        ("policy.goal_mg", "7", "policy.goal_mg"),
        ("policy.goal_mg", "30", "policy.goal_mg"),
        ("policy.rounding", "up", "policy.rounding"),
        ("policy.take", "first", "policy.take"),
        ("policy.order", ["noon", "noon"], "policy.order[1]"),
        ("policy.order", "noon", "policy.order"),
        ("policy.limits.0.days", 0, "policy.limits[0].days"),
        ("policy.limits.0.severity", "alarm", "policy.limits[0].severity"),
        ("policy.limits.0.of", "occupancy", "policy.limits[0].of"),
        ("policy.hold", {}, "policy.hold"),
        ("policy.occupancy", {"half_dose_mg": "1"}, "policy.occupancy.source"),
        ("dispense_every_days", 0, "dispense_every_days"),
        ("dispense_every_days", None, "dispense_every_days"),
        ("steps", [], "steps"),
        ("switch", {}, "switch.from"),
        ("alternate_days", True, "alternate_days"),
    ],
)
def test_it_is_refused_at_its_place(place, value, path):
    assert path_of(put(place, value)) == path


@pytest.mark.parametrize("key", ["start", "regimen", "taper", "products", "policy"])
def test_what_is_missing_is_named(key):
    asked = example()
    del asked[key]

    assert path_of(asked) == key


def test_bands_are_missing():
    assert path_of(put("policy", {})) == "policy.bands"


def test_a_request_is_an_object():
    for asked in (None, [], "plan", 1):
        assert path_of(asked) == ""


def test_more_than_the_contract_allows_is_refused_not_shortened():
    asked = example()
    assert path_of(asked | {"products": asked["products"] * 21}) == "products"
    many = [band(str(21 - above), "1") for above in range(21)]
    assert path_of(put("policy.bands", many)) == "policy.bands"
    endless = [band("0", "0.0001", "current", 1)]
    asked["policy"] |= {"bands": endless, "stop_below_mg": "1"}
    assert path_of(asked) == "policy.bands"


def test_a_plan_past_the_last_year_is_refused():
    asked = put("policy.bands", [band("0", "0.0026", "mg", 730)])

    assert path_of(asked) == "policy.bands"


def test_doses_without_products_that_make_them_are_refused():
    asked = example()
    asked["regimen"] += regimen("zopiclone", night="7.5")
    assert path_of(asked) == "regimen[2].substance"

    asked["products"].append(tablet("zopiclone", "5", 1))
    assert path_of(asked) == "regimen[2].mg"


def test_turns_that_end_above_the_goal_are_refused():
    asked = request(
        regimen("a", morning="10", night="15"),
        [tablet("a", "10", 1), tablet("a", "15", 1)],
        [band("0", "10")],
        goal_mg="15",
        take="round_robin",
        order=["night"],
    )
    assert path_of(asked) == "policy.goal_mg"

    asked["policy"]["order"] = ["morning"]
    assert engine.answer(asked)["ends_on"] == "2026-12-15"


def test_a_limit_that_refuses_stops_a_computed_plan():
    asked = put("policy.limits.0.severity", "refuse")

    assert path_of(asked) == "policy.limits[0]"


@pytest.mark.parametrize(
    "asked",
    [
        request(
            regimen("a", night="10000"), [tablet("a", "0.0001", 4)], [band("0", "9")]
        ),
        request(
            regimen("a", night="9999"),
            [tablet("a", "0.0003", 1), tablet("a", "9", 1)],
            [band("0", "9")],
        ),
        request(
            regimen("a", morning="2473", noon="2467", evening="2449", night="2441"),
            [
                tablet("a", mg, 1)
                for mg in ("97", "101", "103", "2473", "2467", "2449", "2441")
            ],
            [band("0", "4", "mg", 1)],
        ),
        request(
            regimen("a", night="100"),
            [liquid("a", "1", "0.0001"), tablet("a", "5", 1)],
            [band("0", "1.0001")],
        ),
    ],
)
def test_what_cannot_be_computed_in_time_is_refused(asked):
    assert path_of(asked) == "products"


def test_patches_are_not_mixed_with_other_forms():
    asked = {
        "start": "2026-12-01",
        "regimen": [{"substance": "fentanyl", "ug_per_h": "50"}],
        "taper": "fentanyl",
        "products": [patch("fentanyl", "25", 3)],
        "policy": {
            "bands": [
                {
                    "above": "0",
                    "unit": "ug_per_h",
                    "size": "25",
                    "of": "ug_per_h",
                    "every_days": 14,
                }
            ]
        },
    }
    assert path_of(asked) == "policy.bands[0].every_days"

    mixed = asked | {"products": [*asked["products"], tablet("fentanyl", "1", 1)]}
    assert path_of(mixed) == "products[1].form"

    asked["regimen"][0]["daypart"] = "night"
    assert path_of(asked) == "regimen[0].daypart"


def test_hand_made_steps_are_read_as_strictly():
    asked = example()
    first = hand_step("2026-12-01", 7, *asked["regimen"])

    assert (
        path_of(asked | {"steps": [first | {"days": None}, first]}) == "steps[0].days"
    )
    assert (
        path_of(asked | {"steps": [first | {"target_mg": "1"}]}) == "steps[0].target_mg"
    )
    double = first | {"doses": [*asked["regimen"], asked["regimen"][0]]}
    assert path_of(asked | {"steps": [double]}) == "steps[0].doses[2]"
