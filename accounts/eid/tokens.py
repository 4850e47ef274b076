"""Checking what the provider signed: each check refuses by itself."""

import base64
import hashlib
import hmac
from typing import Any

import jwt
from django.conf import settings

from accounts.eid.flow import Flow
from accounts.eid.provider import Provider, key_named
from accounts.eid.refusals import NotProven, Why

# The algorithm is ours to choose; a token that names another is refused.
ALGORITHMS = ["RS256", "PS256", "ES256"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# Two clocks are never quite the same.
LEEWAY = 30
Claims = dict[str, Any]


def claims_of(
    token: str, *, flow: Flow, signed_by: Provider, access_token: str
) -> Claims:
    """What the ID token says, once everything about it is right."""
    try:
        claims = _signed(token, signed_by)
        _check_journey(claims, flow)
        _check_party(claims)
        _check_access(claims, access_token)
    except (jwt.PyJWTError, TypeError, ValueError, ArithmeticError) as error:
        # A claim of a kind that nobody expects is refused, and no fault of ours.
        raise NotProven(Why.NOT_TRUE, type(error).__name__) from error
    _check_level(claims)
    return claims


def _signed(token: str, by: Provider) -> Claims:
    """The claims of a token that the issuer signed for us and that is in force."""
    kid = jwt.get_unverified_header(token).get("kid")
    claims: Claims = jwt.decode(
        token,
        key_named(kid, by),
        algorithms=ALGORITHMS,
        issuer=settings.OIDC_ISSUER,
        audience=settings.OIDC_CLIENT_ID,
        leeway=LEEWAY,
        options={"require": NEEDED},
    )
    return claims


def _check_journey(claims: Claims, flow: Flow) -> None:
    """The token was made for this very journey, and the person showed up on it."""
    if not hmac.compare_digest(str(claims["nonce"]).encode(), flow.nonce.encode()):
        raise NotProven(Why.NOT_TRUE, "nonce")
    for name in ("iat", "auth_time"):
        if not float(claims.get(name, flow.began)) >= flow.began - LEEWAY:
            raise NotProven(Why.NOT_TRUE, f"old {name}")


def _check_party(claims: Claims) -> None:
    """The token is for us alone: we know no other client that it could be for."""
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1:
        raise NotProven(Why.NOT_TRUE, "aud")
    if claims.get("azp") not in (None, settings.OIDC_CLIENT_ID):
        raise NotProven(Why.NOT_TRUE, "azp")


def _check_access(claims: Claims, access_token: str) -> None:
    """The other token of the same answer is the one that this one was given with."""
    if "at_hash" not in claims:
        return
    # All our algorithms hash with SHA-256, of which the left half is told.
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    wanted = base64.urlsafe_b64encode(half).rstrip(b"=")
    if not hmac.compare_digest(str(claims["at_hash"]).encode(), wanted):
        raise NotProven(Why.NOT_TRUE, "at_hash")


def _check_level(claims: Claims) -> None:
    """The e-ID that was used is as strong as health data needs (rules AUT-02)."""
    if claims.get("acr") not in settings.OIDC_LEVELS:
        raise NotProven(Why.LEVEL)
