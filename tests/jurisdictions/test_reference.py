"""References that survive being read aloud."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions import reference
from jurisdictions.reference import ALPHABET, NotACode, NotAReference

references = st.integers().map(lambda seed: reference.make(random.Random(seed)))
places = st.integers(0, reference.LENGTH - 1)


@given(references)
def test_a_reference_survives_being_shown_and_read(made):
    shown = reference.shown(made)

    assert len(shown) == 9
    assert shown[4] == "-"
    assert reference.parse(shown) == made


@given(references)
def test_small_letters_spaces_and_look_alikes_are_understood(made):
    typed = f" {made[:2]} {made[2:]} ".lower()
    typed = typed.replace("0", "o").replace("1", "l")

    assert reference.parse(typed) == made
    assert reference.parse(typed.replace("l", "I")) == made


@given(references, places, st.integers(1, len(ALPHABET) - 1))
def test_any_single_wrong_sign_is_refused(made, place, change):
    sign = ALPHABET[(ALPHABET.index(made[place]) + change) % len(ALPHABET)]

    with pytest.raises(NotAReference):
        reference.parse(made[:place] + sign + made[place + 1 :])


@given(references, places, places)
def test_two_signs_that_changed_places_are_refused(made, one, other):
    signs = list(made)
    signs[one], signs[other] = signs[other], signs[one]
    typed = "".join(signs)

    if typed == made:
        assert reference.parse(typed) == made
    else:
        with pytest.raises(NotAReference):
            reference.parse(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", reference.EMPTY),
        ("4F7K-9Q2", reference.WRONG_FORM),
        ("4F7K-9Q2U", reference.WRONG_FORM),
        ("4F7K-9Q2TT", reference.WRONG_FORM),
        ("😀" * 8, reference.WRONG_FORM),
        ("4" * 1_000_000, reference.WRONG_FORM),
    ],
)
def test_what_is_no_reference_gets_a_sentence(typed, sentence):
    with pytest.raises(NotAReference) as caught:
        reference.parse(typed)

    assert caught.value.sentence == sentence


def test_no_sign_is_one_that_people_misread():
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@given(st.integers())
def test_a_code_is_six_digits_however_grouped(seed):
    code = reference.make_code(random.Random(seed))

    assert reference.parse_code(f" {code[:3]} {code[3:]}") == code
    assert reference.parse_code(f"{code[:3]}-{code[3:]}") == code


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a"])
def test_what_is_no_code_gets_a_sentence(typed):
    with pytest.raises(NotACode, match="sex siffror"):
        reference.parse_code(typed)
