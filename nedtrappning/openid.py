"""Who we are to the e-ID provider: by a secret, or by a key of our own (RFC 7523)."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from nedtrappning.environment import MissingSetting, optional, text, whole_number

# How the provider is named in an assertion; anything else is an address of its own.
ISSUER, TOKEN_ENDPOINT = "issuer", "token_endpoint"
SHORTEST_RSA = 2048
RSA_ALGORITHMS, EC_ALGORITHMS = ("RS256", "PS256"), ("ES256",)
KEY = "OIDC_CLIENT_KEY_FILE"


@dataclass(frozen=True, kw_only=True)
class Client:
    """Issuer and name, and either a secret or a key with what is signed by it."""

    issuer: str = ""
    name: str = ""
    secret: str = ""
    # The private key as PEM; a provider that knows its public half needs no secret.
    key: str = ""
    key_id: str = ""
    algorithm: str = ""
    audience: str = ISSUER
    seconds: int = 60


def client(*, secure: bool) -> Client:
    """Read the settings of the e-ID: whole, or none at all without an issuer."""
    issuer = optional("OIDC_ISSUER")
    if not issuer:
        return Client()
    if secure:
        _check_safe("OIDC_ISSUER", issuer)
    name = text("OIDC_CLIENT_ID", "The name that the e-ID provider knows us by.")
    found = (
        _with_key(issuer, name, secure=secure)
        if optional(KEY)
        else Client(issuer=issuer, name=name, secret=_secret())
    )
    if secure:
        text("OIDC_NUMBER_CLAIM", "The claim that holds the identity number.")
        text("OIDC_LEVEL", "The acr values that are strong enough, by spaces.")
    return found


def _secret() -> str:
    return text(
        "OIDC_CLIENT_SECRET",
        f"The secret that the e-ID provider gave us, or {KEY} for one that wants "
        "signed assertions.",
    )


def _with_key(issuer: str, name: str, *, secure: bool) -> Client:
    if optional("OIDC_CLIENT_SECRET"):
        raise MissingSetting(
            f"OIDC_CLIENT_SECRET and {KEY} are both set. Keep the one that the e-ID "
            "provider has registered."
        )
    key = _read(Path(text(KEY, "")))
    audience = optional("OIDC_ASSERTION_AUDIENCE", ISSUER)
    if audience not in {ISSUER, TOKEN_ENDPOINT}:
        _check_address("OIDC_ASSERTION_AUDIENCE", audience, secure=secure)
    return Client(
        issuer=issuer,
        name=name,
        key=key,
        key_id=text(
            "OIDC_CLIENT_KEY_ID", "The kid under which the provider knows our key."
        ),
        algorithm=_algorithm(key),
        audience=audience,
        seconds=whole_number(
            "OIDC_ASSERTION_SECONDS", "So long an assertion is good.", 60,
            least=10, most=120,
        ),
    )  # fmt: skip


def _read(path: Path) -> str:
    """The file's text; that it holds a key is told by `_algorithm`."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise MissingSetting(
            f"{KEY} names a file that cannot be read: it must be a private key in PEM."
        ) from error


def _algorithm(pem: str) -> str:
    """What the key signs with: as said, or the usual one of its kind."""
    fitting = _fitting(pem)
    wanted = optional("OIDC_CLIENT_ALGORITHM", fitting[0])
    if wanted not in fitting:
        raise MissingSetting(
            f"OIDC_CLIENT_ALGORITHM must be {' or '.join(fitting)} for the key of "
            f"{KEY}."
        )
    return wanted


def _fitting(pem: str) -> tuple[str, ...]:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise MissingSetting(
            f"{KEY} is not a private key in PEM without a password."
        ) from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SHORTEST_RSA:
        return RSA_ALGORITHMS
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1":
        return EC_ALGORITHMS
    raise MissingSetting(
        f"{KEY} must be an RSA key of at least {SHORTEST_RSA} bits or a key on the "
        "curve P-256."
    )


def _check_address(name: str, url: str, *, secure: bool) -> None:
    if secure:
        _check_safe(name, url)
    elif not urlsplit(url).netloc:
        raise MissingSetting(f"{name} must be issuer, token_endpoint or an address.")


def _check_safe(name: str, url: str) -> None:
    if urlsplit(url).scheme != "https" or not urlsplit(url).netloc:
        raise MissingSetting(f"{name} must begin with https://.")
