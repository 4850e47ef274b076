"""What several tests of referrals share."""

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from tests import clamd


@pytest.fixture(scope="session")
def clamd_url() -> Iterator[str]:
    """The address of a real clamd that knows the EICAR test file."""
    with clamd.running() as url:
        yield url


@pytest.fixture
def scanner(clamd_url: str, settings) -> str:  # type: ignore[no-untyped-def]
    """A real clamd is where the settings say."""
    settings.CLAMD_URL = clamd_url
    return clamd_url


@pytest.fixture
def clinic(signed_in, referrer: User, nurse: User) -> Client:  # type: ignore[no-untyped-def]
    """Somebody at a health centre, while somebody at the unit receives."""
    return signed_in(referrer)
