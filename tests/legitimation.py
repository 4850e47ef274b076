"""The e-ID provider as a process of its own, and a way to it without a browser."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

from audit.models import Event
from jurisdictions import identity
from patients.models import Patient
from tests.factories import patients as make

CALLBACK = "/account/e-id/callback/"
SECRET = "hemligt: med kolon och å"
ANNA = "199002012392"
STRANGER = "199303092382"
CHILD = "201203062383"
NO_NUMBER = "199002012391"
RESERVE = "19900201X803"
NORWEGIAN = next(identity.norwegian_synthetic_numbers(date(1980, 5, 17)))
# Ours, made anew for each run; the provider knows the public halves.
RSA_KID, PSS_KID, EC_KID = "vart-1", "vart-2", "vart-3"
OUR_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OUR_EC = ec.generate_private_key(ec.SECP256R1())
PEOPLE = [
    {"number": ANNA, "given_name": "Anna", "family_name": "Berg"},
    {"number": STRANGER, "given_name": "Nora", "family_name": "Sten"},
    {"number": CHILD, "given_name": "Love", "family_name": "Sten"},
    {"number": NORWEGIAN, "given_name": "Kari", "family_name": "Dal"},
    {"number": NO_NUMBER, "given_name": "Fel", "family_name": "Siffra"},
    {"number": RESERVE, "given_name": "Reserv", "family_name": "Nummer"},
]


@dataclass
class Provider:
    """The running provider, seen from the tests."""

    url: str
    process: "subprocess.Popen[str]"

    def control(self, **asked: Any) -> dict[str, Any]:
        """Ask it to lie once, to change keys, to know another callback."""
        line = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        line.request("POST", "/control", body=json.dumps(asked))
        found: dict[str, Any] = json.loads(line.getresponse().read())
        line.close()
        return found

    def answers(self, leaving: str, person: str) -> str:
        """Choose somebody on the provider's page; where it sends the person then."""
        asked = parse_qsl(urlsplit(leaving).query)
        said = ask(self.url, "POST", "/authorize", [*asked, ("person", person)])
        assert said.status == 302, said.read()
        return said.headers["Location"]

    def back(self, client: Client, start: str, person: str) -> str:
        """Leave from `start`, choose; the address of the callback, not yet opened."""
        leaving = client.get(start)
        assert leaving.status_code == 302, leaving.content.decode()
        answer = self.answers(leaving["Location"], person)
        parts = urlsplit(answer)
        assert parts.path == CALLBACK
        return f"{parts.path}?{parts.query}"

    def brings(self, client: Client, start: str, person: str) -> Any:
        """The whole journey; our answer to it."""
        return opened(client, self.back(client, start, person))


def opened(client: Client, path: str) -> Any:
    """Our answer at the address; a refusal is read on its page."""
    answer = client.get(path)
    to = answer.headers.get("Location", "")
    return client.get(to) if "/legitimera/nej/" in to else answer


def ask(
    url: str, method: str, path: str, fields: list[tuple[str, str]]
) -> HTTPResponse:
    """One question to the provider, redirects not followed."""
    line = HTTPConnection(urlsplit(url).netloc, timeout=10)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request(method, path, body=urlencode(fields), headers=kind)
    return line.getresponse()


def known() -> Patient:
    """Anna, whom the unit knows and who has no log-in yet."""
    return make.patient(
        given_name="Anna",
        family_name="Berg",
        identity_number=ANNA,
        identity_kind="personnummer",
    )


def is_signed_in(client: Client) -> bool:
    """Tell whether anybody is."""
    return "_auth_user_id" in client.session


def kinds() -> list[str]:
    """What the log has."""
    return list(Event.objects.order_by("at", "kind").values_list("kind", flat=True))


def refusals() -> list[str]:
    """Why people were not let in."""
    events = Event.objects.filter(kind="log_in.refused").order_by("at")
    return [event.details["why"] for event in events]


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Started once per process."""
    folder = tmp_path_factory.mktemp("legitimation")
    people, keys = folder / "people.json", folder / "client_keys.json"
    people.write_text(json.dumps(PEOPLE))
    keys.write_text(json.dumps({"keys": registered()}))
    process = start(people, keys)
    assert process.stdout is not None
    yield Provider(process.stdout.readline().strip(), process)
    process.terminate()
    process.wait(timeout=10)
    process.stdout.close()


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """A private key as a file holds it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def registered() -> list[dict[str, str]]:
    """The public halves of our keys, as the provider was given them."""
    halves = (
        (RSA_KID, "RS256", jwt.algorithms.RSAAlgorithm.to_jwk(OUR_RSA.public_key())),
        (PSS_KID, "PS256", jwt.algorithms.RSAAlgorithm.to_jwk(OUR_RSA.public_key())),
        (EC_KID, "ES256", jwt.algorithms.ECAlgorithm.to_jwk(OUR_EC.public_key())),
    )
    return [
        {**json.loads(half), "kid": kid, "use": "sig", "alg": algorithm}
        for kid, algorithm, half in halves
    ]


def start(people: Path, keys: Path) -> "subprocess.Popen[str]":
    """The provider, as ./run starts it."""
    return subprocess.Popen(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "nedtrappning.legitimation"),
            *("--people", str(people)),
            *("--client-keys", str(keys)),
            *("--callback", f"http://testserver{CALLBACK}"),
        ],
        env={
            "MODE": "test",
            "OIDC_CLIENT_ID": "nedtrappning",
            "OIDC_CLIENT_SECRET": SECRET,
            "PATH": os.environ["PATH"],
        },
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def provider(running_provider: Provider, settings: Any) -> Iterator[Provider]:
    """The settings point at the provider, and it tells the truth."""
    settings.OIDC_ISSUER = running_provider.url
    settings.OIDC_CLIENT_ID = "nedtrappning"
    settings.OIDC_CLIENT_SECRET = SECRET
    yield running_provider
    running_provider.control()
