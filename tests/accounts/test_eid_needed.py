"""A patient's password opens no page with health data, whatever page is written next.

The addresses are read from the project's own list, so a page of tomorrow is asked too.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from accounts.roles import Role
from patients import actions
from tests.factories import accounts
from tests.factories import patients as make
from tests.legitimation import ANNA, CALLBACK, Provider, known

pytestmark = pytest.mark.django_db
OPEN = "/legitimera/behovs/"
KEY = str(uuid.UUID(int=7))
# What a converter is filled with, so that every address can be asked.
SAMPLES = {"uuid": KEY, "int": "1", "str": "ABCD2345"}


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its view."""
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, path)
        else:
            yield path, entry


def filled(path: str) -> str:
    """The address with something in the place of each argument."""
    for kind, sample in SAMPLES.items():
        while f"<{kind}:" in path:
            before, rest = path.split(f"<{kind}:", 1)
            path = before + sample + rest.split(">", 1)[1]
    return "/" + path


def own_pages() -> list[str]:
    """Every address under /min/."""
    found = {filled(path) for path, _view in routes(get_resolver().url_patterns)}
    return sorted(path for path in found if path.startswith("/min/"))


def behind_the_wall() -> list[str]:
    """Every address that needs a log-in, staff's and interfaces too."""
    found = {
        filled(path)
        for path, entry in routes(get_resolver().url_patterns)
        if getattr(entry.callback, "login_required", True)
        and "^" not in path
        and "(" not in path
    }
    return sorted(path for path in found if not path.startswith("/account/logout"))


@pytest.fixture
def anna(monday) -> User:
    """A patient with a case and a password."""
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    case = make.case(nurse, patient=known())
    user = accounts.user(Role.PATIENT, "Anna Berg")
    actions.connect_user(case.patient, user=user, by=nurse, at=monday)
    return user


@pytest.fixture
def with_password(anna, settings) -> Client:
    settings.HEALTH_DATA_NEEDS_EID = True
    client = Client()
    client.force_login(anna)
    return client


def test_there_are_own_pages_to_ask():
    assert {"/min/", "/min/plan/", "/min/mer/", "/min/tider/"} <= set(own_pages())
    assert len(own_pages()) >= 15
    assert set(own_pages()) <= set(behind_the_wall())


def test_a_password_opens_none_of_them(with_password):
    opened = [path for path in behind_the_wall() if not _is_closed(with_password, path)]

    assert opened == []


def _is_closed(client: Client, path: str) -> bool:
    """Asked it explains, posted to it hands back what was typed; or there is none."""
    asked = client.get(path)
    posted = client.post(path, {"typed": "mina egna ord"})
    if {asked.status_code, posted.status_code} == {404}:
        return True
    body = posted.content.decode()
    is_kept = "mina egna ord" in body and "Logga in med e-legitimation" in body
    explains = asked.status_code == 302 and asked["Location"].startswith(OPEN)
    return explains and posted.status_code == 403 and is_kept


def test_an_e_id_opens_every_one_of_them(provider: Provider, anna, settings):
    settings.HEALTH_DATA_NEEDS_EID = True
    client = Client()
    provider.brings(client, "/legitimera/", ANNA)

    answers = {path: client.get(path) for path in own_pages()}

    assert max(answer.status_code for answer in answers.values()) < 500
    led = {answer.headers.get("Location", "") for answer in answers.values()}
    assert not [to for to in led if to.startswith((OPEN, "/account/"))]
    assert answers["/min/"].status_code == answers["/min/mer/"].status_code == 200


def test_without_any_log_in_they_are_closed():
    led = [Client().get(path).headers["Location"] for path in own_pages()]

    assert all(to.startswith("/account/login/") for to in led)


def test_the_explanation_says_why_and_offers_the_ways(with_password, provider):
    page = with_password.get("/min/plan/", follow=True)

    body = page.content.decode()
    assert page.status_code == 200
    assert "uppgifter om din hälsa" in body
    assert 'href="/legitimera/?next=/min/plan/"' in body
    assert "/folj/" in body
    assert "/account/logout/" in body


def test_without_an_issuer_the_explanation_promises_nothing(with_password):
    body = with_password.get("/min/", follow=True).content.decode()

    assert "inte påslagen här än" in body
    assert 'href="/legitimera/"' not in body


def test_public_pages_and_leaving_stay_open(with_password):
    for path in ("/", "/egenremiss/", "/folj/", "/akut/", "/integritet/"):
        assert with_password.get(path).status_code == 200
    assert with_password.post("/account/logout/")["Location"] == "/"


def test_no_second_factor_is_asked_of_who_cannot_use_it(with_password, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert with_password.get("/min/")["Location"].startswith(OPEN)


def test_in_the_demo_a_password_is_enough(anna):
    client = Client()
    client.force_login(anna)

    assert client.get("/min/").status_code == 200


def test_staff_and_clinics_are_not_asked(settings, nurse, referrer, signed_in):
    settings.HEALTH_DATA_NEEDS_EID = True

    assert signed_in(nurse).get("/app/today").status_code == 200
    assert signed_in(referrer).get("/remiss/").status_code == 200


def test_the_callback_is_the_address_that_the_provider_knows():
    assert CALLBACK in {"/" + p for p, _v in routes(get_resolver().url_patterns)}
