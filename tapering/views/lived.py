"""What was really taken, and what was prescribed, written down by staff."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refused
from accounts.typing import SignedIn
from tapering import actions, forms, queries
from tapering.views.loading import opened, plan_for, show
from ui.forms import CreatingForm, posted
from ui.templatetags.dates import day

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def taken(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What was taken where it was not as planned, or that it was."""
    found = plan_for(request, pk)
    running = queries.running(found, localdate())
    if running is None:
        raise Refused(_("Planen har inte börjat. Ändra startdatumet i stället."))
    form = forms.TakenForm(posted(request), now=running)
    if form.is_valid():
        actions.write_taken(found, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Det som togs är antecknat. Planen är som förut."))
        return redirect("tapering:plan", pk=found.case_id)
    opened(request, found, found.case)
    return show(request, "taken", found.case, here="plan", form=form, plan=found)


@require_POST
def supply(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A prescription for the next period is written."""
    found = plan_for(request, pk)
    form = CreatingForm(request.POST)
    form.is_valid()
    actions.write_supply(
        found, form_key=form.cleaned_data["form_key"], by=request.user, at=now()
    )
    lasting = queries.lasting(found, localdate())
    if lasting and lasting.until_on:
        messages.success(
            request,
            _("Receptet är antecknat. Läkemedlet räcker till %(day)s.")
            % {"day": day(lasting.until_on)},
        )
    else:
        messages.success(request, _("Receptet är antecknat."))
    return redirect("tapering:plan", pk=found.case_id)
