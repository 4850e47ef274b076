"""A provider that wants assertions signed with our key instead of a secret."""

import io
import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.management import CommandError, call_command

from accounts.eid import client as ours
from accounts.eid import web
from accounts.eid.provider import Provider as Described
from tests.legitimation import (
    ANNA,
    EC_KID,
    OUR_EC,
    OUR_RSA,
    PSS_KID,
    RSA_KID,
    Provider,
    ask,
    is_signed_in,
    known,
    opened,
    pem,
    refusals,
)

pytestmark = pytest.mark.django_db
START = "/legitimera/"
WAYS = {"RS256": (RSA_KID, OUR_RSA), "PS256": (PSS_KID, OUR_RSA),
        "ES256": (EC_KID, OUR_EC)}  # fmt: skip


def use(settings: Any, algorithm: str, **changed: Any) -> None:
    """Sign with a key of ours instead of showing the secret."""
    kid, key = WAYS[algorithm]
    settings.OIDC_CLIENT_SECRET = ""
    settings.OIDC_CLIENT_KEY, settings.OIDC_CLIENT_KEY_ID = pem(key), kid
    settings.OIDC_CLIENT_ALGORITHM = algorithm
    settings.OIDC_ASSERTION_AUDIENCE, settings.OIDC_ASSERTION_SECONDS = "issuer", 60
    for name, value in changed.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("audience", ["issuer", "token_endpoint"])
@pytest.mark.parametrize("algorithm", list(WAYS))
def test_a_patient_comes_in_by_an_assertion(
    provider: Provider, client, settings, algorithm, audience
):
    known()
    use(settings, algorithm, OIDC_ASSERTION_AUDIENCE=audience)

    assert provider.brings(client, START, ANNA)["Location"] == "/min/"


STRANGE = {
    "another key": {"OIDC_CLIENT_KEY": pem(rsa.generate_private_key(65537, 2048))},
    "a key of another kind": {
        "OIDC_CLIENT_KEY": pem(ec.generate_private_key(ec.SECP256R1())),
        "OIDC_CLIENT_ALGORITHM": "ES256",
    },
    "an unknown kid": {"OIDC_CLIENT_KEY_ID": "another"},
    "another algorithm": {"OIDC_CLIENT_ALGORITHM": "PS256"},
    "for somebody else": {"OIDC_ASSERTION_AUDIENCE": "https://evil.example"},
    "out of force": {"OIDC_ASSERTION_SECONDS": -60},
    "good for too long": {"OIDC_ASSERTION_SECONDS": 600},
}


@pytest.mark.parametrize("changed", STRANGE.values(), ids=STRANGE)
def test_an_assertion_that_is_not_right_is_refused_and_no_fault_of_the_person(
    provider: Provider, client, settings, changed, caplog
):
    known()
    use(settings, "RS256", **changed)

    answer = provider.brings(client, START, ANNA)

    assert answer.status_code == 503
    assert "svarar inte just nu" in answer.content.decode()
    assert not is_signed_in(client)
    assert refusals() == []
    assert "does not take our credentials" in caplog.text
    assert "eyJ" not in caplog.text


def asked(provider: Provider, client: Any, **credentials: str) -> int:
    """Ask for tokens with a fresh code of our own; how the provider answers."""
    back = provider.back(client, START, ANNA)
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    fields = {"grant_type": "authorization_code", "code": code, **credentials}
    said = json.loads(ask(provider.url, "POST", "/token", list(fields.items())).read())
    return {"invalid_client": 401, "invalid_grant": 400}[said["error"]]


def described(provider: Provider) -> Described:
    return Described(
        authorize="", token=f"{provider.url}/token", keys="", userinfo="",
        end_session="", takes_basic=False, names_itself=True,
    )  # fmt: skip


def test_each_assertion_is_new_and_one_that_was_seen_is_refused(
    provider: Provider, client, settings
):
    use(settings, "RS256")
    first, headers = ours.credentials(described(provider))
    second, _none = ours.credentials(described(provider))

    assert headers == {}
    assert "client_secret" not in first
    assert first["client_assertion"] != second["client_assertion"]
    # Past the door the code is refused, since it was asked for with another verifier.
    assert asked(provider, client, **first) == 400
    assert asked(provider, client, **first) == 401
    assert asked(provider, client, **second) == 400


def test_what_an_assertion_says(provider: Provider, settings):
    use(settings, "ES256", OIDC_ASSERTION_SECONDS=30)
    sent, _none = ours.credentials(described(provider))

    token = sent["client_assertion"]
    claims = jwt.decode(
        token, OUR_EC.public_key(), algorithms=["ES256"], audience=provider.url
    )
    assert set(claims) == {"iss", "sub", "aud", "jti", "iat", "exp"}
    assert claims["iss"] == claims["sub"] == "nedtrappning"
    assert claims["exp"] - claims["iat"] == 30
    assert jwt.get_unverified_header(token)["kid"] == EC_KID
    assert abs(claims["iat"] - time.time()) < 10


def test_two_ways_at_once_are_none(provider: Provider, client, settings):
    use(settings, "RS256")
    sent, _none = ours.credentials(described(provider))

    assert asked(provider, client, **sent, client_secret="x") == 401


def test_our_own_key_is_changed_while_the_provider_knows_both(
    provider: Provider, client, settings
):
    known()
    use(settings, "RS256")
    back = provider.back(client, START, ANNA)

    use(settings, "ES256")

    assert opened(client, back)["Location"] == "/min/"


def test_the_public_half_can_be_shown_for_registering(settings):
    for algorithm in WAYS:
        use(settings, algorithm, OIDC_CLIENT_ID="vi", OIDC_ISSUER="https://id.example")
        said = io.StringIO()
        call_command("eid_public_key", stdout=said)
        [shown] = json.loads(said.getvalue())["keys"]

        assert (shown["kid"], shown["alg"]) == (WAYS[algorithm][0], algorithm)
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(shown)
        sent, _none = ours.credentials(described(Provider("http://id", None)))  # type: ignore[arg-type]
        jwt.decode(
            sent["client_assertion"], jwt.PyJWK(shown), algorithms=[algorithm],
            audience=settings.OIDC_ISSUER,
        )  # fmt: skip


def test_without_a_key_there_is_nothing_to_show(settings):
    settings.OIDC_CLIENT_KEY = ""

    with pytest.raises(CommandError, match="OIDC_CLIENT_KEY_FILE is not set"):
        call_command("eid_public_key")


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (400, b'{"error": "invalid_grant"}', "not_true"),
        (401, b'{"error": "invalid_client"}', "away"),
        (400, b'{"error": ["invalid_client"]}', "not_true"),
        (401, b"<html>", "not_true"),
        (429, b"", "away"),
        (500, b"", "away"),
        (302, b"", "not_true"),
        (200, b"[" * 100_000, "not_true"),
        (200, b'{"a": 1}' + b" " * web.LONGEST, "not_true"),
    ],
)
def test_each_answer_of_the_provider_is_understood(status, body, why):
    with pytest.raises(web.NotProven) as refused:
        web.read(status, body)

    assert refused.value.why == why
