"""Everything that lets nobody in, against a provider that is a separate process."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from accounts.eid import provider as describing
from accounts.eid import web
from accounts.eid.refusals import NotProven
from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from patients import actions
from patients.models import Patient
from tests.legitimation import (
    ANNA,
    CHILD,
    NO_NUMBER,
    RESERVE,
    STRANGER,
    Provider,
    is_signed_in,
    kinds,
    known,
    opened,
    refusals,
)

pytestmark = pytest.mark.django_db
START = "/legitimera/"


@pytest.fixture
def anna(db: None) -> Patient:
    """A patient whom the unit knows, without a log-in."""
    return known()


def test_somebody_unknown_leaves_nothing_behind(provider: Provider, client):
    answer = provider.brings(client, START, STRANGER)

    assert answer.status_code == 403
    assert "Vi känner inte till dig än" in answer.content.decode()
    assert "/egenremiss/" in answer.content.decode()
    assert Patient.objects.count() == 0
    assert User.objects.filter(role=Role.PATIENT).count() == 0
    assert not is_signed_in(client)
    assert refusals() == ["unknown"]


def test_somebody_unknown_and_too_young_is_told_so(provider: Provider, client):
    answer = provider.brings(client, START, CHILD)

    assert "under 18" in answer.content.decode()
    assert refusals() == ["under_age"]


def test_a_closed_log_in_stays_closed(provider: Provider, client, anna, nurse, monday):
    provider.brings(client, START, ANNA)
    anna.refresh_from_db()

    actions.close_log_in(anna, reason="Bad om det", by=nurse, at=monday)

    assert client.get("/min/").status_code == 302
    answer = provider.brings(Client(), START, ANNA)
    assert answer.status_code == 403
    assert "stängd" in answer.content.decode()
    refused = Event.objects.get(kind="log_in.refused")
    assert (refused.patient_id, refused.details) == (anna.pk, {"why": "closed"})


def test_a_patient_whose_import_was_undone_is_unknown(
    provider: Provider, client, anna, monday
):
    Patient.objects.filter(pk=anna.pk).update(undone_at=monday)

    assert provider.brings(client, START, ANNA).status_code == 403


def test_turning_back_is_no_fault(provider: Provider, client, anna):
    answer = provider.brings(client, START, "")

    assert answer.status_code == 200
    assert "Du avbröt" in answer.content.decode()
    assert refusals() == []


@pytest.mark.parametrize("person", [NO_NUMBER, RESERVE])
def test_a_number_that_is_none_lets_nobody_in(provider: Provider, client, person):
    answer = provider.brings(client, START, person)

    assert answer.status_code == 403
    assert person not in answer.content.decode()
    assert refusals() == ["number"]


def test_a_token_without_a_number_asks_for_it_and_only_about_the_same_person(
    provider: Provider, client, anna
):
    provider.control(without=["personal_number"])
    assert provider.brings(client, START, ANNA)["Location"] == "/min/"

    provider.control(without=["personal_number"], claims={"sub": "somebody else"})
    assert provider.brings(Client(), START, ANNA).status_code == 403


def test_an_e_id_that_is_too_weak_is_refused(provider: Provider, client, anna):
    provider.control(claims={"acr": "loa2"})

    answer = provider.brings(client, START, ANNA)

    assert not is_signed_in(client)
    assert "räcker inte" in answer.content.decode()
    assert refusals() == ["level"]


LONG_AGO = 1_500_000_000
LIES = {
    "wrong nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"without": ["nonce"]},
    "expired": {"claims": {"exp": LONG_AGO, "iat": LONG_AGO - 60}},
    "no expiry": {"without": ["exp"]},
    "of tomorrow": {"claims": {"iat": 4_000_000_000}},
    "for somebody else": {"claims": {"aud": "another client"}},
    "for several": {"claims": {"aud": ["nedtrappning", "another"]}},
    "for several and given to us": {
        "claims": {"aud": ["nedtrappning", "another"], "azp": "nedtrappning"}
    },
    "given to another": {"claims": {"azp": "another"}},
    "of another access token": {"claims": {"at_hash": "xxxxxxxxxxxxxxxxxxxxxx"}},
    "made before the journey": {"claims": {"iat": LONG_AGO}},
    "of an earlier log-in": {"claims": {"auth_time": LONG_AGO}},
    "of a log-in at no time": {"claims": {"auth_time": None}},
    "not valid yet": {"claims": {"nbf": 4_000_000_000}},
    "good for ever and ever": {"claims": {"exp": float("inf")}},
    "a nonce of half a letter": {"claims": {"nonce": "\ud800"}},
    "of another issuer": {"claims": {"iss": "https://evil.example"}},
    "no subject": {"without": ["sub"]},
    "signed by a stranger": {"signed_by": "a stranger"},
    "signed by nobody": {"signed_by": "nobody"},
    "signed with the secret": {"signed_by": "the secret"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_right_lets_nobody_in(
    provider: Provider, client, anna, lie
):
    provider.control(**lie)

    answer = provider.brings(client, START, ANNA)

    assert answer.status_code == 403
    assert not is_signed_in(client)
    assert "gick inte att lita på" in answer.content.decode()
    assert refusals() == ["not_true"]
    # The next token is true again, so it was the lie that was refused.
    assert provider.brings(client, START, ANNA)["Location"] == "/min/"


def test_claims_that_need_not_be_there_need_not_be_there(
    provider: Provider, client, anna
):
    provider.control(without=["at_hash", "auth_time"], claims={"azp": "nedtrappning"})

    assert provider.brings(client, START, ANNA)["Location"] == "/min/"


def test_new_keys_are_found_without_waiting(provider: Provider, client, anna):
    provider.brings(client, START, ANNA)

    provider.control(new_key=True)

    assert provider.brings(Client(), START, ANNA)["Location"] == "/min/"


def test_an_answer_is_good_for_once(provider: Provider, client, anna):
    back = provider.back(client, START, ANNA)
    first = client.cookies.output()
    opened(client, back)
    again = Client()
    again.cookies.load(first.replace("Set-Cookie: ", ""))

    answer = opened(again, back)

    assert answer.status_code == 403
    assert not is_signed_in(again)
    assert opened(client, back).status_code == 403, "the cookie is gone as well"


def test_an_answer_to_another_browser_is_refused(provider: Provider, client, anna):
    back = provider.back(client, START, ANNA)
    victim = Client()

    answer = opened(victim, back)

    assert answer.status_code == 403
    assert not is_signed_in(victim)
    assert refusals() == ["lost"]


def test_another_state_is_refused(provider: Provider, client, anna):
    back = provider.back(client, START, ANNA)
    other = provider.back(Client(), START, ANNA)
    state = parse_qs(urlsplit(other).query)["state"][0]
    mine = parse_qs(urlsplit(back).query)["state"][0]

    assert opened(client, back.replace(mine, state)).status_code == 403
    assert opened(client, "/account/e-id/callback/?code=x").status_code == 403
    assert not is_signed_in(client)


def test_a_code_of_another_journey_is_refused(provider: Provider, client, anna):
    """Two journeys of one browser: the code of one does not open the other (PKCE)."""
    one, two = (provider.back(client, START, ANNA) for _ in range(2))
    codes = [parse_qs(urlsplit(back).query)["code"][0] for back in (one, two)]

    answer = opened(client, one.replace(codes[0], codes[1]))

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_two_tabs_do_not_spoil_each_other(provider: Provider, client, anna):
    one, two = (provider.back(client, START, ANNA) for _ in range(2))

    assert client.get(one)["Location"] == "/min/"
    assert client.get(two)["Location"] == "/min/"


def test_an_answer_that_comes_too_late_is_refused(
    provider: Provider, client, anna, time_machine
):
    back = provider.back(client, START, ANNA)
    time_machine.move_to(now() + timedelta(minutes=11))

    assert opened(client, back).status_code == 403


def test_an_answer_that_names_another_issuer_is_refused(
    provider: Provider, client, anna
):
    back = provider.back(client, START, ANNA)
    parts = urlsplit(back)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}

    answer = opened(
        client, f"{parts.path}?{urlencode({**asked, 'iss': 'https://evil.example'})}"
    )

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        lambda asked: [(name, value) for name, value in asked if name != "iss"],
        lambda asked: [(name, value) for name, value in asked if name != "code"],
        lambda asked: [("code", "another"), *asked],
        lambda asked: [("iss", "https://evil.example"), *asked],
    ],
    ids=["no issuer", "no code", "two codes", "two issuers"],
)
def test_an_answer_that_somebody_has_changed_is_refused(
    provider: Provider, client, anna, changed
):
    parts = urlsplit(provider.back(client, START, ANNA))

    answer = opened(
        client, f"{parts.path}?{urlencode(changed(parse_qsl(parts.query)))}"
    )

    assert answer.status_code == 403
    assert refusals() == ["not_true"]
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        ("access_denied", 200, "Du avbröt"),
        ("temporarily_unavailable", 503, "svarar inte just nu"),
        ("server_error", 503, "svarar inte just nu"),
        ("invalid_request", 403, "gick inte att lita på"),
        ("<script>", 403, "gick inte att lita på"),
    ],
)
def test_each_error_of_the_provider_is_said_in_our_words(
    provider: Provider, client, anna, error, status, said
):
    parts = urlsplit(provider.back(client, START, ANNA))
    kept = [one for one in parse_qsl(parts.query) if one[0] != "code"]
    asked = urlencode([*kept, ("error", error), ("error_description", "Fel hos oss")])

    answer = opened(client, f"{parts.path}?{asked}")

    assert answer.status_code == status
    body = answer.content.decode()
    assert said in body
    assert "Fel hos oss" not in body
    assert "<script>alert" not in body
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "said",
    [
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://"},
        {"token_endpoint": "ftp://id.example/token"},
        {"jwks_uri": 7},
        {"end_session_endpoint": "//evil.example/"},
        {"issuer": "https://evil.example"},
    ],
)
def test_an_address_that_is_none_is_not_gone_to(settings, said, monkeypatch):
    settings.OIDC_ISSUER = "http://id.example"
    whole = {
        name: f"http://id.example/{name}"
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    }
    described = {"issuer": settings.OIDC_ISSUER, **whole, **said}
    monkeypatch.setattr(web, "get", lambda url, **rest: described)
    cache.clear()

    with pytest.raises(NotProven):
        describing.provider()


def test_a_provider_that_is_away_is_said_and_there_are_other_ways(
    provider: Provider, client, anna, settings
):
    settings.OIDC_ISSUER = "http://127.0.0.1:1"

    answer = opened(client, START)

    assert answer.status_code == 503
    body = answer.content.decode()
    assert "svarar inte just nu" in body
    assert "/folj/" in body
    assert "tel:" in body


def test_a_provider_that_fails_midway_is_said(provider: Provider, client, anna):
    back = provider.back(client, START, ANNA)
    provider.control(status=503)

    assert opened(client, back).status_code == 503
    assert not is_signed_in(client)


def test_an_issuer_that_calls_itself_something_else_is_not_used(
    provider: Provider, client, settings
):
    settings.OIDC_ISSUER = provider.url.replace("127.0.0.1", "localhost")

    assert opened(client, START).status_code == 503
    assert kinds() == []


def test_somebody_who_keeps_trying_is_told_to_wait(provider: Provider, client):
    answers = [client.get("/account/e-id/callback/").status_code for _ in range(61)]

    assert answers[-1] == 429
    assert len(refusals()) == 60


def test_without_an_issuer_nothing_is_offered(client, anna):
    assert opened(client, START).status_code == 404
    assert client.get("/account/e-id/callback/").status_code == 404
    for page in ("/account/login/", "/egenremiss/", "/legitimera/behovs/"):
        body = client.get(page).content.decode()
        assert not re.search(r'href="/(egenremiss/)?legitimera/["?]', body)


def test_with_an_issuer_it_is_offered_where_it_helps(provider: Provider, client):
    log_in = client.get("/account/login/?next=/min/tider/").content.decode()

    assert "/legitimera/?next=/min/tider/" in log_in
    assert "/egenremiss/legitimera/" in client.get("/egenremiss/").content.decode()
