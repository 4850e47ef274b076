"""The patient's own referrals, behind a log-in: reasons, questions and answers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.refusals import forbid
from accounts.typing import SignedIn
from jurisdictions import reference as references
from referrals import actions, permissions, queries
from referrals.actions import follow, own_part
from referrals.forms.follow import ContactChangeForm, OwnAnswerForm
from referrals.forms.own_part import OwnPartForm
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.pages import mine as pages
from referrals.views.loading import GET_OR_POST, did, note_opened
from ui.forms import Form, posted


def _own(request: SignedIn, typed: str) -> Referral:
    """One of one's own; anybody else's is not here."""
    forbid(permissions.why_not_see_own(request.user))
    try:
        reference = references.parse(typed)
    except references.NotAReference as fault:
        raise Http404 from fault
    rows = queries.own_referrals(request.user).select_related(
        "patient",
        "reason",
        "case",
        "joined_to__reason",
        "joined_to__case",
        "sender_unit",
    )
    return get_object_or_404(rows, reference=reference)


def _back(referral: Referral) -> HttpResponse:
    return redirect("referrals_public:my_referral", referral.shown_reference)


@require_safe
def my_referrals(request: SignedIn) -> HttpResponse:
    """All of one's own."""
    forbid(permissions.why_not_see_own(request.user))
    lines = pages.lines(request.user, at=now())
    return render(request, "referrals/my_referrals.html", {"lines": lines})


@require_safe
def my_referral(request: SignedIn, reference: str) -> HttpResponse:
    """One of them, whole."""
    referral, at = _own(request, reference), now()
    note_opened(request, referral, at)
    page = pages.mine(referral, at=at)
    context = {"page": page, "referral": referral}
    return render(request, "referrals/my_referral.html", context)


@GET_OR_POST
def my_answer(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """Answer what the unit asked."""
    referral = _own(request, reference)
    # What is posted is kept even if somebody has decided meanwhile.
    is_posted = request.method == "POST"
    question = queries.still_asked(referral, pk, even_if_decided=is_posted)
    if question is None:
        messages.info(request, _("Frågan är redan besvarad, eller behövs inte längre."))
        return _back(referral)
    form = OwnAnswerForm(posted(request))
    if did(request, form, actions.answer, question, say=form.said):
        messages.success(request, _("Tack. Vi har fått ditt svar."))
        return _back(referral)
    context = {"form": form, "question": question, "referral": referral}
    return render(request, "referrals/my_answer.html", context)


@GET_OR_POST
def my_contact(request: SignedIn, reference: str) -> HttpResponse:
    """Another phone, address or time, for what one has sent oneself."""
    referral = _own(request, reference)
    forbid(permissions.why_not_change_own(request.user, referral))
    form = ContactChangeForm(posted(request))
    if did(request, form, follow.change_contact, referral, say=form.changed_to):
        messages.success(request, _("Vi har ändrat hur vi når dig."))
        return _back(referral)
    context = {"form": form, "referral": referral}
    return render(request, "referrals/my_contact.html", context)


@GET_OR_POST
def my_withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take back what one has sent oneself, after being asked once."""
    referral = _own(request, reference)
    if referral.status == Status.WITHDRAWN:
        return _back(referral)
    forbid(permissions.why_not_change_own(request.user, referral))
    form = Form(posted(request))
    if did(request, form, follow.take_back, referral):
        messages.success(request, _("Du har tagit tillbaka din egenremiss."))
        return _back(referral)
    context = {"form": form, "referral": referral}
    return render(request, "referrals/my_withdraw.html", context)


@GET_OR_POST
def my_part(request: SignedIn, reference: str) -> HttpResponse:
    """One's own part of what a clinic began, without a code."""
    referral = _own(request, reference)
    form = OwnPartForm(posted(request))
    if did(request, form, own_part.give_signed_in, referral, say=form.said):
        messages.success(request, _("Tack, vi har fått din del."))
        return _back(referral)
    context = {"form": form, "referral": referral}
    return render(request, "referrals/my_part.html", context)
