"""What the issuer says of itself: its addresses, and the keys it signs with."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from django.conf import settings
from django.core.cache import cache

from accounts.eid import web
from accounts.eid.refusals import NotProven, Why

# So long an issuer's own word is believed without asking again.
REMEMBERED = 5 * 60
WELL_KNOWN = "/.well-known/openid-configuration"


def is_offered() -> bool:
    """Tell whether there is an issuer to go to; no page promises one otherwise."""
    return bool(settings.OIDC_ISSUER)


@dataclass(frozen=True)
class Provider:
    """The issuer's own description of itself (OpenID Connect Discovery)."""

    authorize: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    takes_basic: bool
    # Its answers carry `iss`, so one without it is somebody else's (RFC 9207).
    names_itself: bool


def provider() -> Provider:
    """The issuer of the settings, and nobody who calls itself something else."""
    said = _remembered(settings.OIDC_ISSUER.rstrip("/") + WELL_KNOWN)
    if said.get("issuer") != settings.OIDC_ISSUER:
        raise NotProven(Why.NOT_TRUE, "discovery names another issuer")
    methods = said.get("token_endpoint_auth_methods_supported")
    return Provider(
        authorize=_address(said, "authorization_endpoint"),
        token=_address(said, "token_endpoint"),
        keys=_address(said, "jwks_uri"),
        userinfo=_address(said, "userinfo_endpoint", or_none=True),
        end_session=_address(said, "end_session_endpoint", or_none=True),
        # Basic is the default of the specification.
        takes_basic=not isinstance(methods, list) or "client_secret_basic" in methods,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def key_named(kid: str | None, found: Provider) -> jwt.PyJWK:
    """The signing key; an issuer that changed its keys is asked once more."""
    key = _pick(_remembered(found.keys), kid)
    if key is None:
        key = _pick(_remembered(found.keys, anew=True), kid)
    if key is None:
        raise NotProven(Why.NOT_TRUE, "unknown key")
    return key


def _pick(said: dict[str, Any], kid: str | None) -> jwt.PyJWK | None:
    """The key of that name; without a name, the only one there is."""
    try:
        keys = jwt.PyJWKSet.from_dict(said).keys
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise NotProven(Why.NOT_TRUE, "unreadable keys") from error
    signing = [key for key in keys if key.public_key_use in {None, "sig"}]
    named = [key for key in signing if kid is None or key.key_id == kid]
    return named[0] if len(named) == 1 else None


def _remembered(url: str, *, anew: bool = False) -> dict[str, Any]:
    place = f"eid:{url}"
    known: dict[str, Any] | None = None if anew else cache.get(place)
    if known is None:
        known = web.get(url)
        cache.set(place, known, REMEMBERED)
    return known


def _address(said: dict[str, Any], name: str, *, or_none: bool = False) -> str:
    """An address that is as safe to go to as the issuer's own."""
    found = said.get(name)
    if found is None and or_none:
        return ""
    parts = urlsplit(found) if isinstance(found, str) else None
    safe = urlsplit(settings.OIDC_ISSUER).scheme
    if parts is None or parts.scheme != safe or not parts.netloc:
        raise NotProven(Why.NOT_TRUE, f"no {name}")
    return parts.geturl()
