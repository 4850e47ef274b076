"""A case's plans while they run: see, begin, pause, confirm, say how it is."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusals import Refused
from accounts.typing import SignedIn
from patients.lifecycle import Phase
from patients.models import Case
from tapering import actions, forms, pages, permissions, queries
from tapering.models import Plan
from tapering.views.loading import (
    case_for,
    opened,
    plan_for,
    posted,
    prescribers,
    show,
    step_for,
)

BOTH = ["GET", "POST"]


def _without_plan(case: Case, cards: list[pages.PlanCard]) -> list[str]:
    """Mapped medicines that have no plan."""
    planned = {card.plan.substance for card in cards}
    names = [line.substance for line in queries.mapped(case)]
    return [name for name in names if name not in planned]


@require_GET
def plan(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """All plans of a case, with where they stand."""
    case = case_for(request, pk)
    on = localdate()
    cards = pages.plan_cards(case, on)
    opened(request, case, case)
    return show(
        request,
        "plan",
        case,
        here="plan",
        cards=cards,
        without_plan=_without_plan(case, cards),
        symptom_form=forms.StaffSymptomForm(initial={"on": on}, today=on),
        is_assessment=case.phase == Phase.ASSESSMENT,
    )


@require_POST
def begin(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Begin a plan for a medicine that is mapped."""
    case = case_for(request, pk, writes=True)
    substances = [line.substance for line in queries.mapped(case)]
    form = forms.BeginForm(request.POST, substances=substances)
    if not form.is_valid():
        raise Refused(_("Läkemedlet finns inte i kartläggningen. Skriv det där först."))
    made = actions.open_plan(
        case, substance=form.cleaned_data["substance"], by=request.user, at=now()
    )
    return redirect("tapering:edit", pk=made.pk)


@require_POST
def symptom(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Write down a figure that the patient told."""
    case = case_for(request, pk, writes=True)
    form = forms.StaffSymptomForm(request.POST, today=localdate())
    if form.is_valid():
        actions.write_symptom(case, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Siffran är sparad."))
        return redirect("tapering:plan", pk=case.pk)
    return show(request, "symptom", case, here="plan", form=form)


def _running(found: Plan, on: date) -> queries.Running:
    """Where the plan stands, or a sentence that it does not run."""
    running = queries.running(found, on)
    if running is None or running.at_goal:
        raise Refused(_("Det finns inget att pausa i den här planen just nu."))
    return running


@require_http_methods(BOTH)
def hold(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Stay longer on the dose."""
    found = plan_for(request, pk)
    running = _running(found, localdate())
    alone = permissions.may_hold_alone(request.user, running.version.policy)
    form = forms.HoldForm(
        posted(request),
        prescribers=prescribers(found.case),
        needs_prescriber=not alone,
    )
    if form.is_valid():
        version = actions.hold(found, **form.cleaned_data, by=request.user, at=now())
        told = _("Pausen gäller. Patienten ser den nu.")
        asked = _("Förslaget är skickat för beslut.")
        messages.success(request, told if version.is_signed else asked)
        return redirect("tapering:version", pk=version.pk)
    opened(request, found, found.case)
    return show(
        request,
        "hold",
        found.case,
        here="plan",
        form=form,
        plan=found,
        running=running,
    )


@require_http_methods(BOTH)
def confirm_step(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Let the next step begin."""
    step = step_for(request, pk)
    found = step.version.plan
    form = forms.ConfirmForm(posted(request))
    if form.is_valid():
        actions.confirm_step(
            step, note=form.cleaned_data["note"], by=request.user, at=now()
        )
        messages.success(request, _("Steget är bekräftat."))
        return redirect("tapering:plan", pk=found.case_id)
    opened(request, step, found.case)
    on = localdate()
    return show(
        request,
        "step_confirm",
        found.case,
        here="plan",
        form=form,
        step=step,
        plan=found,
        running=queries.running(found, on),
        late_days=max((on - step.from_on).days, 0),
    )
