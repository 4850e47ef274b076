"""The style page: every part with invented content, to be looked at and measured."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ui import samples

OUTSIDERS = {"patient", "referrer"}


def style(request: HttpRequest) -> HttpResponse:
    """Show all parts; with ``?faults`` the form has been sent empty."""
    if getattr(request.user, "role", "") in OUTSIDERS:
        raise PermissionDenied(_("Den här sidan är till för dem som arbetar här."))
    form = samples.Sample({"dose": "7,5,0"} if "faults" in request.GET else None)
    return render(request, "ui/style.html", {**samples.everything(), "form": form})
