"""People with names, a fixed Monday, and the app's own database role."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as properties

from accounts.models import SYSTEM_USER_ID, User
from accounts.roles import Role
from nedtrappning import database
from tests.browsing import address, browser, opens, sent
from tests.factories import accounts, tapering
from tests.legitimation import provider, running_provider

# One browser and one server per process: every folder that needs them finds them here.
__all__ = ["address", "browser", "opens", "provider", "running_provider", "sent"]

# The same examples in every run, so that what fails fails by the change. New ones are
# looked for with HYPOTHESIS=explore.
properties.register_profile("steady", derandomize=True, deadline=None)
properties.register_profile("explore", deadline=None)
properties.load_profile(os.environ.get("HYPOTHESIS", "steady"))


def pytest_configure() -> None:
    """Each test process has a cache of its own: one is emptied after every test."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    cache_settings = settings.CACHES["default"]
    cache_settings["LOCATION"] = settings.REDIS_URL.replace("db=0", f"db={number}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits puts back what the migrations wrote, for those after it."""
    for item in items:
        for marker in item.iter_markers("django_db"):
            if marker.kwargs.get("transaction"):
                marker.kwargs["serialized_rollback"] = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    """Give the app role its rights in the test database too."""
    with django_db_blocker.unblock():
        database.grant_app_role(settings.APP_ROLE)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits of one test do not reach the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _swedish_again() -> Iterator[None]:
    """A page read in another language leaves that language behind in the thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _the_system_has_a_name(request: pytest.FixtureRequest) -> None:
    """Tests that flush the tables take the system's own user with them."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        User.objects.get_or_create(
            pk=SYSTEM_USER_ID,
            defaults={
                "username": "system",
                "name": "Systemet",
                "role": Role.SYSTEM,
                "created_at": accounts.LONG_AGO,
            },
        )


@pytest.fixture(autouse=True)
def _the_calculator_is_on(
    request: pytest.FixtureRequest, _the_system_has_a_name: None
) -> None:
    """Plans are calculated, unless a test switches that off."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        tapering.calculator()


@pytest.fixture
def monday() -> datetime:
    """Monday 23 November 2026, ten in the morning in Sweden."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def as_app(db: None) -> Iterator[None]:
    """Talk to the database as the role that serves, not as its owner."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{settings.APP_ROLE}"')
    yield
    # After a refused statement the transaction takes no more until it is rolled back,
    # and rolling back undoes SET ROLE as well.
    if not connection.needs_rollback and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture
def nurse(db: None) -> User:
    return accounts.user(Role.NURSE, "Sara Nyberg", title="sjuksköterska")


@pytest.fixture
def coordinator(db: None) -> User:
    return accounts.user(Role.COORDINATOR, "Karin Ohlin", title="samordnare")


@pytest.fixture
def prescriber(db: None) -> User:
    return accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist", title="psykiater")


@pytest.fixture
def referrer(db: None) -> User:
    return accounts.user(Role.REFERRER, "Nils Åberg", title="läkare")


@pytest.fixture
def other_referrer(db: None) -> User:
    return accounts.user(
        Role.REFERRER,
        "Britt Sand",
        title="läkare",
        unit=accounts.clinic("Kvarnbackens vårdcentral"),
    )


@pytest.fixture
def stranger(db: None) -> User:
    """A nurse of the same unit who takes part in nobody's care."""
    return accounts.user(Role.NURSE, "Ali Hosseini", title="sjuksköterska")


@pytest.fixture
def outsider(db: None) -> User:
    """A nurse of another unit of the same provider."""
    return accounts.user(
        Role.NURSE, "Maja Holm", unit=accounts.unit("Smärtenheten", place="Borås")
    )


@pytest.fixture
def manager(db: None) -> User:
    return accounts.user(Role.MANAGER, "Lena Frid", title="enhetschef")


@pytest.fixture
def administrator(db: None) -> User:
    return accounts.user(Role.ADMINISTRATOR, "Per Wallin", title="administratör")


@pytest.fixture
def signed_in():  # type: ignore[no-untyped-def]
    """Return a browser-less client signed in as the given person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
