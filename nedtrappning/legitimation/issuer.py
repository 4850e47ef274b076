"""What the provider knows and decides: codes, tokens, keys. No HTTP."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from nedtrappning.legitimation.clients import ALGORITHMS, Client
from nedtrappning.legitimation.people import Person

LEVEL = "loa3"
CODE_LIVES = 60
TOKEN_LIVES = 300
Answer = dict[str, Any]


class Refusal(Exception):
    """An error of the protocol, by its name."""


class Key:
    """A signing key made at the start; another start is another key."""

    def __init__(self) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.name = secrets.token_hex(8)

    def public(self) -> Answer:
        """As the provider publishes it."""
        shown: Answer = json.loads(
            jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key())
        )
        return {**shown, "kid": self.name, "use": "sig", "alg": "RS256"}


@dataclass(frozen=True)
class Grant:
    """A code, and what it was given for."""

    person: Person
    callback: str
    nonce: str
    challenge: str
    until: float


@dataclass
class Lies:
    """What a test asks the next token to be like."""

    claims: Answer = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    signed_by: str = ""
    status: int = 0


class Issuer:
    """One provider with one client."""

    def __init__(
        self, *, client: Client, callbacks: set[str], people: list[Person]
    ) -> None:
        self.url = ""
        self.client = client
        self.callbacks = callbacks
        self.people = {person.number: person for person in people}
        self.key = Key()
        self.lies = Lies()
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, Person] = {}
        self.sessions: dict[str, Person] = {}
        self._lock = threading.Lock()

    def discovery(self) -> Answer:
        """The description of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/end_session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": self.client.methods,
            "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            "authorization_response_iss_parameter_supported": True,
            "acr_values_supported": [LEVEL],
        }

    def keys(self) -> Answer:
        """The public keys."""
        return {"keys": [self.key.public()]}

    def check(self, asked: dict[str, str]) -> None:
        """A request that can be answered at the client's own address."""
        if asked.get("response_type") != "code" or "openid" not in asked.get(
            "scope", ""
        ):
            raise Refusal("invalid_request")
        if asked.get("code_challenge_method") != "S256" or not asked.get(
            "code_challenge"
        ):
            raise Refusal("invalid_request")

    def knows(self, asked: dict[str, str]) -> bool:
        """Tell whether the client and its address are registered."""
        is_client = asked.get("client_id") == self.client.name
        return is_client and asked.get("redirect_uri") in self.callbacks

    def grant(self, person: Person, asked: dict[str, str]) -> str:
        """A code for the person, good for once and for a minute."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._grants[code] = Grant(
                person,
                asked["redirect_uri"],
                asked.get("nonce", ""),
                asked["code_challenge"],
                time.time() + CODE_LIVES,
            )
        return code

    def exchange(self, sent: dict[str, str]) -> Answer:
        """Tokens for a code."""
        with self._lock:
            grant = self._grants.pop(sent.get("code", ""), None)
        if grant is None or grant.until < time.time():
            raise Refusal("invalid_grant")
        if sent.get("redirect_uri") != grant.callback:
            raise Refusal("invalid_grant")
        if not hmac.compare_digest(
            _challenge(sent.get("code_verifier", "")), grant.challenge
        ):
            raise Refusal("invalid_grant")
        token = secrets.token_urlsafe(32)
        self._tokens[token] = grant.person
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIVES,
            "id_token": self._id_token(grant, token),
        }

    def _id_token(self, grant: Grant, access_token: str) -> str:
        """Signed, and true unless a test has asked otherwise."""
        lies, self.lies = self.lies, Lies()
        at = int(time.time())
        claims = {
            "iss": self.url,
            "sub": grant.person.subject,
            "aud": self.client.name,
            "iat": at,
            "exp": at + TOKEN_LIVES,
            "auth_time": at,
            "nonce": grant.nonce,
            "at_hash": _left_half(access_token),
            "acr": LEVEL,
            **about(grant.person),
            **lies.claims,
        }
        told = {name: said for name, said in claims.items() if name not in lies.without}
        return self._signed(told, lies.signed_by)

    def _signed(self, claims: Answer, by: str) -> str:
        head = {"kid": self.key.name}
        if by == "nobody":
            return jwt.encode(claims, "", algorithm="none", headers=head)
        if by == "the secret":
            secret = self.client.secret.ljust(32, "-")
            return jwt.encode(claims, secret, algorithm="HS256", headers=head)
        key = Key() if by == "a stranger" else self.key
        return jwt.encode(claims, key.private, algorithm="RS256", headers=head)

    def person_of(self, token: str) -> Person | None:
        """Whom an access token is about."""
        return self._tokens.get(token)


def about(person: Person) -> Answer:
    """The claims about somebody; a person without a number has no such claim."""
    said = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name": f"{person.given_name} {person.family_name}",
    }
    return {**said, "personal_number": person.number} if person.number else said


def _challenge(verifier: str) -> str:
    return _plain(hashlib.sha256(verifier.encode()).digest())


def _left_half(token: str) -> str:
    """What an ID token says of the access token that it came with."""
    return _plain(hashlib.sha256(token.encode()).digest()[:16])


def _plain(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
