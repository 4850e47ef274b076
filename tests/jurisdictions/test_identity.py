"""Identity numbers as people type and paste them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from jurisdictions import identity
from jurisdictions.identity import Kind, NotAnIdentity, parse

TODAY = date(2026, 11, 21)

birth_dates = st.dates(date(1930, 1, 1), TODAY)


def number_of(birth_date: date, birth_number: int, *, day_offset: int = 0) -> str:
    start = f"{birth_date:%Y%m}{birth_date.day + day_offset:02}{birth_number:03}"
    return start + luhn.calc_check_digit(start[2:])


@pytest.mark.parametrize(
    ("number", "birth_date"),
    [
        ("199001012385", date(1990, 1, 1)),
        ("199002012392", date(1990, 2, 1)),
        ("200002292399", date(2000, 2, 29)),
        ("202402292383", date(2024, 2, 29)),
        ("190001019801", date(1900, 1, 1)),
        ("189001019802", date(1890, 1, 1)),
    ],
)
def test_the_published_test_numbers_are_accepted(number, birth_date):
    found = parse(number, today=TODAY)

    assert found.kind == Kind.PERSONNUMMER
    assert found.number == number
    assert found.birth_date == birth_date


@pytest.mark.parametrize(
    ("number", "birth_date"),
    [("202601612381", date(2026, 1, 1)), ("191401682396", date(1914, 1, 8))],
)
def test_a_samordningsnummer_gives_the_real_day_of_birth(number, birth_date):
    found = parse(number, today=TODAY)

    assert found.kind == Kind.SAMORDNINGSNUMMER
    assert found.number == number
    assert found.birth_date == birth_date


@pytest.mark.parametrize(
    "typed",
    [
        "199002012392",
        "19900201-2392",
        "9002012392",
        "900201-2392",
        " 1990 02 01 - 2392 ",
        "1990-02-01-2392",
        "19900201\N{EN DASH}2392",
        "19900201\N{NON-BREAKING HYPHEN}2392",
        "19900201\N{MINUS SIGN}2392",
        "19900201\N{NO-BREAK SPACE}2392",
        "1990\N{SOFT HYPHEN}0201\N{ZERO WIDTH SPACE}2392",
        "１９９００２０１－２３９２",
        "١٩٩٠٠٢٠١٢٣٩٢",
    ],
)
def test_the_same_person_however_typed(typed):
    found = parse(typed, today=TODAY)

    assert found.number == "199002012392"
    assert found.shown == "19900201-2392"


@given(birth_dates, st.integers(0, 999), st.sampled_from([0, 60]), st.data())
def test_any_right_number_survives_every_way_to_write_it(day, birth_number, off, data):
    number = number_of(day, birth_number, day_offset=off)
    sign = "+" if TODAY.year - day.year >= 100 else "-"
    short = f"{number[2:8]}{sign}{number[8:]}"
    typed = data.draw(st.sampled_from([number, f"{number[:8]}-{number[8:]}", short]))

    found = parse(typed, today=TODAY)

    assert found.number == number
    assert found.birth_date == day
    assert parse(found.shown, today=TODAY) == found


@given(birth_dates, st.integers(0, 999), st.integers(8, 11), st.integers(1, 9))
def test_any_wrong_digit_after_the_date_is_refused(day, birth_number, place, change):
    number = number_of(day, birth_number)
    digit = str((int(number[place]) + change) % 10)

    with pytest.raises(NotAnIdentity):
        parse(number[:place] + digit + number[place + 1 :], today=TODAY)


@given(st.text(max_size=30))
def test_anything_else_ends_in_a_sentence(text):
    try:
        outcome = luhn.is_valid(parse(text, today=TODAY).number[2:])
    except NotAnIdentity as fault:
        outcome = str(fault).endswith(".") and "!" not in str(fault)

    assert outcome


def test_a_plus_means_a_hundred_years_or_more():
    assert parse("000101+9801", today=TODAY).number == "190001019801"


def test_the_plus_comes_in_the_year_a_person_turns_a_hundred():
    number = number_of(date(1926, 12, 24), 981)

    found = parse(f"{number[2:8]}+{number[8:]}", today=TODAY)

    assert found.birth_date == date(1926, 12, 24)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", identity.EMPTY),
        ("   ", identity.EMPTY),
        ("-", identity.EMPTY),
        ("Anna Berg", identity.sentences.WRONG_SIGNS),
        ("19900201-239A", identity.sentences.WRONG_SIGNS),
        ("😀", identity.sentences.WRONG_SIGNS),
        ("<script>alert(1)</script>", identity.sentences.WRONG_SIGNS),
        ("1" * 1_000_000, identity.sentences.WRONG_SIGNS),
        ("19900201-239", identity.sentences.OTHER_COUNTRY),
        ("900201239", identity.sentences.WRONG_LENGTH),
        ("1990020123921", identity.sentences.WRONG_LENGTH),
        ("19900230-2392", identity.sentences.NO_SUCH_DATE),
        ("19901301-2392", identity.sentences.NO_SUCH_DATE),
        ("19900132-2392", identity.sentences.NO_SUCH_DATE),
        ("19900192-2392", identity.sentences.NO_SUCH_DATE),
        ("20010229-2390", identity.sentences.NO_SUCH_DATE),
        ("19900201-2393", identity.sentences.WRONG_CHECK_DIGIT),
        ("19900201-3292", identity.sentences.WRONG_CHECK_DIGIT),
        ("20261224-2392", identity.sentences.BORN_LATER),
        ("261224-2392", identity.sentences.BORN_LATER),
        ("18500101-2392", identity.sentences.BORN_TOO_LONG_AGO),
        ("19810829M071", identity.sentences.RESERVE_NUMBER),
    ],
)
def test_each_fault_has_its_own_sentence(typed, sentence):
    with pytest.raises(NotAnIdentity) as caught:
        parse(typed, today=TODAY)

    assert caught.value.sentence == sentence


def test_the_sentence_counts_the_digits():
    with pytest.raises(NotAnIdentity) as caught:
        parse("900201239", today=TODAY)

    assert str(caught.value).startswith("Numret har 9 siffror.")
    assert caught.value.translated(lambda _text: "%(count)d digits.") == "9 digits."


def test_no_sentence_and_no_repr_carries_the_number():
    found = parse("199002012392", today=TODAY)

    assert "1990" not in repr(found)
    with pytest.raises(NotAnIdentity) as caught:
        parse("199002012393", today=TODAY)
    assert "1990" not in str(caught.value)


@pytest.mark.parametrize("typed", ["19810829M071", "19450829-K088", "19930829x802"])
def test_the_published_reserve_numbers_are_accepted_in_demo_data(typed):
    found = parse(typed, today=TODAY, accept_reserve=True)

    assert found.kind == Kind.RESERVE
    assert found.birth_date == date(int(typed[:4]), 8, 29)


@pytest.mark.parametrize(
    "typed", ["19810829M072", "19810829K071", "19810829X071", "19450829M058"]
)
def test_a_reserve_number_outside_its_series_is_refused(typed):
    with pytest.raises(NotAnIdentity):
        parse(typed, today=TODAY, accept_reserve=True)


@given(birth_dates)
def test_made_reserve_numbers_are_right_and_all_different(day):
    made = list(identity.reserve_numbers(day))

    assert len(set(made)) == len(made) == 84
    for number in made:
        found = parse(number, today=TODAY, accept_reserve=True)
        assert (found.number, found.birth_date) == (number, day)


def test_test_numbers_are_two_a_day_and_always_the_same():
    made = list(identity.synthetic_numbers(2000))

    assert len(set(made)) == len(made) == 2 * 366
    assert made == list(identity.synthetic_numbers(2000))
    assert "200002292399" in made
    for number in made:
        assert identity.is_synthetic(number)
        assert parse(number, today=TODAY).number == number


def test_no_test_number_is_made_up_for_years_where_it_could_be_somebody():
    with pytest.raises(ValueError, match="1990"):
        next(identity.synthetic_numbers(1989))


@given(birth_dates, st.integers(0, 999))
def test_only_the_two_test_birth_numbers_from_1990_are_synthetic(day, birth_number):
    expected = day.year >= 1990 and birth_number in {238, 239}

    assert identity.is_synthetic(number_of(day, birth_number)) == expected


@pytest.mark.parametrize(
    ("birth_date", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(1990, 11, 21), date(2026, 11, 21), 36),
        (date(1990, 11, 22), date(2026, 11, 21), 35),
    ],
)
def test_age_is_whole_years(birth_date, day, age):
    assert identity.age_on(birth_date, day) == age


@given(birth_dates, st.integers(0, 20_000))
def test_age_never_falls(birth_date, days):
    day = birth_date + timedelta(days=days)

    tomorrow = identity.age_on(birth_date, day + timedelta(days=1))

    assert tomorrow - identity.age_on(birth_date, day) in {0, 1}
