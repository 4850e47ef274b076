"""The demo e-ID provider: it speaks the protocol, and it never runs in production."""

import json
import os
import subprocess
import sys
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from nedtrappning.legitimation import people
from tests.legitimation import ANNA, CALLBACK, Provider, ask

OURS = f"http://testserver{CALLBACK}"
ASKED = {
    "response_type": "code",
    "client_id": "nedtrappning",
    "redirect_uri": OURS,
    "scope": "openid profile",
    "state": "a-state",
    "nonce": "a-nonce",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}
# The example of RFC 7636.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.mark.parametrize("mode", ["production", ""])
def test_it_does_not_start_in_production(mode):
    done = subprocess.run(
        [sys.executable, "-m", "nedtrappning.legitimation"],
        env={"MODE": mode, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 2
    assert "only with MODE=demo or MODE=test" in done.stderr


def test_it_describes_itself(running_provider: Provider):
    said = json.loads(
        ask(running_provider.url, "GET", "/.well-known/openid-configuration", []).read()
    )

    assert said["issuer"] == running_provider.url
    assert said["code_challenge_methods_supported"] == ["S256"]
    keys = json.loads(ask(running_provider.url, "GET", "/keys", []).read())["keys"]
    assert [key["kty"] for key in keys] == ["RSA"]
    assert "d" not in keys[0], "the private half stays inside"


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/account/e-id/callback/"},
        {"redirect_uri": f"{OURS}../"},
        {"client_id": "another"},
    ],
)
def test_a_client_that_nobody_registered_is_not_answered(
    running_provider: Provider, changed
):
    path = f"/authorize?{urlencode({**ASKED, **changed})}"

    answer = ask(running_provider.url, "GET", path, [])

    assert answer.status == 400
    assert answer.headers.get("Location") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_request_that_is_not_safe_is_sent_back(running_provider: Provider, changed):
    path = f"/authorize?{urlencode({**ASKED, **changed})}"

    answer = ask(running_provider.url, "GET", path, [])

    assert answer.status == 302
    said = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (said["error"], said["state"]) == (["invalid_request"], ["a-state"])


def code(provider: Provider, **changed: str) -> str:
    sent = [*{**ASKED, **changed}.items(), ("person", ANNA)]
    answer = ask(provider.url, "POST", "/authorize", sent)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["code"]


def exchange(provider: Provider, given: str, **changed: str) -> dict[str, str]:
    fields = {
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": OURS,
        "code_verifier": VERIFIER,
        "client_id": "nedtrappning",
        "client_secret": "hemligt: med kolon och å",
    }
    sent = list({**fields, **changed}.items())
    found: dict[str, str] = json.loads(ask(provider.url, "POST", "/token", sent).read())
    return found


def test_a_code_is_good_for_once(running_provider: Provider):
    given = code(running_provider)

    assert "id_token" in exchange(running_provider, given)
    assert exchange(running_provider, given) == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "another"}, "invalid_grant"),
        ({"redirect_uri": "http://testserver/"}, "invalid_grant"),
        ({"client_secret": "another"}, "invalid_client"),
        ({"code": "another"}, "invalid_grant"),
    ],
)
def test_a_code_is_good_only_for_who_asked(running_provider: Provider, changed, error):
    answer = exchange(running_provider, code(running_provider), **changed)

    assert answer == {"error": error}


def test_the_end_of_a_session_leads_back_only_to_the_client(running_provider: Provider):
    for back, status in (("http://testserver/", 302), ("https://evil.example/", 200)):
        asked = urlencode({"post_logout_redirect_uri": back})
        answer = ask(running_provider.url, "GET", f"/end_session?{asked}", [])
        assert answer.status == status


def test_outside_the_tests_it_obeys_nobody():
    process = subprocess.Popen(
        [sys.executable, "-m", "nedtrappning.legitimation"],
        env={
            "MODE": "demo",
            "OIDC_CLIENT_ID": "nedtrappning",
            "OIDC_CLIENT_SECRET": "hemligt",
            "PATH": os.environ["PATH"],
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()

    answer = ask(url, "POST", "/control", [("new_key", "1")])
    process.terminate()

    assert answer.status == 404
    assert process.wait(timeout=10) == 0
    process.stdout.close()


def test_everybody_who_can_be_chosen_is_invented():
    found = people.of_the_demo()

    assert len({person.number for person in found}) == len(found) == people.SHOWN + 2
    assert len({person.subject for person in found}) == len(found)
