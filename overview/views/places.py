"""Rooms where visits can be booked, looked after by an administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import why_not_administer
from accounts.refusals import forbid
from accounts.typing import SignedIn
from offers import actions
from offers.models import Place
from overview import forms


@require_GET
def place_list(request: SignedIn) -> HttpResponse:
    """Every room."""
    forbid(why_not_administer(request.user))
    rooms = Place.objects.select_related("care_unit__municipality")
    page = Paginator(rooms, 50).get_page(request.GET.get("page"))
    return render(request, "overview/staff/place_list.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
def place_add(request: SignedIn) -> HttpResponse:
    """Add a room. The same room pressed twice is one room."""
    forbid(why_not_administer(request.user))
    form = forms.NewPlace(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.add_place(by=request.user, at=now(), **form.cleaned_data)
        except IntegrityError:
            form.add_error("room", _("Rummet finns redan på den enheten."))
        else:
            messages.success(request, _("Rummet är tillagt."))
            return redirect("overview:places")
    return render(request, "overview/staff/place_add.html", {"form": form})
