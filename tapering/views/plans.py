"""A case's plans while they run: see, begin, pause, confirm, say how it is."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import Refused
from accounts.typing import SignedIn
from patients.lifecycle import Phase
from patients.models import Case
from tapering import actions, forms, pages, queries
from tapering.views.loading import case_for, opened, show
from ui.forms import CreatingForm


def _without_plan(case: Case, cards: list[pages.PlanCard]) -> list[str]:
    """Medicines, as mapped or as the referral says, that have no plan."""
    planned = {name for card in cards for name in queries.moved(card.plan)}
    planned |= {card.plan.substance for card in cards}
    return [name for name in queries.startable(case) if name not in planned]


def _beside(
    case: Case, cards: list[pages.PlanCard], without_plan: list[str]
) -> list[str]:
    """What stands unchanged while something else is lowered, in words."""
    if not any(card.decided for card in cards):
        return []
    lines = queries.mapped(case) if without_plan else []
    return pages.beside_in_words(
        line for line in lines if line.substance in without_plan
    )


@require_GET
def plan(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """All plans of a case, with where they stand."""
    case = case_for(request, pk)
    on = localdate()
    with_model = request.GET.get("modell") == "1"
    cards = pages.plan_cards(case, on, user=request.user, with_model=with_model)
    without_plan = _without_plan(case, cards)
    opened(request, case, case)
    return show(
        request,
        "plan",
        case,
        here="plan",
        cards=cards,
        with_model=with_model,
        without_plan=without_plan,
        beside=_beside(case, cards, without_plan),
        taken_forms=[
            forms.TakenForm(now=card.running) if card.running else None
            for card in cards
        ],
        supply_form=CreatingForm(),
        symptom_form=forms.StaffSymptomForm(initial={"on": on}, today=on),
        is_assessment=case.phase == Phase.ASSESSMENT,
    )


@require_POST
def begin(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Begin a plan for a medicine that is mapped, or that the referral names."""
    case = case_for(request, pk, writes=True)
    form = forms.BeginForm(request.POST, substances=queries.startable(case))
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
