"""Doses as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions import doses
from jurisdictions.doses import NotADose, looks_tenfold, parse


@pytest.mark.parametrize(
    ("typed", "dose"),
    [
        ("10", "10"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("2,50 mg", "2.5"),
        ("2,5mg", "2.5"),
        ("100", "100"),
        ("10,0", "10"),
        ("1 000", "1000"),
        ("1 000,5 mg", "1000.5"),
        ("1\N{NO-BREAK SPACE}000", "1000"),
        ("0,125", "0.125"),
        ("0.0625", "0.0625"),
        ("0,250", "0.25"),
        (" 5 Milligram ", "5"),
        ("１０", "10"),
    ],
)
def test_comma_point_unit_and_spaces_are_understood(typed, dose):
    assert parse(typed) == Decimal(dose)
    assert str(parse(typed)) == dose


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", doses.EMPTY),
        ("halv", doses.WRONG_SIGNS),
        ("-5", doses.WRONG_SIGNS),
        ("½", doses.WRONG_SIGNS),
        ("1,2,3", doses.WRONG_SIGNS),
        (",5", doses.WRONG_SIGNS),
        ("10 20", doses.WRONG_SIGNS),
        ("😀", doses.WRONG_SIGNS),
        ("5 g", doses.OTHER_UNIT),
        ("25 µg", doses.OTHER_UNIT),
        ("25 mikrogram", doses.OTHER_UNIT),
        ("2 tabl", doses.OTHER_UNIT),
        ("2.500", doses.AMBIGUOUS),
        ("1.000", doses.AMBIGUOUS),
        ("12,500 mg", doses.AMBIGUOUS),
        ("0", doses.NOT_ABOVE_ZERO),
        ("0,0", doses.NOT_ABOVE_ZERO),
        ("0,00001", doses.TOO_MANY_DECIMALS),
        ("100000", doses.TOO_LARGE),
        ("9" * 90, doses.TOO_LARGE),
        ("9" * 1_000_000, doses.WRONG_SIGNS),
    ],
)
def test_each_fault_has_its_own_sentence(typed, sentence):
    with pytest.raises(NotADose) as caught:
        parse(typed)

    assert caught.value.sentence == sentence


def test_nothing_can_be_a_dose_where_that_is_meant():
    assert parse("0", allow_zero=True) == 0


@given(st.decimals(Decimal("0.0001"), Decimal(99_999), places=2).filter(bool))
def test_any_dose_survives_being_written_with_a_comma(dose):
    assert parse(str(dose).replace(".", ",")) == dose


@given(st.text(max_size=20))
def test_anything_ends_in_a_dose_or_a_sentence(text):
    try:
        outcome = parse(text) > 0
    except NotADose as fault:
        outcome = str(fault).endswith(".")

    assert outcome


@pytest.mark.parametrize(
    ("new", "usual", "suspicious"),
    [
        ("25", "2.5", True),
        ("2.5", "25", True),
        ("100", "1", True),
        ("20", "2.5", True),
        ("15", "2.5", False),
        ("10", "10", False),
        ("0", "10", False),
        ("10", "0", False),
    ],
)
def test_a_slipped_comma_is_noticed_both_ways(new, usual, suspicious):
    assert looks_tenfold(Decimal(new), Decimal(usual)) == suspicious
