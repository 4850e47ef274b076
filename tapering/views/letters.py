"""The letter to a prescriber: read it, print it, say how it was sent."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typing import SignedIn
from tapering import actions, forms, pages
from tapering.lifecycle import State
from tapering.models import PlanLetter
from tapering.views.loading import clinician, opened, permit, show
from ui.forms import posted


def letter_for(request: SignedIn, pk: uuid.UUID) -> PlanLetter:
    """A letter about a version of a case that the person takes part in."""
    letters = PlanLetter.objects.visible_to(clinician(request)).select_related(
        "version__plan__case__patient",
        "version__plan__case__owner",
        "version__plan__case__unit",
        "to_unit",
        "sent_by",
    )
    return get_object_or_404(letters, pk=pk)


@require_http_methods(["GET", "POST"])
def letter(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The letter as it was written; mark it as sent."""
    found = letter_for(request, pk)
    case = found.version.plan.case
    form = forms.LetterSentForm(posted(request))
    if request.method == "POST":
        permit(request, case)
        if form.is_valid():
            actions.mark_letter_sent(
                found, **form.cleaned_data, by=request.user, at=now()
            )
            messages.success(request, _("Brevet är markerat som skickat."))
            return redirect("tapering:letter", pk=found.pk)
    opened(request, found, case)
    return show(
        request,
        "letter",
        case,
        here="plan",
        form=form,
        page=pages.shown_letter(found),
        letter=found,
        version=found.version,
        is_old=found.version.state == State.SUPERSEDED,
    )
