"""A patient's own pages show health data: who may open them, and for how long."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from accounts.eid import sessions
from nedtrappning import errors

Next = Callable[[HttpRequest], HttpResponseBase]


class HealthDataNeedsEid:
    """Every page that needs a log-in is closed to a patient who used a password.

    Not a list of pages: what is written tomorrow is closed as well. Open stays what
    needs no log-in at all, and leaving.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Explain, and offer the e-ID; what was posted comes along."""
        if not getattr(view, "login_required", True) or _is_leaving(request):
            return None
        if not sessions.lacks_eid(request):
            return None
        if request.method == "POST":
            return errors.needs_eid(request)
        response = redirect("overview_public:eid_needed")
        response["Location"] += f"?{_asked_for(request)}"
        return response


def _is_leaving(request: HttpRequest) -> bool:
    return request.path.startswith("/account/logout/")


def _asked_for(request: HttpRequest) -> str:
    """The page that was wanted, for after the e-ID."""
    return f"next={quote(request.path)}"


def they_close_by_themselves(get_response: Next) -> Next:
    """A page that was asked for is a sign of life; without any, the session ends."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if sessions.is_by_eid(request):
            sessions.keep_open(request, at=now())
        return get_response(request)

    return middleware
