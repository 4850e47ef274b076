"""The log-in has one address, and speaks the language of the page before it."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
LOG_IN = "/account/login/"


def html_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("front", "there", "heading"),
    [
        ("/", LOG_IN, "Logga in"),
        ("/nb/", f"{LOG_IN}?language=nb", "Logg inn"),
        ("/en/", f"{LOG_IN}?language=en", "Log in"),
    ],
)
def test_the_front_page_leads_to_a_log_in_that_speaks_the_same_language(
    client: Client, front: str, there: str, heading: str
) -> None:
    assert f'href="{there}"' in html_of(client, front)
    assert f"<h1>{heading}</h1>" in html_of(client, there)


def test_the_page_leads_to_itself_in_the_other_languages(client: Client) -> None:
    html = html_of(client, f"{LOG_IN}?next=/app/today&language=nb")

    for there in ("", "&amp;language=nb", "&amp;language=en"):
        assert f'href="{LOG_IN}?next=/app/today{there}"' in html


def test_a_wrong_password_is_said_in_the_same_language(
    client: Client, nurse: User
) -> None:
    wrong = {"login": nurse.username, "password": "not this one"}

    html = client.post(f"{LOG_IN}?language=nb", wrong).content.decode()

    assert '<html lang="nb"' in html
    assert "<h1>Logg inn</h1>" in html


def test_the_next_step_of_the_log_in_speaks_it_too(client: Client, nurse: User) -> None:
    nurse.language = "nb"
    nurse.save(update_fields=["language"])
    right = {"login": nurse.username, "password": PASSWORD}

    there = client.post(f"{LOG_IN}?language=nb", right)

    assert there.status_code == 302
    assert '<html lang="nb"' in html_of(client, "/app/today")


@pytest.mark.parametrize("language", ["xx", "", "<b>", "nb&language=xx"])
def test_a_language_that_nobody_speaks_is_the_first_one(
    client: Client, language: str
) -> None:
    assert "<h1>Logga in</h1>" in html_of(client, f"{LOG_IN}?language={language}")


def test_whoever_has_signed_in_reads_their_own_language_there(
    client: Client, nurse: User
) -> None:
    nurse.language = "nb"
    nurse.save(update_fields=["language"])
    client.force_login(nurse)

    assert '<html lang="nb"' in html_of(client, "/account/password/change/")
