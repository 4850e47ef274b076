"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions import phones
from jurisdictions.phones import NotAPhone, normalise


@pytest.mark.parametrize(
    "typed",
    [
        "0701740615",
        "070-174 06 15",
        "070 – 174 06 15",
        "(070) 174 06 15",
        "070/1740615",
        "+46701740615",
        "+46 70 174 06 15",
        "+46 (0)70-174 06 15",
        "0046 70 174 06 15",
        "0046 (0)70-174 06 15",
        "+460701740615",
        "070\N{NO-BREAK SPACE}174\N{NO-BREAK SPACE}06\N{NO-BREAK SPACE}15",
        "０７０１７４０６１５",
    ],
)
def test_the_same_number_however_typed(typed):
    assert normalise(typed) == "+46701740615"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+46701740615", "070-174 06 15"),
        ("+46313900600", "031-390 06 00"),
        ("+46850000000", "08-500 000 00"),
        ("+46771000000", "0771-00 00 00"),
        ("+4630100000", "0301-000 00"),
        ("+4791000000", "+47 910 00 000"),
        ("+4722000000", "+47 22 00 00 00"),
        ("+4512345678", "+4512345678"),
    ],
)
def test_numbers_are_shown_as_swedes_write_them(number, shown):
    assert phones.shown(number) == shown
    assert normalise(shown) == number


def test_in_norway_the_swedish_number_carries_its_country():
    assert normalise("910 00 000", country="NO") == "+4791000000"
    assert phones.shown("+4791000000", country="NO") == "910 00 000"
    assert phones.shown("+46701740615", country="NO") == "+46 70-174 06 15"


@pytest.mark.parametrize(
    ("typed", "country", "sentence"),
    [
        ("", "SE", phones.EMPTY),
        ("  ", "NO", phones.EMPTY),
        ("ring mig", "SE", phones.WRONG_SIGNS),
        ("0701740615 eller 0701740616", "SE", phones.WRONG_SIGNS),
        ("070+1740615", "SE", phones.WRONG_SIGNS),
        ("112", "SE", phones.TOO_SHORT),
        ("031-39", "SE", phones.TOO_SHORT),
        ("3900600", "SE", phones.NO_AREA_CODE),
        ("070-174 06 1", "SE", phones.WRONG_MOBILE_LENGTH),
        ("070-174 06 155", "SE", phones.TOO_LONG),
        ("+47 123", "SE", phones.WRONG_NORWEGIAN),
        ("910 00 00", "NO", phones.WRONG_NORWEGIAN),
        ("+1234567890123456", "SE", phones.TOO_LONG),
        ("0" * 1_000_000, "SE", phones.WRONG_SIGNS),
    ],
)
def test_each_fault_has_its_own_sentence(typed, country, sentence):
    with pytest.raises(NotAPhone) as caught:
        normalise(typed, country=country)

    assert caught.value.sentence == sentence


@given(st.text(max_size=30))
def test_anything_ends_in_a_number_or_a_sentence(text):
    try:
        number = normalise(text)
        outcome = number == normalise(number) == normalise(phones.shown(number))
    except NotAPhone as fault:
        outcome = str(fault).endswith(".")

    assert outcome


@given(st.from_regex(r"0[1-9][0-9]{6,8}", fullmatch=True))
def test_every_swedish_number_can_be_shown_and_read_again(digits):
    try:
        number = normalise(digits)
    except NotAPhone:
        return

    assert normalise(phones.shown(number)) == number
    assert normalise(phones.shown(number, country="NO"), country="NO") == number


@pytest.mark.parametrize("gap", [1, 95, 1000])
def test_nothing_after_a_number_is_silently_dropped(gap):
    with pytest.raises(NotAPhone):
        normalise("0701740615" + " " * gap + "eller")


def test_only_mobiles_take_text_messages():
    assert phones.is_mobile("+46701740615")
    assert phones.is_mobile("+4791000000")
    assert not phones.is_mobile("+46313900600")
    assert not phones.is_mobile("+4722000000")


def test_fictional_numbers_stay_inside_the_reserved_series():
    mobiles = list(phones.fictional_mobiles())
    landlines = list(phones.fictional_landlines())

    assert (mobiles[0], mobiles[-1]) == ("+46701740605", "+46701740699")
    assert (landlines[0], landlines[-1]) == ("+46313900600", "+46313900649")
    assert all(normalise(number) == number for number in mobiles + landlines)
