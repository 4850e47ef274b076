"""What those who assess decide about a referral, each on a page of its own."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms import triage as forms
from referrals.forms.answer import Withdraw
from referrals.models import Referral
from referrals.pages import missing
from referrals.pages import triage as pages
from referrals.views.loading import done, forbid
from referrals.views.opened import decide, onwards, opened, page

GET_OR_POST = require_http_methods(["GET", "POST"])
REPLY_WITHIN = timedelta(days=7)


@GET_OR_POST
def accept(request: SignedIn, reference: str) -> HttpResponse:
    """Take the patient on."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_accept(request.user, referral))
    form = _accept_form(request, referral)
    if form.is_valid():
        act = partial(
            actions.accept,
            referral,
            owner=form.cleaned_data["owner"],
            first_contact_on=form.cleaned_data["first_contact_on"],
            person=form.person(referral),
            by=request.user,
            at=timezone.now(),
        )
        if done(form, act):
            return onwards(request, referral, _("Antagen"))
    return page(request, referral, "accept", form=form)


def _accept_form(request: SignedIn, referral: Referral) -> forms.Accept:
    """The clinic says who the patient is; a self-referral does not."""
    today = timezone.localdate()
    kind = forms.Accept if referral.patient_id else forms.AcceptStranger
    given, _space, family = referral.name.rpartition(" ")
    return kind(
        request.POST or None,
        owners=queries.those_who_care(referral.unit_id),
        today=today,
        initial={
            "owner": request.user,
            "first_contact_on": queries.first_contact_default(today),
            "given_name": given,
            "family_name": family,
        },
    )


@GET_OR_POST
def ask(request: SignedIn, reference: str) -> HttpResponse:
    """Ask for what is missing."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_ask(request.user, referral))
    today = timezone.localdate()
    form = forms.Ask(
        request.POST or None,
        referral=referral,
        today=today,
        initial={
            "to": "patient" if referral.is_self_referral else "referrer",
            "text": missing.questions(referral),
            "reply_by": today + REPLY_WITHIN,
        },
    )
    return decide(request, referral, form, "ask", actions.ask, _("Frågan är skickad"))


@GET_OR_POST
def redirect_away(request: SignedIn, reference: str) -> HttpResponse:
    """Hand over to somebody who helps better."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_redirect(request.user, referral))
    form = forms.TurnAway(request.POST or None)
    return decide(
        request, referral, form, "redirect", actions.redirect, _("Hänvisad vidare")
    )


@GET_OR_POST
def reject(request: SignedIn, reference: str) -> HttpResponse:
    """Say no, with the reason and where to turn."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_reject(request.user, referral))
    form = forms.TurnAway(request.POST or None)
    return decide(request, referral, form, "reject", actions.reject, _("Avböjd"))


@GET_OR_POST
def withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take it back for whoever sent it."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_withdraw(request.user, referral))
    form = Withdraw(request.POST or None)
    return decide(request, referral, form, "withdraw", actions.withdraw, _("Återtagen"))


@require_POST
def undo(request: SignedIn, reference: str) -> HttpResponse:
    """Take the decision back."""
    referral = opened(request, reference)
    actions.undo(referral, by=request.user, at=timezone.now())
    messages.success(request, _("Ångrat. Remissen väntar på bedömning igen."))
    return redirect(pages.address(referral))
