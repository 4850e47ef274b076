"""Keys of clinics' own systems: shown once, kept as a digest, shut for good."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions, api_keys
from accounts.models import ApiKey
from accounts.refusals import Refused
from audit.models import Event
from tests.factories import api

pytestmark = pytest.mark.django_db


def test_the_key_is_shown_once_and_never_kept(administrator, referrer, signed_in):
    client = signed_in(administrator)
    response = client.post(
        reverse("accounts:key_add"), {"name": "Journalen", "user": referrer.pk}
    )

    secret = response.context["secret"]
    key = ApiKey.objects.get()
    assert secret in response.content.decode()
    assert key.key_hash == api_keys.hash_of(secret) != secret
    assert secret not in client.get(reverse("accounts:key_list")).content.decode()
    assert Event.objects.filter(kind="api_key.made").exists()


def test_a_revoked_key_opens_nothing(administrator, referrer, signed_in):
    secret = api.key(referrer)
    key = ApiKey.objects.get()

    for _press in range(2):
        signed_in(administrator).post(reverse("accounts:key_revoke", args=[key.pk]))

    response = Client().get("/api/referrals/x", headers=api.headers(secret))
    assert response.status_code == 401
    assert Event.objects.filter(kind="api_key.revoked").count() == 1


def test_a_key_of_a_closed_account_opens_nothing(administrator, referrer, monday):
    secret = api.key(referrer)
    actions.change_user(referrer, is_active=False, by=administrator, at=monday)

    response = Client().get("/api/referrals/x", headers=api.headers(secret))

    assert response.status_code == 401


def test_only_people_who_refer_get_keys(administrator, nurse, monday):
    with pytest.raises(Refused):
        actions.make_api_key(
            user=nurse, name="x", secret="y", by=administrator, at=monday
        )


@pytest.mark.parametrize("page", ["key_list", "key_add"])
def test_only_administrators_look_after_keys(nurse, signed_in, page):
    assert signed_in(nurse).get(reverse(f"accounts:{page}")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_fixed_number_of_times(
    administrator, referrer, signed_in, count, django_assert_max_num_queries
):
    for _key in range(count):
        api.key(referrer)

    client = signed_in(administrator)

    with django_assert_max_num_queries(6):
        client.get(reverse("accounts:key_list"))
