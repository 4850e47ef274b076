"""The clinic's half of a case that the patient began: asked for, opened, taken back."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms.parts import AskClinic
from referrals.forms.whole import WholeReferral
from referrals.models import ClinicConsent, PartRequest
from referrals.pages import versions as version_pages
from referrals.views.loading import done, forbid, note_opened, visible
from referrals.views.writing import ask


@require_safe
def clinic_part(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The form for a new referral, about somebody who asked for themselves.

    The clinic reads the name and nothing that the patient wrote.
    """
    forbid(permissions.why_not_send(request.user))
    asked = get_object_or_404(queries.parts_asked(request.user), pk=pk)
    note_opened(request, asked.referral, timezone.now())
    whole = WholeReferral.begun(
        {"name": asked.referral.name}, [], today=timezone.localdate()
    )
    return ask(request, whole, part=asked.pk, asked=asked)


@require_http_methods(["GET", "POST"])
def ask_clinic(request: SignedIn, reference: str) -> HttpResponse:
    """Ask the patient's health centre for its part."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_ask_clinic(request.user, referral))
    note_opened(request, referral, timezone.now())
    form = AskClinic(request.POST or None, referral=referral)
    if form.is_valid() and done(form, partial(_ask, request, form)):
        messages.success(request, _("Vårdcentralen är frågad."))
        return redirect("referrals:detail", referral.shown_reference)
    context = {"referral": referral, "form": form}
    return render(request, "referrals/referral_ask_clinic.html", context)


def _ask(request: SignedIn, form: AskClinic) -> None:
    at = timezone.now()
    referral = form.referral
    if referral.clinic_consent != ClinicConsent.YES and form.cleaned_data["agreed"]:
        referral = actions.note_consent(referral, by=request.user, at=at)
    actions.ask_clinic(
        referral, clinic=form.cleaned_data["clinic"], by=request.user, at=at
    )


@require_POST
def take_back(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """Nobody is asked any more."""
    forbid(permissions.why_not_open_list(request.user))
    referral = visible(request.user, reference)
    asked = get_object_or_404(PartRequest.objects.filter(referral=referral), pk=pk)
    actions.take_back_part(asked, by=request.user, at=timezone.now())
    messages.success(request, _("Frågan är tillbakatagen."))
    return redirect("referrals:detail", referral.shown_reference)


@require_safe
def versions(request: SignedIn, reference: str) -> HttpResponse:
    """What the referral said, each time, for those who assess or care."""
    forbid(permissions.why_not_read(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    context = {
        "referral": referral,
        "versions": version_pages.history(
            referral, shows_contact=not referral.hides_contact
        ),
    }
    return render(request, "referrals/referral_versions.html", context)
