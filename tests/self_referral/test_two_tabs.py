"""Two tabs, two presses: the older never overwrites the newer without a word."""

import pytest
from django.test import Client

from referrals.models import Draft, Referral
from tests.factories import accounts
from tests.factories.answering import CHECK, POSTS, QUESTION, answered, begun


@pytest.fixture(autouse=True)
def _unit(db: None) -> None:
    accounts.unit()


def seen(client: Client, path: str) -> str:
    return str(client.get(path).context["seen"])


def test_an_older_tab_asks_before_it_replaces_an_answer() -> None:
    client = begun()
    older = seen(client, QUESTION.format(3))
    client.post(QUESTION.format(3), {"how_long": "over_5_years", "seen": older})

    page = client.post(QUESTION.format(3), {"how_long": "unknown", "seen": older})
    told = page.content.decode()
    again = client.post(
        QUESTION.format(3), {"how_long": "unknown", "seen": page.context["seen"]}
    )

    assert "Du har svarat i en annan flik" in told
    assert "Mer än 5 år" in told
    assert again.url == QUESTION.format(4)


def test_the_same_answer_twice_is_one_answer() -> None:
    client = begun()
    older = seen(client, QUESTION.format(2))
    post = {**POSTS[1], "seen": older}

    first, second = (client.post(QUESTION.format(2), post) for _turn in range(2))

    assert (first.url, second.url) == (QUESTION.format(3), QUESTION.format(3))


def test_two_tabs_on_two_questions_lose_neither() -> None:
    client = begun()
    draft = Draft.objects.get()

    client.post(QUESTION.format(1), POSTS[0])
    client.post(QUESTION.format(4), POSTS[3])

    assert Draft.objects.get() == draft
    assert "checked" in client.get(QUESTION.format(1)).content.decode()
    assert "checked" in client.get(QUESTION.format(4)).content.decode()


def test_what_was_changed_after_the_last_page_was_read_is_read_again() -> None:
    client = answered(begun())
    page = client.get(CHECK)
    key, older = page.context["form"]["form_key"].value(), page.context["seen"]
    client.post(QUESTION.format(3), {"how_long": "unknown"})

    post = {"consent": "yes", "form_key": key, "seen": older}
    answer = client.post(CHECK, post)
    told = answer.content.decode()

    assert "Ett svar har ändrats i en annan flik" in told
    assert not Referral.objects.exists()
    client.post(CHECK, {**post, "seen": answer.context["seen"]})
    assert Referral.objects.get().how_long == "unknown"


def test_a_second_beginning_asks_before_it_takes_away_the_first() -> None:
    client = answered(begun(), until=4)

    second = client.post("/egenremiss/borja/")
    start = client.get(second.url).content.decode()
    client.post("/egenremiss/borja/", {"anew": "1"})

    assert second.url == "/egenremiss/"
    assert "Fortsätt där du var" in start
    assert client.get(CHECK).url == QUESTION.format(1)


def test_ten_thousand_signs_are_counted_and_kept() -> None:
    page = begun().post(QUESTION.format(7), {"goal": "å" * 10_000}).content.decode()

    assert "Skriv högst 4000 tecken. Nu är det 10000." in page
    assert "å" * 10_000 in page
