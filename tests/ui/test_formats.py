"""The examples beside the filters are true, and the languages differ as they should."""

import doctest
import importlib
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import engines
from django.utils import translation

from ui.icons import OUTLINES, SHAPES
from ui.status import MARKS
from ui.templatetags import dates, numbers, parts

WITH_EXAMPLES = [
    "ui.fields", "ui.icons", "ui.charts.scales", "ui.templatetags.dates",
    "ui.templatetags.numbers", "ui.templatetags.parts",
]  # fmt: skip


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_are_true(name: str) -> None:
    with translation.override("sv"):
        result = doctest.testmod(importlib.import_module(name))

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("module", [dates, numbers, parts])
def test_every_filter_and_tag_shows_an_example(module: object) -> None:
    library = module.register  # type: ignore[attr-defined]
    without = [
        name
        for name, function in library.filters.items()
        if ">>>" not in (function.__doc__ or "")
    ]

    assert without == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [("sv", "7,5\u00a0mg"), ("nb", "7,5\u00a0mg"), ("en", "7.5\u00a0mg")],
)
def test_the_decimal_mark_follows_the_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert numbers.mg(Decimal("7.50")) == shown


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("sv", "tors 12 maj", "torsdag 12 maj"),
        ("nb", "tors 12 mai", "torsdag 12. mai"),
        ("en", "Thu 12 May", "Thursday 12 May"),
    ],
)
def test_days_are_written_as_in_the_language(
    language: str, short: str, long: str
) -> None:
    with translation.override(language):
        assert dates.day(date(2022, 5, 12)) == short
        assert dates.longday(date(2022, 5, 12)) == long


def test_a_moment_is_shown_on_the_day_and_clock_of_the_place() -> None:
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)

    assert dates.day(late) == "fre 20 nov"
    assert dates.clock(late) == "00.30"


def test_a_patient_never_meets_a_bare_half() -> None:
    shown = {numbers.tablet_words(Fraction(n, 4)) for n in range(40)}

    assert not [words for words in shown if {"½", "¼", "¾"} & set(words)]


def test_every_status_has_a_word_and_a_shape_that_exists() -> None:
    assert {mark.shape for mark in MARKS.values()} <= set(SHAPES)
    assert all(str(mark.label) for mark in MARKS.values())


def test_an_unknown_status_is_still_readable() -> None:
    assert ">Något nytt</span>" in parts.status_tag("nytt", "Något nytt")


def test_a_name_in_a_tag_is_only_text() -> None:
    assert "<b>" not in parts.warning_tag("<b>")


@pytest.mark.parametrize("name", OUTLINES)
def test_every_icon_is_hidden_from_those_who_listen(name: str) -> None:
    assert 'aria-hidden="true"' in parts.icon(name)


def test_one_load_brings_all() -> None:
    template = engines["django"].from_string(
        "{% load ui %}{{ dose|mg }} {{ day|longday }} {% icon 'phone' %}"
    )

    assert "7,5\u00a0mg torsdag 19 november" in template.render(
        {"dose": Decimal("7.5"), "day": date(2026, 11, 19)}
    )
