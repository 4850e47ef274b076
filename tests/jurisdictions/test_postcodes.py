"""Postcodes as people type them, and as they stand on an envelope."""

import pytest

from jurisdictions import postcodes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("46330", "463 30"),
        (" 463 30 ", "463 30"),
        ("463\N{NO-BREAK SPACE}30", "463 30"),
        ("SE-463 30", "463 30"),
        ("S 46330", "463 30"),
        ("0150", "0150"),
        ("NO-0150", "0150"),
    ],
)
def test_a_postcode_is_kept_as_on_an_envelope(typed, kept):
    assert postcodes.tidy(typed) == kept


@pytest.mark.parametrize("typed", ["", "463", "463300", "4633A", "Box 3", "٤٦٣"])
def test_what_is_no_postcode_is_said(typed):
    with pytest.raises(postcodes.NotAPostcode, match="postnumret"):
        postcodes.tidy(typed)
