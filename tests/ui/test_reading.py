"""The reading check: plain hints about a plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import reading


def test_the_longest_sentence_is_found_and_counted():
    found = reading.check("Hej. Vi läser remissen och ringer dig sedan. Vänta.")

    assert found.sentences == 3
    assert found.longest == "Vi läser remissen och ringer dig sedan."
    assert found.longest_words == 7
    assert not found.is_long


def test_a_sentence_of_many_words_is_pointed_out():
    found = reading.check("ord " * 26 + ".")

    assert found.is_long


def test_headings_and_points_are_lines_of_their_own():
    found = reading.check("# Rubrik\n\n## Del\n- en sak\n- en sak till")

    assert found.sentences == 4
    assert "#" not in found.longest


def test_lix_counts_words_per_sentence_and_long_words():
    # Four words, one sentence, one of them longer than six letters: 4 + 25.
    assert reading.check("Vi läser din journal.").lix == 29


@pytest.mark.parametrize(
    ("lix", "word"), [(20, "mycket lätt"), (35, "lätt"), (59, "svår"), (80, "mycket")]
)
def test_lix_is_said_in_a_word(lix, word):
    assert str(reading.Reading(lix=lix).lix_word).startswith(word)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("Du har ett missbruk.", "beroende"),
        ("Läkemedelsmissbruk är vanligt.", "beroende"),
        ("Du uteblev från besöket.", "kom inte till besöket"),
        ("Du misslyckades.", "paus"),
        ("Ta dina piller.", "läkemedel"),
        ("Vi planerar en avgiftning.", "trappa ned"),
        ("Du är omotiverad.", "vill inte just nu"),
    ],
)
def test_words_that_we_do_not_use_have_another_way_to_say_it(said, instead):
    found = reading.check(said).instead

    assert len(found) == 1
    assert instead in found[0].say


def test_the_words_are_those_of_the_language():
    assert reading.check("Take the pills as usual.", "en").instead
    assert reading.check("Du møtte ikke, du uteble.", "nb").instead
    assert not reading.check("Take the medicine as usual.", "en").instead


def test_what_is_done_by_nobody_is_a_hint():
    said = "Tiden bokas sedan. Remissen bedöms av oss. Vi hoppas att du trivs."

    assert reading.check(said).passive == ("bokas", "bedöms")


def test_words_in_braces_are_one_word():
    assert reading.check("Hej {name}.").words == 2


def test_an_empty_text_has_nothing_to_say():
    assert reading.check("  \n# \n") == reading.Reading()


@given(st.text(max_size=300), st.sampled_from(["sv", "nb", "en", "fi"]))
def test_any_text_can_be_read(text, language):
    found = reading.check(text, language)

    assert found.words >= found.longest_words
    assert found.lix >= 0


def test_a_long_text_is_read_at_once():
    text = "Vi läser remissen och ringer dig. " * 600

    assert reading.check(text).sentences == 600
