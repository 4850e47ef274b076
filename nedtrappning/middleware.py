"""What every request passes through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from accounts.eid import sessions
from accounts.models import User
from accounts.refusals import Refused
from audit.actions import may_write
from nedtrappning import errors
from ui import languages

Next = Callable[[HttpRequest], HttpResponseBase]
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "SET", "BEGIN", "WITH")
SAFE = {"GET", "HEAD", "OPTIONS"}


class NothingIsLost:
    """When the database does not answer, hand back what was posted."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return errors.database_away(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Catch it also where Django would make a plain error page of it."""
        if isinstance(exception, OperationalError | InterfaceError):
            connection.close()
            return errors.database_away(request)
        return None


def language_of_the_reader(get_response: Next) -> Next:
    """Staff pages and those of the log-in have one address each, in all languages.

    Whoever has signed in reads their own language, and whoever has not the one of the
    page they came from, which goes along through the steps of the log-in.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(("/app/", "/account/")):
            return get_response(request)
        asked = languages.asked_for(request)
        own = request.user.language if request.user.is_authenticated else asked
        with translation.override(own or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        where = response.headers.get("Location", "")
        if asked and where.startswith("/account/"):
            response.headers["Location"] = languages.along(where, asked)
        return response

    return middleware


def nothing_personal_is_cached(get_response: Next) -> Next:
    """A signed-in page is not kept by the browser or anything between."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated or request.method == "POST":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class ClosedByDefault(LoginRequiredMiddleware):
    """Every view needs a log-in unless it says otherwise; a lost post comes back."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Send to the log-in page, or keep what was posted while signed out."""
        if request.method == "POST":
            return errors.signed_out(request)  # type: ignore[return-value]
        return redirect_to_login(
            request.get_full_path(),
            self.get_login_url(view_func),
            self.get_redirect_field_name(view_func) or "next",
        )


def _what_is_lacking(request: HttpRequest) -> str:
    """Name the page where the person first has to do something, or nothing."""
    user = request.user
    if not isinstance(user, User) or needs_nothing_more(request):
        return ""
    if user.has_temporary_password:
        return "account_change_password"
    if settings.SECOND_FACTOR_REQUIRED and not has_second_factor(user):
        return "accounts:second_factor"
    return ""


def _is_on_the_way(request: HttpRequest, page: str) -> bool:
    """Tell whether this address belongs to what the person has to do first."""
    return request.path.startswith(("/account/", "/health/", "/static/", reverse(page)))


def needs_nothing_more(request: HttpRequest) -> bool:
    """An e-ID is the strong way in, and without one a patient is told to get it."""
    return sessions.is_by_eid(request) or sessions.lacks_eid(request)


def account_made_safe_first(get_response: Next) -> Next:
    """Without an own password and a second factor, only their pages are reached."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        page = _what_is_lacking(request)
        if page and not _is_on_the_way(request, page):
            return redirect(page)
        return get_response(request)

    return middleware


def has_second_factor(user: User) -> bool:
    """Tell whether the person has an authenticator app or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: bool = Authenticator.objects.filter(user=user, type__in=kinds).exists()
    return found


class RefusalsAreSentences:
    """What an action refuses becomes a page with the sentence, state unchanged."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in SAFE:
            return errors.only_by_button(request, response.headers["Allow"])
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer 409 with the sentence."""
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        return None


@contextmanager
def only_reads() -> Iterator[None]:
    """Refuse every statement that writes, except the read log's own."""

    def guard(
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - the signature is Django's
        context: dict[str, Any],
    ) -> Any:
        reads = sql.lstrip("( \n").upper().startswith(READS)
        if not reads and not may_write():
            raise DatabaseError(f"A GET may not write: {sql[:80]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


def a_get_writes_nothing(get_response: Next) -> Next:
    """Make "GET is safe" a fact. Sign-in pages belong to the library and may write."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE or request.path.startswith("/account/"):
            return get_response(request)
        with only_reads():
            return get_response(request)

    return middleware
