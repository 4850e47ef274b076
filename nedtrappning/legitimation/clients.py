"""The one client that the provider knows, and how it shows who it is."""

import base64
import binascii
import hmac
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import jwt

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["RS256", "PS256", "ES256"]
# Nobody needs an assertion for longer than it takes to be sent.
LONGEST = 120
LEEWAY = 10
NEEDED = ["iss", "sub", "aud", "exp", "iat", "jti"]
Fields = Mapping[str, str]


class Client:
    """A name with a secret, or with keys whose public halves are registered here."""

    def __init__(self, name: str, secret: str, keys: dict[str, Any] | None) -> None:
        self.name, self.secret = name, secret
        self._keys = jwt.PyJWKSet.from_dict(keys).keys if keys else []
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def methods(self) -> list[str]:
        """What the provider says that it takes."""
        ways = ["client_secret_basic", "client_secret_post"] if self.secret else []
        return [*ways, *(["private_key_jwt"] if self._keys else [])]

    def is_shown_by(self, sent: Fields, header: str, *, issuer: str) -> bool:
        """Tell whether the one who asks is the client, by one way and one only."""
        ways = [name for name in ("client_assertion", "client_secret") if name in sent]
        if len(ways) + header.startswith("Basic ") != 1:
            return False
        if "client_assertion" in sent:
            return self._has_signed(sent, issuer=issuer)
        pair = (sent.get("client_id", ""), sent.get("client_secret", ""))
        return self._has_secret(_basic(header) if header else pair)

    def _has_secret(self, pair: tuple[str, str]) -> bool:
        wanted = (self.name, self.secret)
        return bool(self.secret) and all(
            hmac.compare_digest(one.encode(), other.encode())
            for one, other in zip(pair, wanted, strict=True)
        )

    def _has_signed(self, sent: Fields, *, issuer: str) -> bool:
        """An assertion of ours: by a known key, for us, in force, never seen before."""
        if sent.get("client_assertion_type") != ASSERTION:
            return False
        try:
            claims = self._claims(sent["client_assertion"], issuer=issuer)
        except (jwt.PyJWTError, TypeError, ValueError, ArithmeticError):
            return False
        says = {claims["iss"], claims["sub"], sent.get("client_id", self.name)}
        is_short = claims["exp"] - claims["iat"] <= LONGEST
        return says == {self.name} and is_short and self._is_new(claims)

    def _claims(self, assertion: str, *, issuer: str) -> dict[str, Any]:
        kid = jwt.get_unverified_header(assertion).get("kid")
        key = next((one for one in self._keys if kid and one.key_id == kid), None)
        if key is None:
            raise jwt.InvalidKeyError
        claims: dict[str, Any] = jwt.decode(
            assertion,
            key,
            algorithms=ALGORITHMS,
            audience=[issuer, f"{issuer}/token"],
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
        return claims

    def _is_new(self, claims: dict[str, Any]) -> bool:
        """Each is good for once; what has gone out of force is forgotten."""
        at = time.time()
        with self._lock:
            self._seen = {one: until for one, until in self._seen.items() if until > at}
            if claims["jti"] in self._seen:
                return False
            self._seen[claims["jti"]] = claims["exp"] + LEEWAY
        return True


def _basic(header: str) -> tuple[str, str]:
    try:
        pair = base64.b64decode(header.removeprefix("Basic ")).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    name, _colon, secret = pair.partition(":")
    return unquote(name), unquote(secret)
