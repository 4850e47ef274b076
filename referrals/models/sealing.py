"""Words that nobody reads without a secret that the database does not know."""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def box(purpose: str, secret: str) -> Fernet:
    """Opened by the secret and the site's own key together, by neither alone."""
    key = salted_hmac(purpose, secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(said: Any, into: Fernet) -> bytes:
    """What was said, unreadable."""
    return into.encrypt(json.dumps(said).encode())


def opened(content: bytes | memoryview, out_of: Fernet) -> Any | None:
    """What was said, or None when the secret or the site's key is another."""
    try:
        return json.loads(out_of.decrypt(bytes(content)))
    except InvalidToken:
        return None
