"""A session that began with an e-ID: what it remembers, how it ends."""

import base64
from datetime import datetime, timedelta
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.eid.provider import is_offered, provider
from accounts.eid.refusals import NotProven
from accounts.models import User
from accounts.roles import Role

KEY = "eid"
SEEN = "eid_seen"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Health data on a screen that nobody looks at (rules AUT-06).
IDLE = timedelta(minutes=15)
WARNING = timedelta(minutes=2)
# A page a second is one write a minute.
NOTED_EVERY = timedelta(minutes=1)


def sign_in(request: HttpRequest, user: User, *, id_token: str, at: datetime) -> None:
    """Begin a session that the provider vouches for."""
    login(request, user, backend=BACKEND)
    request.session[KEY] = _box().encrypt(id_token.encode()).decode()
    request.session[SEEN] = at.timestamp()
    # The note of the last page may be a minute old: nobody gets less than was said.
    request.session.set_expiry(int((IDLE + NOTED_EVERY).total_seconds()))


def is_by_eid(request: HttpRequest) -> bool:
    """Tell whether the person of this session proved who it is with an e-ID."""
    return request.user.is_authenticated and KEY in request.session


def keep_open(request: HttpRequest, *, at: datetime) -> None:
    """Somebody is there: the quarter of an hour begins anew."""
    if at.timestamp() - request.session.get(SEEN, 0) >= NOTED_EVERY.total_seconds():
        request.session[SEEN] = at.timestamp()


def asks_after(request: HttpRequest) -> int:
    """Seconds until the page asks whether somebody is there; 0 where it never does."""
    if not (hasattr(request, "user") and is_by_eid(request)):
        return 0
    return int((IDLE - WARNING).total_seconds())


def lacks_eid(request: HttpRequest) -> bool:
    """Tell whether a patient is signed in with less than health data asks for."""
    user = request.user
    if not isinstance(user, User) or user.role != Role.PATIENT:
        return False
    return settings.HEALTH_DATA_NEEDS_EID and not is_by_eid(request)


def way_out(request: HttpRequest) -> str:
    """Where the provider ends its own session too; nothing when it has no such page."""
    if not (is_offered() and is_by_eid(request)):
        return ""
    try:
        page = provider().end_session
    except NotProven:
        # Who wants to leave us leaves, whatever the provider says.
        return ""
    asked = {
        "client_id": settings.OIDC_CLIENT_ID,
        "post_logout_redirect_uri": request.build_absolute_uri("/"),
    }
    if hint := _hint(request):
        asked["id_token_hint"] = hint
    return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}" if page else ""


def _hint(request: HttpRequest) -> str:
    try:
        return _box().decrypt(request.session[KEY].encode()).decode()
    except (InvalidToken, AttributeError):
        return ""


def _box() -> Fernet:
    """The token names the person: in the table of sessions it is unreadable."""
    key = salted_hmac("accounts.eid.session", "id_token", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
