"""Only what comes of the choices; nothing is stored."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.typing import SignedIn
from tapering import pages
from tapering.views.build.choices import desk_of
from tapering.views.build.outcome import in_context, outcome_of
from tapering.views.build.work import work_on
from tapering.views.loading import plan_for


@require_http_methods(["GET", "POST"])
def preview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The fragment under the form, while somebody types.

    The page posts it, so that free text and long plans stay out of the address.
    """
    data = request.POST if request.method == "POST" else request.GET
    desk = desk_of(plan_for(request, pk))
    work = work_on(desk, data)
    context = {
        **in_context(work, outcome_of(work)),
        "meanwhile": pages.meanwhile(desk.known, data.get("edition", "")),
    }
    return render(request, "tapering/_preview.html", context)
