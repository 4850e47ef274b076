"""Error pages: a sentence that helps, and everything that was typed."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from accounts.refusals import Refused
from jurisdictions.regimes import REGIMES

# Never sent back to the page: secrets that a person types once.
SECRET = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything posted, in order, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRET
        for value in values
    ]


def _send_again(
    request: HttpRequest, *, status: int, heading: str, text: str, **more: str
) -> HttpResponse:
    """A page with what was posted and a button that sends it again."""
    context = {
        "heading": heading,
        "text": text,
        "posted": _posted(request) if request.method == "POST" else [],
        "was_posted": request.method == "POST",
        "target": request.get_full_path(),
        "csrf_token": get_token(request),
        **more,
    }
    return _plain("errors/send_again.html", status, context)


def _plain(template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    """A page without context processors: they might ask for what is away."""
    page = get_template(template).template  # type: ignore[attr-defined]
    bar = REGIMES[settings.JURISDICTION].crisis_bar
    unit = {
        "unit_name": getattr(settings, "UNIT_NAME", _("Nedtrappningsenheten")),
        "unit_phone": settings.UNIT_PHONE,
    }
    words = page.render(Context({"crisis_bar": bar, **unit, **context}))
    return HttpResponse(words, status=status)


def database_away(request: HttpRequest) -> HttpResponse:
    """The database does not answer just now."""
    return _send_again(
        request,
        status=503,
        heading=_("Det gick inte att spara just nu"),
        text=_(
            "Vi når inte databasen. Det du skrev finns kvar här. "
            "Vänta en halv minut och tryck på knappen."
        ),
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off."""
    return _send_again(
        request,
        status=403,
        heading=_("Formuläret hade gått ut"),
        text=_(
            "Sidan var öppen länge, eller så tar din webbläsare inte emot kakor. "
            "Det du skrev finns kvar. Tryck på knappen för att skicka igen."
        ),
    )


def signed_out(request: HttpRequest) -> HttpResponse:
    """The person posted after the log-in had ended."""
    return _send_again(
        request,
        status=403,
        heading=_("Du har loggats ut"),
        text=_(
            "Det du skrev finns kvar på den här sidan. Logga in i en ny flik, "
            "kom tillbaka hit och tryck på knappen."
        ),
        sign_in="yes",
    )


def needs_eid(request: HttpRequest) -> HttpResponse:
    """A patient who signed in with a password posted to a page with health data."""
    return _send_again(
        request,
        status=403,
        heading=_("Logga in med e-legitimation"),
        text=_(
            "Dina sidor öppnas bara med e-legitimation. Det du skrev finns kvar på "
            "den här sidan. Logga in i en ny flik, kom tillbaka hit och tryck på "
            "knappen."
        ),
        sign_in="yes",
    )


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule said no; the row is unchanged."""
    return render(
        request,
        "errors/409.html",
        {"sentence": refusal.sentence, "posted": _posted(request)},
        status=409,
    )


def too_much(request: HttpRequest, exception: Exception) -> HttpResponse:
    """More was sent than is read, so nothing of it can be shown here."""
    return _plain("errors/400.html", 400, {})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The person may not do this; the reason stands on the page."""
    return render(request, "errors/403.html", {"sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing that this person may see: the same answer."""
    return render(request, "errors/404.html", status=404)


def only_by_button(request: HttpRequest, allow: str) -> HttpResponse:
    """The address does something, so it is not a page that can be opened."""
    page = render(request, "errors/405.html", status=405)
    page.headers["Allow"] = allow
    return page


@login_not_required
def no_such_door(request: HttpRequest) -> HttpResponse:
    """A page that the sign-in library offers and we do not."""
    raise Http404


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke. Says so without asking the database for anything."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        # Away already when the session was read, before any view was reached.
        return database_away(request)
    return _send_again(
        request,
        status=503,
        heading=_("Något gick fel hos oss"),
        text=_(
            "Felet är noterat. Det du skrev finns kvar här. Försök igen om en stund."
        ),
    )
