"""The waiting time of one referral: its pauses, and how soon it is read."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions
from referrals.forms.clock import EndPause, PauseForm, PriorityForm
from referrals.models import Referral
from referrals.pages import clock as pages
from referrals.views.loading import GET_OR_POST, did
from referrals.views.opened import compare_or_refuse, opened, page
from ui.forms import Form


def _page(
    request: SignedIn, referral: Referral, form: Form | None = None
) -> HttpResponse:
    shown = form if form is not None else PauseForm(today=timezone.localdate())
    pauses = pages.pauses(referral)
    return page(
        request, referral, "clock", form=shown, pauses=pauses, ending=EndPause()
    )


def _counted(request: SignedIn, referral: Referral, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("referrals:pause", referral.shown_reference)


@GET_OR_POST
def pause(request: SignedIn, reference: str) -> HttpResponse:
    """Every pause with who wrote it, and a new one, with the proof."""
    referral = opened(request, reference)
    if request.method == "GET":
        return _page(request, referral)
    form = PauseForm(request.POST, today=timezone.localdate())
    if did(request, form, actions.pause, referral):
        return _counted(request, referral, _("Klockan är pausad."))
    return _page(request, referral, form)


@require_POST
def end(request: SignedIn, reference: str, pk: str) -> HttpResponse:
    """Let the days count again."""
    referral = opened(request, reference)
    row = get_object_or_404(referral.pauses, pk=pk)
    form = EndPause(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv från vilken dag dagarna räknas igen."))
        return redirect("referrals:pause", referral.shown_reference)
    actions.end_pause(row, **form.cleaned_data, by=request.user, at=timezone.now())
    return _counted(request, referral, _("Pausen är avslutad."))


@require_POST
def take_back(request: SignedIn, reference: str, pk: str) -> HttpResponse:
    """The pause was a mistake."""
    referral = opened(request, reference)
    row = get_object_or_404(referral.pauses, pk=pk)
    actions.take_back_pause(row, by=request.user, at=timezone.now())
    return _counted(request, referral, _("Pausen är återtagen. Dagarna räknas."))


@GET_OR_POST
def priority(request: SignedIn, reference: str) -> HttpResponse:
    """How soon the unit wants to see the person."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_prioritise(request.user, referral))
    form = PriorityForm(
        request.POST or None,
        today=timezone.localdate(),
        initial={
            "priority": referral.priority,
            "reason": referral.priority_reason,
            "reassess_on": referral.reassess_on,
            "edition": referral.edition,
        },
    )
    if form.is_valid():
        act = partial(
            actions.prioritise,
            referral,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        refused = compare_or_refuse(
            request, referral, form, "priority", act, permissions.why_not_prioritise
        )
        if refused is None:
            messages.success(request, _("Sparat."))
            return redirect("referrals:detail", referral.shown_reference)
        return refused
    return page(request, referral, "priority", form=form)
