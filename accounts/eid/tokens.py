"""Checking what the provider signed: each check refuses by itself."""

import hmac
from typing import Any

import jwt
from django.conf import settings

from accounts.eid.provider import Provider, key_named
from accounts.eid.refusals import NotProven, Why

# The algorithm is ours to choose; a token that names another is refused.
ALGORITHMS = ["RS256", "PS256", "ES256"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# Two clocks are never quite the same.
LEEWAY = 30
Claims = dict[str, Any]


def claims_of(token: str, *, nonce: str, signed_by: Provider) -> Claims:
    """What the ID token says, once everything about it is right."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        claims: Claims = jwt.decode(
            token,
            key_named(kid, signed_by),
            algorithms=ALGORITHMS,
            issuer=settings.OIDC_ISSUER,
            audience=settings.OIDC_CLIENT_ID,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise NotProven(Why.NOT_TRUE, type(error).__name__) from error
    _check_nonce(claims, nonce)
    _check_party(claims)
    _check_level(claims)
    return claims


def _check_nonce(claims: Claims, nonce: str) -> None:
    """The token was made for this very journey."""
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotProven(Why.NOT_TRUE, "nonce")


def _check_party(claims: Claims) -> None:
    """A token for several audiences has to say that it was given to us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp")
    if (several or party is not None) and party != settings.OIDC_CLIENT_ID:
        raise NotProven(Why.NOT_TRUE, "azp")


def _check_level(claims: Claims) -> None:
    """The e-ID that was used is as strong as health data needs (rules AUT-02)."""
    if claims.get("acr") not in settings.OIDC_LEVELS:
        raise NotProven(Why.LEVEL)
