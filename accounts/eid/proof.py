"""Who came back from the provider."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.http import HttpRequest

from accounts.eid import web
from accounts.eid.client import credentials
from accounts.eid.flow import Flow, callback_url
from accounts.eid.provider import Provider, provider
from accounts.eid.refusals import NotProven, Why
from accounts.eid.tokens import Claims, claims_of
from jurisdictions import identity
from ui.identity import site_country

# How providers say that the person turned back.
TURNED_BACK = {"access_denied", "user_cancelled", "user_cancel", "consent_required"}
LONGEST_NAME = 100
ADULT = 18
# What an answer says once; said twice, somebody has added to the address.
SAID_ONCE = ("code", "error", "iss", "state")


@dataclass(frozen=True)
class Proven:
    """A person as the provider proved it; the digits stay out of logs."""

    identity: identity.Identity
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    id_token: str = field(repr=False)

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.given_name} {self.family_name}".strip()

    def is_child_on(self, day: date) -> bool:
        """Tell whether the person is younger than those whom the unit takes in."""
        born = self.identity.birth_date
        return born is not None and identity.age_on(born, day) < ADULT


def of(request: HttpRequest, flow: Flow, *, today: date) -> Proven:
    """The person behind this answer of the provider, or why there is none."""
    found = provider()
    code = _code(request, found)
    answer = _exchange(code, request, flow, found)
    id_token = str(answer.get("id_token") or "")
    claims = claims_of(
        id_token,
        flow=flow,
        signed_by=found,
        access_token=str(answer.get("access_token") or ""),
    )
    claims = _whole(claims, answer, found)
    given, family = _names(claims)
    return Proven(
        identity=_number(claims, today=today),
        given_name=given,
        family_name=family,
        id_token=id_token,
    )


def _code(request: HttpRequest, found: Provider) -> str:
    """The code, unless the provider says no or somebody else is answering."""
    if any(len(request.GET.getlist(name)) > 1 for name in SAID_ONCE):
        raise NotProven(Why.NOT_TRUE, "said twice")
    # A provider that says that it names itself always does (RFC 9207).
    unnamed = "" if found.names_itself else settings.OIDC_ISSUER
    if request.GET.get("iss", unnamed) != settings.OIDC_ISSUER:
        raise NotProven(Why.NOT_TRUE, "iss of the answer")
    if error := request.GET.get("error"):
        if error in TURNED_BACK:
            raise NotProven(Why.CANCELLED)
        away = error in {"server_error", "temporarily_unavailable"}
        raise NotProven(Why.AWAY if away else Why.NOT_TRUE, "error of the answer")
    if code := request.GET.get("code"):
        return code
    raise NotProven(Why.NOT_TRUE, "no code")


def _exchange(
    code: str, request: HttpRequest, flow: Flow, found: Provider
) -> dict[str, object]:
    """Change the code, which is good for once, for what the provider signed."""
    fields, headers = credentials(found)
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_url(request),
        "code_verifier": flow.verifier,
    }
    return web.post(found.token, {**fields, **asked}, headers=headers)


def _whole(claims: Claims, answer: dict[str, object], found: Provider) -> Claims:
    """The claims; what the token leaves out is asked for, about the same person."""
    if settings.OIDC_NUMBER_CLAIM in claims or not found.userinfo:
        return claims
    said = web.get(found.userinfo, bearer=str(answer.get("access_token") or ""))
    if said.get("sub") != claims["sub"]:
        raise NotProven(Why.NOT_TRUE, "userinfo is about somebody else")
    return {**said, **claims}


def _number(claims: Claims, *, today: date) -> identity.Identity:
    typed = claims.get(settings.OIDC_NUMBER_CLAIM)
    if not isinstance(typed, str):
        raise NotProven(Why.NUMBER, "no number")
    try:
        return identity_of(typed, today=today)
    except identity.NotAnIdentity as fault:
        raise NotProven(Why.NUMBER, "not a number") from fault


def identity_of(number: str, *, today: date) -> identity.Identity:
    """The number as this site reads numbers. Nobody has an e-ID with a reserve one."""
    return identity.parse(
        number,
        today=today,
        country=site_country(),
        allow_synthetic=settings.ALLOW_SYNTHETIC_IDS,
    )


def _names(claims: Claims) -> tuple[str, str]:
    """Given and family name; a provider that knows only one name gives it whole."""
    given, family = _text(claims, "given_name"), _text(claims, "family_name")
    if given and family:
        return given, family
    first, _space, rest = (_text(claims, "name") or given or family).rpartition(" ")
    return first or rest, rest if first else ""


def _text(claims: Claims, name: str) -> str:
    """A name as it can be kept and shown: one line, nothing unprintable."""
    said = claims.get(name)
    if not isinstance(said, str):
        return ""
    plain = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(plain.split())[:LONGEST_NAME]
