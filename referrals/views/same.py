"""The same person or two: compared, joined, taken apart."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from referrals import actions, permissions
from referrals.actions import same as deeds
from referrals.forms.same import Answered, Why
from referrals.models import NotSame, Referral
from referrals.pages import same as pages
from referrals.pages import triage
from referrals.queries import same as queries
from referrals.queries.same import Candidate
from referrals.views.loading import GET_OR_POST, did, done, status_of, visible
from referrals.views.opened import opened
from ui.forms import posted


@GET_OR_POST
def compare(request: SignedIn, reference: str, key: uuid.UUID) -> HttpResponse:
    """Both side by side, and what somebody says of them."""
    referral = opened(request, reference)
    found = queries.candidate(request.user, referral, key)
    if found is None:
        return _gone(request, referral)
    form = Answered(posted(request))
    answer = request.POST.get("answer")
    if answer == "not_same":
        return _not_same(request, referral, found)
    if answer == "same" and done(form, partial(_same, request, referral, found)):
        lead = _lead_now(referral)
        messages.success(request, _("Samma person. De bedöms tillsammans."))
        return redirect(triage.address(lead))
    if request.method == "GET":
        _note_compared(request, found)
    context = {
        "referral": referral,
        "compare": pages.comparison(referral, found, today=timezone.localdate()),
        "form": form,
    }
    page = "referrals/referral_same.html"
    return render(request, page, context, status=status_of(form))


def _gone(request: SignedIn, referral: Referral) -> HttpResponse:
    """Answered already, or never a candidate: only the first is worth a word."""
    if request.method == "GET":
        raise Http404
    messages.info(request, _("Det är redan besvarat."))
    return redirect(triage.address(_lead_now(referral)))


def _lead_now(referral: Referral) -> Referral:
    return Referral.objects.select_related("joined_to").get(pk=referral.pk).lead


def _same(request: SignedIn, referral: Referral, found: Candidate) -> None:
    at = timezone.now()
    if found.referral:
        deeds.join_same(referral, other=found.referral, by=request.user, at=at)
    elif found.patient:
        deeds.settle_person(referral, patient=found.patient, by=request.user, at=at)


def _not_same(request: SignedIn, referral: Referral, found: Candidate) -> HttpResponse:
    deeds.tell_apart(
        referral,
        other=found.referral,
        patient=None if found.referral else found.patient,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Sparat: inte samma person."))
    return redirect(triage.address(referral))


def _note_compared(request: SignedIn, found: Candidate) -> None:
    """The other one's record is opened too."""
    subject = found.referral or found.patient
    if subject:
        audit.opened(
            subject,
            by=request.user,
            at=timezone.now(),
            patient=found.patient,
            reason=_("Jämförde två remisser"),
        )


def join_to_case(request: SignedIn, referral: Referral, lead: Referral) -> HttpResponse:
    """The person has an open case: the referral becomes part of it."""
    deeds.join_case(referral, to=lead, by=request.user, at=timezone.now())
    messages.success(request, _("Remissen hör nu till det öppna vårdärendet."))
    return redirect(triage.address(lead))


@GET_OR_POST
def separate(request: SignedIn, reference: str) -> HttpResponse:
    """Two that were wrongly joined wait by themselves again."""
    referral = opened(request, reference)
    if referral.joined_to_id is None and request.method == "GET":
        raise Http404
    return _reasoned(
        request,
        referral,
        actions.separate,
        heading=_("Ta isär remisserna"),
        says=_("Remissen väntar på en egen bedömning igen. Ingenting raderas."),
        verb=_("Ta isär"),
    )


@GET_OR_POST
def unsettle(request: SignedIn, reference: str) -> HttpResponse:
    """A self-referral was tied to the wrong person."""
    referral = opened(request, reference)
    return _reasoned(
        request,
        referral,
        deeds.unsettle_person,
        heading=_("Lossa remissen från patienten"),
        says=_("Ingen är då vald. Vem personen är skrivs när remissen antas."),
        verb=_("Lossa"),
    )


def _reasoned(
    request: SignedIn, referral: Referral, act: Callable[..., Referral], **words: str
) -> HttpResponse:
    form = Why(posted(request))
    if did(request, form, act, referral):
        messages.success(request, _("Klart."))
        return redirect(triage.address(referral))
    status = 422 if form.is_bound else 200
    context = {"referral": referral, "form": form, **words}
    return render(request, "referrals/referral_reasoned.html", context, status=status)


@require_POST
def again(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    """Show the two together again."""
    forbid(permissions.why_not_open_list(request.user))
    referral = visible(request.user, reference)
    said = get_object_or_404(NotSame.objects.about(referral), pk=pk)
    deeds.doubt_again(said, by=request.user, at=timezone.now())
    messages.success(request, _("Taget tillbaka. De visas som möjliga igen."))
    return redirect(triage.address(referral))
