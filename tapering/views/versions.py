"""One version: see it, decide it, send it back, print it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from tapering import actions, forms, pages, permissions, queries
from tapering.lifecycle import State
from tapering.models import PlanVersion
from tapering.views.loading import opened, show, version_for
from ui.forms import CreatingForm


@require_GET
def version(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A version as it was drafted, proposed or signed."""
    found = version_for(request, pk)
    opened(request, found, found.plan.case)
    return _show(request, found)


def _show(
    request: SignedIn,
    found: PlanVersion,
    *,
    refused: str = "",
    form: forms.SendBackForm | None = None,
) -> HttpResponse:
    case, user = found.plan.case, request.user
    waits = found.state == State.PROPOSED
    if waits:
        found = queries.as_of_today(found, localdate())
    return show(
        request,
        "version",
        case,
        here="plan",
        page=pages.shown_version(
            found, on=localdate(), at=forms.shown_from(request.GET)
        ),
        version=found,
        plan=found.plan,
        derivation=pages.derivation_of_version(found),
        letters=pages.letters_of(found),
        coming_letters=() if found.is_signed else pages.coming_letters(found),
        prescriber_words=pages.prescriber_words(found),
        refused=refused,
        form=form,
        may_decide=waits and not permissions.why_not_decide(user, found),
        send_back_form=form or forms.SendBackForm(),
        may_withdraw=waits and not permissions.why_not_care(user, case),
    )


def _posted_again(found: PlanVersion) -> bool:
    """Tell whether the same press has been made already."""
    return found.state == State.DECIDED


@require_POST
def decide(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Sign a proposal."""
    found = version_for(request, pk)
    if _posted_again(found):
        return redirect("tapering:version", pk=found.pk)
    forbid(permissions.why_not_decide(request.user, found))
    form = forms.DecideForm(request.POST)
    agrees = form.is_valid() and form.cleaned_data["patient_agrees"]
    reasons = forms.reasons_in(request.POST)
    try:
        actions.decide(
            found, patient_agrees=agrees, reasons=reasons, by=request.user, at=now()
        )
    except Refused as refusal:
        found = version_for(request, pk)
        found.reasons = {**found.reasons, **reasons}
        found.patient_agrees = agrees
        return _show(request, found, refused=str(refusal.sentence))
    messages.success(request, _("Planen är beslutad. Nu ser patienten den."))
    return redirect("tapering:version", pk=found.pk)


@require_POST
def send_back(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Return a proposal with what needs to change."""
    found = version_for(request, pk)
    forbid(permissions.why_not_send_back(request.user, found))
    form = forms.SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form)
    because = form.cleaned_data["because"]
    actions.send_back(found, because=because, by=request.user, at=now())
    messages.success(request, _("Förslaget är skickat tillbaka."))
    return redirect("tapering:plan", pk=found.plan.case_id)


@require_POST
def withdraw(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Take a draft or a proposal back."""
    found = version_for(request, pk)
    forbid(permissions.why_not_care(request.user, found.plan.case))
    actions.withdraw(found, by=request.user, at=now())
    messages.success(request, _("Förslaget är tillbakataget."))
    return redirect("tapering:plan", pk=found.plan.case_id)


@require_GET
def text(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The text to whoever prescribes, with how many tablets."""
    found = version_for(request, pk)
    if not found.is_signed:
        raise Refused(_("Bara en beslutad plan skickas till den som förskriver."))
    opened(request, found, found.plan.case)
    return show(
        request,
        "text",
        found.plan.case,
        here="plan",
        version=found,
        plan=found.plan,
        text=pages.pharmacy_text(found, localdate()),
        card=pages.supply_of(found.plan, found, localdate()),
        supply_form=CreatingForm(),
        is_old=found.state == State.SUPERSEDED,
    )
