"""What the fields accept, and what they say when they cannot."""

import uuid
from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from ui.forms import (
    CreatingForm,
    DateField,
    DecimalField,
    Form,
    IntegerField,
    TextField,
    TimeField,
    one_more_row,
)


class Questions(Form):
    name = TextField(label="Namn", max_length=5)
    text = forms.CharField(label="Text", widget=forms.Textarea)
    dose = DecimalField(label="Dos", max_value=Decimal(500))
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A")])
    on = DateField(label="Dag")
    clock = TimeField(label="Klockan")
    mail = forms.EmailField(label="E-post")
    count = IntegerField(label="Antal", min_value=1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7,5", "7.5"), ("7.5", "7.5"), (" 0,25 ", "0.25"), (",5", "0.5"),
        ("1 000", "1000"), ("1\u00a0000,5", "1000.5"), ("−2", "-2"), ("12,", "12"),
    ],
)  # fmt: skip
def test_comma_and_point_mean_the_same(typed: str, meant: str) -> None:
    assert DecimalField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["7,5,0", "7.5.0", "abc", "1e5", "NaN", "Infinity", "٣", "½", "5 mg", "--5"],
)
def test_what_is_not_a_number_is_asked_about_again(typed: str) -> None:
    with pytest.raises(
        ValidationError, match="Skriv talet i siffror, till exempel 7,5"
    ):
        DecimalField().clean(typed)


def test_a_known_amount_is_shown_with_the_mark_of_the_language() -> None:
    field = DecimalField()

    assert field.prepare_value(Decimal("7.50")) == "7,5"
    with translation.override("en"):
        assert field.prepare_value(Decimal("7.50")) == "7.5"


@pytest.mark.parametrize(
    "typed", ["2026-11-20", "20261120", "20/11 2026", "20.11.2026"]
)
def test_a_day_can_be_written_in_the_ways_people_write_it(typed: str) -> None:
    assert DateField().clean(typed) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "11/20 2026", "i morgon", "0000-00-00"]
)
def test_a_day_that_does_not_exist_is_asked_about_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        DateField().clean(typed)


@pytest.mark.parametrize("typed", ["10.30", "10:30", "1030", "kl 10.30"])
def test_a_time_can_be_written_in_the_ways_people_write_it(typed: str) -> None:
    assert TimeField().clean(typed) == time(10, 30)


@pytest.mark.parametrize("typed", ["25.00", "10.75", "tio"])
def test_a_time_that_does_not_exist_is_asked_about_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        TimeField().clean(typed)


def test_an_empty_form_says_what_to_do_for_each_question() -> None:
    form = Questions({})

    assert form.errors["name"] == ["Fyll i ”Namn”"]
    assert form.errors["kind"] == ["Välj ett svar på ”Slag”"]


def test_every_sentence_is_ours_and_blames_nobody() -> None:
    form = Questions(
        {
            "name": "för långt namn", "text": "x", "dose": "1000", "kind": "b",
            "on": "x", "clock": "x", "mail": "x", "count": "0",
        }
    )  # fmt: skip

    assert form.errors == {
        "name": ["Skriv högst 5 tecken. Nu är det 14."],
        "dose": ["Skriv högst 500"],
        "kind": ["Välj ett av svaren på ”Slag”"],
        "on": ["Skriv datumet så här: 2026-11-20"],
        "clock": ["Skriv klockslaget så här: 10.30"],
        "mail": ["Skriv e-postadressen så här: namn@exempel.se"],
        "count": ["Skriv minst 1"],
    }


def test_a_sentence_that_the_form_has_chosen_wins() -> None:
    class Own(Form):
        name = TextField(label="Namn", error_messages={"required": "Skriv ditt namn"})

    assert Own({}).errors["name"] == ["Skriv ditt namn"]


def test_a_label_with_a_per_cent_sign_does_no_harm() -> None:
    class Own(Form):
        share = TextField(label="Andel i %", max_length=1)

    assert Own({}).errors["share"] == ["Fyll i ”Andel i %”"]


def test_a_megabyte_of_text_gets_a_sentence() -> None:
    form = Questions({"text": "å" * 1_000_000})

    assert form.errors["text"] == ["Skriv högst 20000 tecken. Nu är det 1000000."]


def test_the_sign_that_the_database_cannot_hold_is_left_out() -> None:
    form = Questions({"name": "A\x00nn"})

    form.is_valid()

    assert form.cleaned_data["name"] == "Ann"


def test_it_is_left_out_of_what_a_browser_posts_too() -> None:
    form = Questions(QueryDict("name=A%00nn&kind=a"))

    form.is_valid()

    assert form.cleaned_data["name"] == "Ann"


def test_emoji_are_letters_like_others() -> None:
    form = Questions({"name": "🙂"})

    form.is_valid()

    assert form.cleaned_data["name"] == "🙂"


def test_a_form_that_makes_something_carries_its_own_key() -> None:
    first, second = CreatingForm(), CreatingForm()

    assert uuid.UUID(str(first["form_key"].value()))
    assert first["form_key"].value() == first["form_key"].value()
    assert first["form_key"].value() != second["form_key"].value()


@pytest.mark.parametrize("sent", ["", "damaged", None])
def test_a_lost_key_never_stops_what_was_written(sent: str | None) -> None:
    form = CreatingForm({"form_key": sent} if sent is not None else {})

    assert form.is_valid()
    assert isinstance(form.cleaned_data["form_key"], uuid.UUID)


def test_the_key_that_was_sent_is_kept() -> None:
    key = uuid.uuid4()
    form = CreatingForm({"form_key": str(key)})

    assert form.is_valid()
    assert form.cleaned_data["form_key"] == key


@pytest.mark.parametrize(("shown", "then"), [("2", "3"), ("", "1"), ("x", "1")])
def test_one_more_row_can_be_asked_for_without_script(shown: str, then: str) -> None:
    posted = QueryDict(f"form-TOTAL_FORMS={shown}&form-0-name=oxazepam")

    more = one_more_row(posted, prefix="form")

    assert more["form-TOTAL_FORMS"] == then
    assert more["form-0-name"] == "oxazepam"
