"""The patient's own visits."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.refusals import forbid
from accounts.typing import SignedIn
from ui.forms import posted
from visits import actions, forms, pages, permissions
from visits.models import Visit

MOST_EARLIER = 20


@require_GET
def my_visits(request: SignedIn) -> HttpResponse:
    """What is booked for the patient, and what has been."""
    at = now()
    own = Visit.objects.visible_to(request.user).filter(
        case__patient__user=request.user
    )
    coming = list(own.coming(at).for_list().by_time())
    earlier = own.filter(starts_at__lte=at).order_by("-starts_at", "-pk")
    context = {
        "coming": pages.own_visits(coming),
        "earlier": list(earlier[:MOST_EARLIER]),
    }
    return render(request, "visits/my_visits.html", context)


@require_http_methods(["GET", "POST"])
def ask_to_change(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Ask for another time. The visit stands until somebody has called."""
    at = now()
    visits = Visit.objects.visible_to(request.user).select_related("case__patient")
    visit = get_object_or_404(visits.select_related("booked_by", "case__owner"), pk=pk)
    forbid(permissions.why_not_ask_for_change(request.user, visit, at=at))
    form = forms.AskToChange(posted(request))
    if form.is_valid():
        wish = form.cleaned_data["wish"]
        actions.ask_to_change(visit, wish=wish, by=request.user, at=at)
        messages.success(request, _("Tack. Vi hör av oss om en annan tid."))
        return redirect("visits_public:my_visits")
    context = {"visit": visit, "form": form}
    return render(request, "visits/my_visit_change.html", context)
