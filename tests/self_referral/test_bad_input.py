"""Whatever is typed ends in a sentence that helps, and nothing typed is lost."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models import Draft, Referral
from tests.factories import accounts
from tests.factories.answering import CHECK, POSTS, QUESTION, answered, begun

CONTACT = POSTS[5]
LONG = "å" * 1_000_000
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _unit(db: None) -> None:
    accounts.unit()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "Välj det svar som stämmer bäst."),
        (2, "Välj minst ett läkemedel, eller ”Jag vet inte”."),
        (3, "Välj det svar som stämmer bäst."),
        (4, "Välj det svar som stämmer bäst."),
        (5, "Välj det som stämmer, eller ”Inget av detta”."),
        (6, "Skriv telefonnumret så att vi kan ringa dig."),
    ],
)
def test_an_empty_answer_says_what_to_do_twice(number: int, sentence: str) -> None:
    response = begun().post(QUESTION.format(number), {})

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(sentence) == 2
    assert "<title>Fel:" in page
    assert 'class="felsum"' in page
    assert "!" not in sentence


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "12", "för kort"),
        ("phone", "hej", "bara med siffror"),
        ("phone", "07017406151234567", "för långt"),
        ("phone", "", "Skriv telefonnumret så att vi kan ringa dig."),
        ("name", "  ", "Skriv ditt namn"),
        ("name", "12345", "Skriv namnet med bokstäver."),
        ("name", "😀", "Skriv namnet med bokstäver."),
        ("name", "A" * 300, "Skriv högst 200 tecken. Nu är det 300."),
        ("birth_year", "2999", "Året ligger i framtiden."),
        ("birth_year", "1750", "för länge sedan"),
        ("birth_year", "nittonhundra", "Skriv året med fyra siffror"),
        ("birth_year", "68", "för länge sedan"),
        ("best_time", "midnight", "Välj ett av svaren i listan."),
        ("voicemail", "maybe", "Välj ett av svaren i listan."),
    ],
)
def test_a_wrong_contact_keeps_what_was_typed(
    field: str, typed: str, sentence: str
) -> None:
    post = {**CONTACT, field: typed}

    page = begun().post(QUESTION.format(6), post).content.decode()

    assert page.count(sentence) >= 2
    for name in ("name", "phone", "birth_year"):
        if post.get(name, "").strip():
            assert f'value="{html.escape(post[name])}"' in page


@pytest.mark.parametrize(
    ("number", "post"),
    [
        (1, {"fits": "DROP TABLE"}),
        (2, {"kinds": ["calming", "gold"]}),
        (3, {"how_long": "forever"}),
        (4, {"dose_change": "x"}),
        (5, {"risks": "x"}),
    ],
)
def test_an_unknown_choice_is_asked_again(number: int, post: dict[str, object]) -> None:
    response = begun().post(QUESTION.format(number), post)

    assert response.status_code == 200
    assert "i listan" in response.content.decode()


def test_a_megabyte_of_text_is_kept_and_counted() -> None:
    page = begun().post(QUESTION.format(7), {"goal": LONG}).content.decode()

    assert "Skriv högst 4000 tecken. Nu är det 1000000." in page
    assert LONG in page


@pytest.mark.parametrize("typed", [SCRIPT, "😀 hej", "{{ 7*7 }}", "' OR 1=1 --"])
def test_odd_text_is_text(typed: str) -> None:
    client = answered(begun(), q7={"goal": typed})

    page = client.get(CHECK).content.decode()

    assert SCRIPT not in page
    assert html.escape(typed) in page


def test_the_sign_that_postgres_cannot_hold_is_left_out() -> None:
    client = answered(begun(), q7={"goal": "sova\x00 bättre"})
    key = client.get(CHECK).context["form"]["form_key"].value()

    client.post(CHECK, {"consent": "yes", "form_key": key})

    assert Referral.objects.get().goal == "sova bättre"


@pytest.mark.parametrize("number", [0, 8, 999])
def test_a_question_that_does_not_exist_is_not_found(number: int) -> None:
    assert begun().get(QUESTION.format(number)).status_code == 404


def test_consent_is_asked_for_again_and_nothing_is_sent() -> None:
    client = answered(begun())

    page = client.post(CHECK, {"form_key": "no key at all"}).content.decode()

    assert page.count("Välj om vi får prata med din vårdcentral.") == 2
    assert not Referral.objects.exists()


def test_a_foreign_cookie_opens_nothing() -> None:
    begun()
    client = Client()
    client.cookies["egenremiss"] = "somebody-elses"

    response = client.get(QUESTION.format(1))

    assert response.status_code == 410
    assert Draft.objects.count() == 1


def test_a_form_of_another_site_is_refused_and_what_was_posted_comes_back() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(QUESTION.format(7), {"goal": "Orka med barnen"})

    assert response.status_code == 403
    assert "Orka med barnen" in response.content.decode()


def test_without_a_unit_nothing_is_lost() -> None:
    unit = accounts.unit()
    type(unit).objects.update(is_active=False)
    client = answered(begun())
    key = client.get(CHECK).context["form"]["form_key"].value()

    response = client.post(CHECK, {"consent": "yes", "form_key": key})

    assert response.status_code == 409
    assert "Ring oss i stället." in response.content.decode()
    assert Draft.objects.count() == 1


def test_every_address_is_in_words() -> None:
    assert reverse("referrals_public:question", args=[2]) == "/egenremiss/fraga/2/"
    assert reverse("referrals_public:follow_code") == "/folj/kod/"
