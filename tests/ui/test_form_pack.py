"""The contract of the form pack: one test for each promise of the markup."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from ui.forms import Form, TextField
from ui.samples import Sample


class Page(HTMLParser):
    """Every element with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict[str, Any]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.elements if "id" in attrs]

    def at(self, needle: str) -> int:
        return self.html.index(needle)


def drawn(form: forms.Form) -> Page:
    return Page(render_crispy_form(form))


@pytest.fixture
def faulty() -> Page:
    return drawn(Sample({"dose": "7,5,0"}))


@pytest.fixture
def fresh() -> Page:
    return drawn(Sample())


def test_a_field_says_label_then_hint_then_error_then_input(faulty: Page) -> None:
    places = [
        faulty.at('for="id_phone"'),
        faulty.at('id="id_phone_helptext"'),
        faulty.at('id="id_phone_error"'),
        faulty.at('name="phone"'),
    ]

    assert places == sorted(places)


def test_a_heading_of_the_page_makes_no_heading_of_a_label() -> None:
    html = render_crispy_form(Sample(), context={"heading": "Så blir planen"})

    assert "<h1>" not in html


def test_every_faulty_input_is_marked_as_such(faulty: Page) -> None:
    form = Sample({"dose": "7,5,0"})
    marked = {
        attrs["name"]
        for attrs in faulty.all("input", "select", "textarea")
        if attrs.get("aria-invalid") == "true"
    }

    assert marked == set(form.errors)


def test_no_input_without_a_fault_is_marked(fresh: Page) -> None:
    marked = [a for a in fresh.all("input", "select") if "aria-invalid" in a]

    assert marked == []


@pytest.mark.parametrize("which", ["fresh", "faulty"])
def test_every_description_that_is_pointed_at_exists(
    which: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(which)
    pointed_at = {
        target
        for _tag, attrs in page.elements
        for target in (attrs.get("aria-describedby") or "").split()
    }

    assert pointed_at
    assert pointed_at <= set(page.ids)


def test_a_group_describes_itself_on_its_fieldset(faulty: Page) -> None:
    fieldset = next(
        a for a in faulty.all("fieldset") if a.get("id") == "div_id_medicines"
    )

    assert fieldset["aria-describedby"] == "id_medicines_helptext id_medicines_error"


def test_every_group_has_a_legend(fresh: Page) -> None:
    assert fresh.html.count("<fieldset") == fresh.html.count("<legend")


def test_the_summary_comes_first_and_each_link_leads_to_an_input(faulty: Page) -> None:
    links = [a["href"].removeprefix("#") for a in faulty.all("a")]
    inputs = {a.get("id") for a in faulty.all("input", "select", "textarea")}

    assert faulty.at("data-felsum") < faulty.at("<label")
    assert len(links) == len(Sample({"dose": "7,5,0"}).errors)
    assert set(links) <= inputs


def test_the_summary_says_the_same_words_as_the_field(faulty: Page) -> None:
    sentence = "Skriv telefonnumret så att vi kan ringa dig"

    assert faulty.html.count(sentence) == 2


def test_the_summary_is_announced_and_can_take_focus(faulty: Page) -> None:
    summary = next(a for a in faulty.all("div") if "data-felsum" in a)

    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert summary["aria-labelledby"] == "felsum-h"


def test_a_form_without_faults_has_no_summary(fresh: Page) -> None:
    assert "data-felsum" not in fresh.html


def test_only_optional_questions_are_marked(fresh: Page) -> None:
    optional = [
        name for name, field in Sample.base_fields.items() if not field.required
    ]

    assert fresh.html.count("(frivilligt)") == len(optional)


@pytest.mark.parametrize("which", ["fresh", "faulty"])
def test_the_browser_is_never_asked_to_stop_or_cut_an_answer(
    which: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(which)

    assert not re.search(r"\s(required|maxlength|disabled)[\s=>]", page.html)


def test_ids_are_unique(faulty: Page) -> None:
    assert len(faulty.ids) == len(set(faulty.ids))


def test_every_question_is_drawn_once(fresh: Page) -> None:
    names = {a["name"] for a in fresh.all("input", "select", "textarea")}

    assert names == set(Sample.base_fields)


def test_all_faults_of_a_field_stand_in_one_element() -> None:
    class Twice(Form):
        word = TextField(label="Ord")

        def clean_word(self) -> str:
            raise forms.ValidationError(["Första.", "Andra."])

    page = drawn(Twice({"word": "x"}))

    assert page.ids.count("id_word_error") == 1
    assert "Första. Andra." in page.html


def test_a_fault_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    class Whole(Form):
        word = TextField(label="Ord")

        def clean(self) -> None:
            raise forms.ValidationError("Datumen går om varandra.")

    page = drawn(Whole({"word": "x"}))

    assert re.search(r"<li>\s*Datumen går om varandra\.\s*</li>", page.html)


def test_the_unit_stands_outside_the_box(fresh: Page) -> None:
    assert re.search(r'name="dose"[^>]*>\s*<span class="f-enhet">mg</span>', fresh.html)


def test_a_question_under_a_choice_comes_right_after_it(fresh: Page) -> None:
    places = [
        fresh.at('value="calming"'),
        fresh.at('name="name_of_calming"'),
        fresh.at('value="sleep"'),
    ]

    assert places == sorted(places)


def test_not_knowing_stands_last_after_or(fresh: Page) -> None:
    places = [
        fresh.at('value="sleep"'),
        fresh.at('class="val-eller"'),
        fresh.at('value="unsure"'),
    ]

    assert places == sorted(places)


def test_the_scale_has_eleven_answers_and_words_at_its_ends(fresh: Page) -> None:
    answers = [a for a in fresh.all("input") if a["name"] == "symptoms"]

    assert [a["value"] for a in answers] == [str(step) for step in range(11)]
    assert "0 inga alls" in fresh.html
    assert "10 värsta tänkbara" in fresh.html


def test_what_was_typed_is_still_there(faulty: Page) -> None:
    dose = next(a for a in faulty.all("input") if a["name"] == "dose")

    assert dose["value"] == "7,5,0"


def test_what_was_chosen_is_still_chosen() -> None:
    page = drawn(Sample({"tried": "no", "medicines": ["sleep", "unsure"]}))
    chosen = [a["value"] for a in page.all("input") if "checked" in a]

    assert chosen == ["sleep", "unsure", "no"]


def test_a_script_in_an_answer_is_only_text() -> None:
    page = drawn(
        Sample({"phone": "<script>alert(1)</script>", "note": "</textarea><b>"})
    )

    assert "<script>" not in page.html
    assert "</textarea><b>" not in page.html


def test_a_formset_draws_rows_with_their_own_ids() -> None:
    class Medicine(Form):
        name = TextField(label="Läkemedel")

    rows = forms.formset_factory(Medicine, extra=0)
    page = Page(
        render_to_string(
            "gran/whole_uni_formset.html",
            {
                "formset": rows(
                    {
                        "form-TOTAL_FORMS": "2",
                        "form-INITIAL_FORMS": "0",
                        "form-0-name": "oxazepam",
                        "form-1-name": "zopiklon" * 99,
                    }
                )
            },
        )
    )

    assert {"id_form-0-name", "id_form-1-name"} <= set(page.ids)
    assert [a["href"] for a in page.all("a")] == ["#id_form-1-name"]
    assert "form-TOTAL_FORMS" in page.html


def test_a_page_that_shows_the_summary_itself_is_not_given_it_twice() -> None:
    form = Sample({"dose": "7,5,0"})
    render_to_string("gran/errors.html", {"form": form})

    assert "data-felsum" not in drawn(form).html
