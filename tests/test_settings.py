"""Production names every setting that is missing and starts with none of ours."""

import os
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.legitimation import pem

WHOLE = {
    "MODE": "production",
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "example.se",
    "SITE_URL": "https://example.se",
    "DATABASE_URL": "postgres://app:word@db/nedtrappning",
    "REDIS_URL": "redis://redis:6379/0",
    "SMTP_URL": "smtp://mail:25",
    "MAIL_FROM": "varden@example.se",
    "SMS_GATEWAY_URL": "https://sms.example.se",
    "SMS_GATEWAY_TOKEN": "hemligt",
    "CLAMD_URL": "tcp://clamav:3310",
    "UNIT_PHONE": "031-390 06 12",
}


def start(**changed: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own."""
    given = {**WHOLE, **changed, "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", "import nedtrappning.settings"],
        env={name: value for name, value in given.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", list(WHOLE))
def test_each_missing_setting_is_named(name):
    done = start(**{name: ""})

    assert done.returncode == 1
    assert f"{name} is not set. " in done.stderr


def test_a_short_key_is_not_taken():
    assert "SECRET_KEY must be" in start(SECRET_KEY="kort").stderr


@pytest.mark.parametrize("url", ["clamav:3310", "tcp://clamav", "tcp://a:b", "unix:"])
def test_a_scanner_without_a_whole_address_is_not_taken(url):
    assert "CLAMD_URL must be" in start(CLAMD_URL=url).stderr


def test_with_all_of_them_production_starts():
    assert start().stderr == ""


EID = {
    "OIDC_ISSUER": "https://id.example.se",
    "OIDC_CLIENT_ID": "nedtrappning",
    "OIDC_CLIENT_SECRET": "hemligt",
    "OIDC_NUMBER_CLAIM": "personalIdentityNumber",
    "OIDC_LEVEL": "urn:example:loa3",
}


def test_an_e_id_needs_all_that_it_is_checked_against():
    assert start(**EID).stderr == ""
    for name in list(EID)[1:]:
        assert f"{name} is not set. " in start(**{**EID, name: ""}).stderr


def test_an_e_id_over_a_plain_line_is_not_taken():
    plain = {**EID, "OIDC_ISSUER": "http://id.example.se"}

    assert "OIDC_ISSUER must begin with https://." in start(**plain).stderr


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Files that somebody might name as our key."""
    folder = tmp_path_factory.mktemp("keys")
    whole = {
        "rsa": pem(rsa.generate_private_key(65537, 2048)),
        "ec": pem(ec.generate_private_key(ec.SECP256R1())),
        "short": pem(rsa.generate_private_key(65537, 1024)),  # noqa: S505
        "curve": pem(ec.generate_private_key(ec.SECP384R1())),
        "text": "ingen nyckel",
        "letters": "åäö",
    }
    for name, text in whole.items():
        (folder / name).write_text(text)
    return {name: str(folder / name) for name in [*whole, "missing"]}


def with_key(path: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """Start with a key in the place of the secret."""
    rest = {"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_KEY_ID": "vart-1"}
    return start(**{**EID, **rest, "OIDC_CLIENT_KEY_FILE": path, **changed})


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_e_id_may_be_asked_with_a_key_in_the_place_of_a_secret(keys, kind):
    assert with_key(keys[kind]).stderr == ""


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("rsa", {"OIDC_CLIENT_KEY_ID": ""}, "OIDC_CLIENT_KEY_ID is not set. "),
        ("rsa", {"OIDC_CLIENT_SECRET": "hemligt"}, "are both set"),
        ("rsa", {"OIDC_CLIENT_ALGORITHM": "ES256"}, "must be RS256 or PS256"),
        ("ec", {"OIDC_CLIENT_ALGORITHM": "RS256"}, "must be ES256"),
        ("rsa", {"OIDC_ASSERTION_SECONDS": "600"}, "must be 10 to 120"),
        ("rsa", {"OIDC_ASSERTION_AUDIENCE": "id.example.se"}, "must begin with https"),
        ("short", {}, "at least 2048 bits"),
        ("curve", {}, "P-256"),
        ("text", {}, "is not a private key in PEM"),
        ("letters", {}, "cannot be read"),
        ("missing", {}, "cannot be read"),
    ],
)
def test_a_key_that_cannot_sign_is_said_at_the_start(keys, kind, changed, said):
    assert said in with_key(keys[kind], **changed).stderr
