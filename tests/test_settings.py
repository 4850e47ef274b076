"""Production names every setting that is missing and starts with none of ours."""

import os
import subprocess
import sys

import pytest

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
