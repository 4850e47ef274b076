"""The pages that anybody may read. They set no cookie and ask for nobody's data."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jurisdictions.regimes import REGIMES
from messaging.texts import text_of
from overview.queries.waiting import waiting


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What it is, for whom, do not stop suddenly, two doors."""
    context = {
        "answer_within": settings.ANSWER_WITHIN_WORKING_DAYS,
        "waiting": waiting(now()),
    }
    return render(request, "overview/public/start.html", context)


@login_not_required
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """From the first talk to aftercare."""
    return render(request, "overview/public/how_it_works.html")


@login_not_required
@require_safe
def professionals(request: HttpRequest) -> HttpResponse:
    """Who can be referred, what to write, where to log in."""
    context = {"log_in_url": _clinic_pages()}
    return render(request, "overview/public/professionals.html", context)


@login_not_required
@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """Whom to call now."""
    regime = REGIMES[settings.JURISDICTION]
    context = {"regime": regime, "lines": (*regime.someone_to_talk_to, regime.advice)}
    return render(request, "overview/public/crisis.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens to what somebody writes here."""
    text = text_of("receipt", language=get_language() or "sv")
    return render(request, "overview/public/privacy.html", {"receipt": text.body})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages are meant to work for everybody, and where to say when not."""
    return render(request, "overview/public/accessibility.html")


def _clinic_pages() -> str:
    """Where a clinic sends referrals: behind the log-in."""
    try:
        return reverse("referrals_public:clinic_list")
    except NoReverseMatch:
        return reverse("account_login")
