"""Facts about countries and municipalities."""

from datetime import timedelta

import pytest

from jurisdictions.municipalities import municipalities
from jurisdictions.regimes import CHECKED_ON, NORWAY, REGIMES, SWEDEN_PUBLIC


def test_the_crisis_numbers_are_those_of_the_country():
    assert [line.number for line in SWEDEN_PUBLIC.help_lines] == [
        "112",
        "1177",
        "90101",
    ]
    assert [line.number for line in NORWAY.help_lines] == [
        "113",
        "116 117",
        "116 123",
        "22 40 00 40",
    ]


@pytest.mark.parametrize("regime", REGIMES.values(), ids=REGIMES)
def test_every_number_can_be_dialled_and_says_when_it_was_checked(regime):
    assert regime.crisis_bar == regime.help_lines[:2]
    for line in regime.help_lines:
        assert line.dialled.isdecimal()
        assert line.name
        assert line.note.endswith(".")
        assert line.checked_on <= CHECKED_ON


def test_a_number_grows_stale_after_180_days():
    line = SWEDEN_PUBLIC.emergency

    assert not line.is_stale(line.checked_on + timedelta(days=180))
    assert line.is_stale(line.checked_on + timedelta(days=181))


def test_each_country_counts_its_own_days():
    assert SWEDEN_PUBLIC.visit_within_days == 90
    assert NORWAY.assess_within_working_days == 10
    assert str(SWEDEN_PUBLIC.time_zone) == "Europe/Stockholm"


def test_the_region_has_its_49_municipalities():
    found = municipalities()

    assert len(found) == len({place.code for place in found}) == 49
    assert [place.code for place in found] == sorted(place.code for place in found)
    assert {"Göteborg", "Öckerö", "Lilla Edet"} <= {place.name for place in found}
    assert 1_760_000 < sum(place.population for place in found) < 1_790_000
    assert all(57 < place.lat < 60 and 10.5 < place.lon < 15 for place in found)
