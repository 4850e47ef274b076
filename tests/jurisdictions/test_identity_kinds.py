"""Unknown birthdays, reserve numbers, names between systems, and what libraries do."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

from jurisdictions import identity
from jurisdictions.identity import Kind, NotAnIdentity, parse, sentences

TODAY = date(2026, 11, 21)


def checked(start):
    return start + luhn.calc_check_digit(start[2:])


def stdnum_takes(typed):
    try:
        return bool(personnummer.validate(typed))
    except ValidationError:
        return False


@pytest.mark.parametrize(
    ("month", "day", "born"),
    [
        (0, 60, None),
        (5, 60, None),
        (0, 77, None),
        (5, 77, date(1995, 5, 17)),
        (12, 91, date(1995, 12, 31)),
    ],
)
def test_an_unknown_month_or_day_of_birth_gives_a_year(month, day, born):
    typed = checked(f"1995{month:02}{day:02}238")

    found = parse(typed, today=TODAY)

    assert found.kind == Kind.SAMORDNINGSNUMMER
    assert (found.birth_date, found.birth_year) == (born, 1995)
    assert found.age_on(TODAY) == (31 if born != date(1995, 12, 31) else 30)
    assert not stdnum_takes(typed)


@pytest.mark.parametrize("day", [32, 59, 92, 99])
def test_a_day_outside_every_series_is_refused(day):
    with pytest.raises(NotAnIdentity) as caught:
        parse(checked(f"199505{day:02}238"), today=TODAY)

    assert caught.value.sentence == sentences.NO_SUCH_DATE


@pytest.mark.parametrize("typed", ["19950000238", "19950500238", "19950017238"])
def test_a_personnummer_has_a_whole_birthday(typed):
    with pytest.raises(NotAnIdentity):
        parse(checked(typed), today=TODAY)


def test_an_unknown_birthday_in_the_future_is_refused():
    with pytest.raises(NotAnIdentity) as caught:
        parse(checked("20270060238"), today=TODAY)

    assert caught.value.sentence == sentences.BORN_LATER


@pytest.mark.parametrize("typed", ["202601612381", "191401682396"])
def test_the_library_refuses_published_samordningsnummer(typed):
    """Rules ID-04: it knows no day above 31."""
    assert not stdnum_takes(typed)
    assert parse(typed, today=TODAY).kind == Kind.SAMORDNINGSNUMMER


@given(st.dates(date(1930, 1, 1), TODAY), st.integers(0, 999))
def test_the_library_agrees_on_personnummer(born, birth_number):
    typed = checked(f"{born:%Y%m%d}{birth_number:03}")

    assert stdnum_takes(typed)
    assert parse(typed, today=TODAY).birth_date == born


def test_the_library_lets_somebody_be_born_next_month():
    typed = checked("20261224238")

    assert stdnum_takes(typed)
    with pytest.raises(NotAnIdentity):
        parse(typed, today=TODAY)


@given(
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(2, 10),
)
def test_two_swapped_digits_are_refused_except_nine_and_nought(
    born, birth_number, place
):
    """Luhn does not see 09 become 90: the one known exception."""
    typed = checked(f"{born:%Y%m%d}{birth_number:03}")
    pair = typed[place : place + 2]
    assume(pair[0] != pair[1] and set(pair) != {"0", "9"})

    with pytest.raises(NotAnIdentity):
        parse(typed[:place] + pair[::-1] + typed[place + 2 :], today=TODAY)


def test_the_exceptions_of_luhn_are_as_stated():
    typed = "199001012385"
    swapped = "19" + "09" + typed[4:]

    assert luhn.is_valid(typed[2:]) == luhn.is_valid(swapped[2:])
    # The century stands outside the check digit: a slip there passes when the year can
    # be. That is why the birth date is shown beside every number that was typed.
    assert parse("189001019802", today=TODAY).birth_date == date(1890, 1, 1)
    assert luhn.is_valid("900101" + "9802")


@pytest.mark.parametrize(
    ("granted", "dormant"), [(2020, True), (2021, False), (2026, False)]
)
def test_a_samordningsnummer_rests_after_its_fifth_year(granted, dormant):
    assert identity.is_dormant(granted, on=TODAY) == dormant


@pytest.mark.parametrize("typed", ["19810829M071", "19450829-K088", "19930829x802"])
def test_a_reserve_number_is_taken_where_it_is_asked_for(typed):
    assert parse(typed, today=TODAY, accept_reserve=True).is_stand_in
    with pytest.raises(NotAnIdentity) as caught:
        parse(typed, today=TODAY)
    assert caught.value.sentence == sentences.RESERVE_NUMBER


@pytest.mark.parametrize("typed", ["810829TA12", "19810829-TF01", "19810829R123"])
def test_a_reserve_number_of_another_form_is_refused_in_words(typed):
    with pytest.raises(NotAnIdentity) as caught:
        parse(typed, today=TODAY, accept_reserve=True)

    assert caught.value.sentence == sentences.OTHER_RESERVE


def test_every_kind_has_a_name_and_goes_to_its_oid_and_back():
    assert set(identity.NAMES) == set(Kind)
    for kind in set(Kind) - {Kind.H_NUMMER}:
        oid = identity.oid_of(kind)
        assert identity.kind_of_oid(oid) == kind
        assert identity.kind_of_oid(f"urn:oid:{oid}") == kind
    assert identity.oid_of("h-nummer") == ""
    assert identity.kind_of_oid("1.2.752.74.9.1") is None
    assert identity.oid_of(Kind.PERSONNUMMER) == "1.2.752.129.2.1.3.1"
    assert identity.oid_of(Kind.D_NUMMER) == "2.16.578.1.12.4.1.4.2"
