"""How we show the provider who we are when a code is changed for tokens."""

import base64
import json
import secrets
import time
from urllib.parse import quote

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from accounts.eid.provider import Provider

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
Fields = dict[str, str]


def credentials(found: Provider) -> tuple[Fields, Fields]:
    """Fields and headers of the question at the token endpoint."""
    if settings.OIDC_CLIENT_KEY:
        return _signed(found), {}
    if found.takes_basic:
        return {}, _basic()
    named = {"client_id": settings.OIDC_CLIENT_ID}
    return {**named, "client_secret": settings.OIDC_CLIENT_SECRET}, {}


def _signed(found: Provider) -> Fields:
    """An assertion that is good once and for a minute (RFC 7523, private_key_jwt)."""
    at = int(time.time())
    assertion = jwt.encode(
        {
            "iss": settings.OIDC_CLIENT_ID,
            "sub": settings.OIDC_CLIENT_ID,
            "aud": _audience(found),
            "jti": secrets.token_urlsafe(24),
            "iat": at,
            "exp": at + settings.OIDC_ASSERTION_SECONDS,
        },
        settings.OIDC_CLIENT_KEY,
        algorithm=settings.OIDC_CLIENT_ALGORITHM,
        headers={"kid": settings.OIDC_CLIENT_KEY_ID},
    )
    return {
        "client_id": settings.OIDC_CLIENT_ID,
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion,
    }


def _audience(found: Provider) -> str:
    """Whom it is for: one receiver, so that no other can use it at ours."""
    known = {"issuer": settings.OIDC_ISSUER, "token_endpoint": found.token}
    wanted: str = settings.OIDC_ASSERTION_AUDIENCE
    return known.get(wanted, wanted)


def _basic() -> Fields:
    """Name and secret as the specification wants them: quoted before they are set."""
    pair = ":".join(
        quote(part, safe="")
        for part in (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    )
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def public_key() -> dict[str, str]:
    """The half of our key that the provider is given, as a JWK."""
    key = load_pem_private_key(settings.OIDC_CLIENT_KEY.encode(), password=None)
    kind = RSAAlgorithm if isinstance(key, RSAPrivateKey) else ECAlgorithm
    shown: dict[str, str] = json.loads(kind.to_jwk(key.public_key()))  # type: ignore[arg-type]
    return {
        "kid": settings.OIDC_CLIENT_KEY_ID,
        "use": "sig",
        "alg": settings.OIDC_CLIENT_ALGORITHM,
        **{name: value for name, value in shown.items() if name != "key_ops"},
    }
