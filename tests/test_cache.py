"""When Redis is away people still come in, and nothing is remembered."""

import pytest
from django.core.cache import cache
from django.test import Client

from nedtrappning.cache import MayBeAway
from tests.factories import accounts


@pytest.fixture
def without_redis(monkeypatch, settings):
    """A cache whose server nobody started."""
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    monkeypatch.setattr(MayBeAway, "_away_until", 0.0)


def test_it_remembers_while_redis_is_there():
    cache.set("colour", "green")

    assert cache.get("colour") == "green"
    assert not cache.add("colour", "red")
    assert cache.delete("colour")


def test_it_knows_nothing_while_redis_is_away(without_redis):
    cache.set("colour", "green")

    assert cache.get("colour", "none") == "none"
    assert cache.add("colour", "red")
    assert not cache.delete("colour")
    with pytest.raises(ValueError, match="Nothing is counted"):
        cache.incr("colour")


@pytest.mark.django_db
def test_staff_sign_in_while_redis_is_away(nurse, without_redis):
    nurse.set_password(accounts.PASSWORD)
    nurse.save()

    wrong = Client().post("/account/login/", {"login": nurse.username, "password": "-"})
    right = Client().post(
        "/account/login/", {"login": nurse.username, "password": accounts.PASSWORD}
    )

    assert wrong.status_code == 200
    assert right.status_code == 302
