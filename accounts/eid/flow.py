"""One journey to the provider and back, and the terms on which it began.

They travel in a signed cookie of their own, named after the journey: nothing is
written for somebody who only looks at the provider's page, and two tabs do not spoil
each other's.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from accounts.eid.provider import provider

LIVES = 10 * 60
SALT = "accounts.eid.flow"
COOKIE = "legitimering_"
LONGEST_NEXT = 500
CALLBACK = "eid_callback"


class Purpose(StrEnum):
    """Where the journey ends."""

    OWN_PAGES = "own_pages"
    SELF_REFERRAL = "self_referral"


@dataclass(frozen=True)
class Flow:
    """What the answer will be held against."""

    purpose: Purpose
    state: str
    nonce: str
    verifier: str
    language: str
    # Seconds: what the provider says of an earlier log-in is not about this one.
    began: float
    next: str = ""


def leave(request: HttpRequest, *, purpose: Purpose, at: datetime) -> HttpResponse:
    """Send the person to the provider."""
    flow = Flow(
        purpose=purpose,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        language=get_language() or settings.LANGUAGE_CODE,
        began=at.timestamp(),
        next=safe_next(request, request.GET.get("next", "")),
    )
    response = HttpResponseRedirect(_address(request, flow))
    response.set_cookie(
        _cookie(flow.state),
        signing.dumps(asdict(flow), salt=SALT),
        max_age=LIVES,
        path=reverse(CALLBACK),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, flow: Flow) -> str:
    """The provider's page. It always asks who it is, also on a shared computer."""
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": callback_url(request),
        "scope": settings.OIDC_SCOPE,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": challenge(flow.verifier),
        "code_challenge_method": "S256",
        "acr_values": " ".join(settings.OIDC_LEVELS),
        "ui_locales": flow.language,
        "prompt": "login",
    }
    page = provider().authorize
    return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"


def returned(request: HttpRequest) -> Flow | None:
    """The journey that this answer belongs to, if it began in this browser."""
    state = request.GET.get("state", "")
    kept = request.COOKIES.get(_cookie(state), "")
    try:
        flow = Flow(**signing.loads(kept, salt=SALT, max_age=LIVES))
    except (signing.BadSignature, TypeError):
        return None
    return flow if hmac.compare_digest(flow.state.encode(), state.encode()) else None


def forget(response: HttpResponse, request: HttpRequest) -> None:
    """A journey is made once."""
    name = _cookie(request.GET.get("state", ""))
    if name in request.COOKIES:
        response.delete_cookie(name, path=reverse(CALLBACK), samesite="Lax")


def callback_url(request: HttpRequest) -> str:
    """Where the provider sends the person back to, as it has to be registered."""
    return request.build_absolute_uri(reverse(CALLBACK))


def challenge(verifier: str) -> str:
    """What the provider is told of the verifier before it sees it (PKCE, S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def safe_next(request: HttpRequest, wanted: str) -> str:
    """The page that was asked for, when it is one of ours."""
    is_ours = len(wanted) <= LONGEST_NEXT and url_has_allowed_host_and_scheme(
        wanted,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    )
    return wanted if is_ours else ""


def _cookie(state: str) -> str:
    """Of the state only its digest, since it may be anything at all."""
    return COOKIE + hashlib.sha256(state.encode()).hexdigest()[:16]
