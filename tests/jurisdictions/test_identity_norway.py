"""Norwegian numbers. None stands here that could be somebody's: all are made."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

from jurisdictions.identity import (
    Kind,
    NotAnIdentity,
    is_synthetic,
    norwegian,
    norwegian_synthetic_numbers,
    parse,
    sentences,
)

TODAY = date(2026, 11, 21)
LATER = date(2033, 1, 1)
# The one that is published (rules ID-12).
PUBLISHED = "10915596784"


def whole(start):
    checks = norwegian.check_digits(start)
    assume(checks)
    return start + checks


def number(born, individual, *, day=0, month=0):
    start = f"{born.day + day:02}{born.month + month:02}{born:%y}{individual:03}"
    return whole(start)


twentieth = st.dates(date(1900, 1, 1), date(1999, 12, 31))
low = st.integers(0, 499)


def read(text, **given):
    return parse(text, **{"today": TODAY, "country": "NO", **given})


def test_the_published_test_number_is_taken_only_where_people_practise():
    found = read(PUBLISHED, allow_synthetic=True)

    assert (found.kind, found.birth_date) == (Kind.FODSELSNUMMER, date(1955, 11, 10))
    assert found.shown == "109155 96784"
    for country in ("NO", "SE"):
        with pytest.raises(NotAnIdentity) as caught:
            read(PUBLISHED, country=country)
        assert caught.value.sentence == sentences.SYNTHETIC


@given(twentieth, low)
def test_a_number_is_read_on_either_side_of_the_border(born, individual):
    found = read(number(born, individual))

    assert found == read(found.shown) == read(found.number, country="SE")
    assert (found.kind, found.birth_date) == (Kind.FODSELSNUMMER, born)


@given(twentieth, low, st.sampled_from(["{0} {1}", "{0}-{1}", " {0}\u00a0{1} "]))
def test_any_way_of_typing_means_the_same(born, individual, form):
    typed = number(born, individual)

    assert read(form.format(typed[:6], typed[6:])).number == typed


@pytest.mark.parametrize(
    ("day", "month", "kind"),
    [
        (40, 0, Kind.D_NUMMER),
        (0, 40, Kind.H_NUMMER),
        (0, 80, Kind.FODSELSNUMMER),
        (40, 80, Kind.D_NUMMER),
    ],
)
@given(born=twentieth, individual=low)
def test_what_is_added_to_day_or_month_says_the_kind(
    day, month, kind, born, individual
):
    typed = number(born, individual, day=day, month=month)

    found = read(typed, allow_synthetic=True)

    assert (found.kind, found.birth_date) == (kind, born)
    assert is_synthetic(typed) == (month == 80)


@pytest.mark.parametrize(
    ("two", "individual", "year"),
    [
        (0, 0, 1900),
        (99, 499, 1999),
        (54, 500, None),  # 1854: nobody is that old
        (0, 500, 2000),
        (25, 999, 2025),
        (39, 750, None),  # 2039
        (40, 900, 1940),
        (99, 999, 1999),
        (40, 500, None),
        (53, 749, None),
    ],
)
def test_the_individual_number_says_the_century(two, individual, year):
    # Some starts have no check digits: take the first day that has.
    starts = (f"{day:02}01{two:02}{individual:03}" for day in range(1, 29))
    typed = next(s + c for s in starts if (c := norwegian.check_digits(s)))

    if year is None:
        with pytest.raises(NotAnIdentity):
            read(typed)
    else:
        assert read(typed).birth_date.year == year


@given(twentieth, low, st.integers(0, 10), st.integers(1, 9))
def test_one_changed_digit_is_refused(born, individual, place, change):
    typed = number(born, individual)
    digit = str((int(typed[place]) + change) % 10)

    with pytest.raises(NotAnIdentity):
        read(typed[:place] + digit + typed[place + 1 :], allow_synthetic=True)


@given(twentieth, low, st.integers(0, 9))
def test_two_swapped_digits_are_refused(born, individual, place):
    """The mod 11 check has no exception, unlike Luhn with its 09 and 90."""
    typed = number(born, individual)
    assume(typed[place] != typed[place + 1])
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]

    with pytest.raises(NotAnIdentity):
        read(swapped, allow_synthetic=True)


def of_new_rule(born, remainder):
    """A number whose first check digit leaves a remainder that 2032 allows."""
    for individual in range(500):
        start = f"{born:%d%m%y}{individual:03}"
        for checks in range(100):
            typed = f"{start}{checks:02}"
            if norwegian.remainders(typed) == (remainder, 0):
                return typed
    raise AssertionError


@pytest.mark.parametrize("remainder", [1, 2, 3])
def test_the_rule_of_2032_holds_from_that_year(remainder):
    typed = of_new_rule(date(1980, 5, 17), remainder)

    with pytest.raises(NotAnIdentity) as caught:
        read(typed)
    found = read(typed, today=LATER)

    assert caught.value.sentence == sentences.WRONG_NORWEGIAN
    # Such a number tells no century.
    assert (found.kind, found.birth_date) == (Kind.FODSELSNUMMER, None)
    assert found.age_on(LATER) is None


@pytest.mark.parametrize("remainder", [4, 7, 10])
def test_other_remainders_are_never_allowed(remainder):
    typed = of_new_rule(date(1980, 5, 17), remainder)

    with pytest.raises(NotAnIdentity):
        read(typed, today=LATER)


def test_an_impossible_day_is_refused_under_the_new_rule_too():
    typed = next(
        f"310280{rest:05}"
        for rest in range(100_000)
        if norwegian.remainders(f"310280{rest:05}") == (1, 0)
    )

    with pytest.raises(NotAnIdentity) as caught:
        read(typed, today=LATER)

    assert caught.value.sentence == sentences.NO_SUCH_DATE_IN_NORWAY


@given(st.integers(800_000_000, 999_999_999))
def test_a_common_help_number_has_no_date(start):
    found = read(whole(str(start)))

    assert (found.kind, found.birth_date) == (Kind.FH_NUMMER, None)
    assert found.is_stand_in


@pytest.mark.parametrize(
    ("typed", "country", "sentence"),
    [
        ("", "NO", sentences.EMPTY_IN_NORWAY),
        ("DUF 200812345678", "NO", sentences.DUF_NUMBER),
        ("duf-2008 123456 78", "SE", sentences.DUF_NUMBER),
        ("200899345678", "NO", sentences.DUF_NUMBER),
        ("1091559678", "NO", sentences.WRONG_LENGTH_IN_NORWAY),
        ("900201-2392", "NO", sentences.WRONG_LENGTH_IN_NORWAY),
        ("10915596783", "NO", sentences.WRONG_NORWEGIAN),
        ("10915596783", "SE", sentences.OTHER_COUNTRY),
        ("19900201-239", "SE", sentences.OTHER_COUNTRY),
        ("20010203-239", "SE", sentences.OTHER_COUNTRY),
    ],
)
def test_each_fault_has_its_own_sentence(typed, country, sentence):
    with pytest.raises(NotAnIdentity) as caught:
        read(typed, country=country)

    assert caught.value.sentence == sentence


def test_a_swede_in_norway_is_written_with_twelve_digits():
    assert read("19900201-2392").kind == Kind.PERSONNUMMER


def test_made_numbers_are_right_and_belong_to_nobody():
    for d_number in (False, True):
        made = list(norwegian_synthetic_numbers(date(1985, 3, 9), d_number=d_number))
        assert len(set(made)) == len(made) > 300
        for typed in made[:50]:
            assert is_synthetic(typed)
            found = read(typed, allow_synthetic=True)
            assert found.birth_date == date(1985, 3, 9)


# ------------------------------------------------- where python-stdnum says otherwise


def stdnum_takes(typed):
    try:
        return bool(fodselsnummer.validate(typed))
    except ValidationError:
        return False


@given(twentieth, low)
def test_the_library_agrees_on_fodselsnummer_and_d_numbers(born, individual):
    assert stdnum_takes(number(born, individual))
    assert stdnum_takes(number(born, individual, day=40))


def test_the_library_knows_no_test_people_no_help_numbers_and_not_2032():
    """Why we read these ourselves (rules ID-13)."""
    help_number = next(
        s + c for s in map(str, range(800_000_000, 800_000_100))
        if (c := norwegian.check_digits(s))
    )  # fmt: skip

    assert not stdnum_takes(PUBLISHED)
    assert not stdnum_takes(help_number)
    assert not stdnum_takes(of_new_rule(date(1980, 5, 17), 2))
