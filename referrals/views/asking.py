"""Asking the patient, or the patient's health centre, for their half of a case."""

import uuid
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions
from referrals.actions import own_part
from referrals.forms.asking import AskClinic, AskPatient
from referrals.models import ClinicConsent, PartRequest
from referrals.views.loading import GET_OR_POST, done, note_opened, visible
from referrals.views.opened import opened, page
from ui.forms import posted


@cache_control(no_store=True, private=True)
@GET_OR_POST
def ask_patient(request: SignedIn, reference: str) -> HttpResponse:
    """Make a code, and show it this once. A new one takes the old one back."""
    referral = opened(request, reference)
    forbid(permissions.why_not_ask_patient(request.user, referral))
    if request.method != "POST":
        waiting = PartRequest.objects.waiting().filter(
            referral=referral.lead, to=PartRequest.To.PATIENT
        )
        return page(
            request,
            referral,
            "ask_patient",
            waiting=waiting.first(),
            goes_by_sms=own_part.can_be_reached(referral),
            form=AskPatient() if own_part.could_be_reached(referral) else None,
        )
    form = AskPatient(request.POST)
    code = own_part.ask_patient(
        referral,
        agrees_to_sms=form.is_valid() and form.cleaned_data["agrees_to_sms"],
        by=request.user,
        at=timezone.now(),
    )
    referral.refresh_from_db()
    return page(
        request,
        referral,
        "patient_asked",
        code=code,
        site=settings.MESSAGE_ADDRESS,
        goes_by_sms=own_part.can_be_reached(referral),
    )


@GET_OR_POST
def ask_clinic(request: SignedIn, reference: str) -> HttpResponse:
    """Ask the patient's health centre for its part."""
    referral = visible(request.user, reference)
    forbid(permissions.why_not_ask_clinic(request.user, referral))
    note_opened(request, referral, timezone.now())
    form = AskClinic(posted(request), referral=referral)
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
