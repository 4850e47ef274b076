"""Keys of clinics' own systems: found, without the database knowing them."""

import hashlib
import secrets

from accounts.models import ApiKey

SIGNS = 43


def new_secret() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Long and random already: a plain digest is enough, and quick."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> ApiKey | None:
    """The key in force, with its user and the user's clinic."""
    keys = ApiKey.objects.filter(revoked_at=None).select_related("user__unit")
    return keys.filter(key_hash=hash_of(secret)).first()
