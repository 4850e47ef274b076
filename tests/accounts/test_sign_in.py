"""Signing in, and the second factor, as a person meets them."""

import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from django.utils.timezone import now

from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    """What an authenticator app shows for the secret just now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def _the_clock_stands():
    """A code holds for half a minute, and the half minute may be over just then."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.mark.usefixtures("_the_clock_stands")
def test_a_nurse_sets_up_a_second_factor_and_is_asked_for_it(client, nurse, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.post("/account/login/", {"login": nurse.username, "password": PASSWORD})
    assert client.get(reverse("accounts:settings")).url == reverse(
        "accounts:second_factor"
    )

    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(reverse("accounts:settings")).status_code == 200

    client.post("/account/logout/")
    asked = client.post(
        "/account/login/", {"login": nurse.username, "password": PASSWORD}
    )
    assert asked.url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("accounts:settings")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client, nurse):
    wrong = client.post("/account/login/", {"login": nurse.username, "password": "fel"})
    unknown = client.post("/account/login/", {"login": "ingen", "password": "fel"})

    said = [page.context["form"].errors.as_text() for page in (wrong, unknown)]
    assert said[0] == said[1]
    assert said[0]


def test_nobody_signs_up_by_themselves(client):
    page = client.post("/account/signup/", {"username": "ny", "password1": PASSWORD})

    assert page.status_code in {200, 302, 403, 404}
    assert "_auth_user_id" not in client.session
