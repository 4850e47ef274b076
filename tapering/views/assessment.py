"""Assessment, mapping, evening out, and the step to preparation."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refused
from accounts.typing import SignedIn
from patients.lifecycle import Phase
from patients.models import Case
from tapering import actions, forms, pages, queries
from tapering.models import EvenOut, Product
from tapering.views.loading import case_for, opened, show
from ui.forms import posted

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def assessment(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Everything that must be asked, on one page."""
    case = case_for(request, pk, writes=request.method == "POST")
    known = queries.assessment_of(case)
    form = forms.AssessmentForm(
        posted(request),
        initial=forms.AssessmentForm.initial_of(known),
        today=localdate(),
        **pages.risk_hints(case),
    )
    if form.is_valid():
        actions.answer_assessment(
            case, gates=form.gates, **form.answers, by=request.user, at=now()
        )
        messages.success(request, _("Svaren är sparade."))
        return redirect("tapering:assessment", pk=case.pk)
    opened(request, case, case)
    period = EvenOut.objects.current().filter(case=case).first()
    return show(
        request,
        "assessment",
        case,
        here="assessment",
        form=form,
        known=known,
        gates=pages.gates_of(case),
        left=queries.unanswered(case),
        lines=pages.regimen_lines(queries.mapped(case)),
        period=period,
        even_out_form=forms.EvenOutForm(initial=_period(period)),
        is_assessment=case.phase == Phase.ASSESSMENT,
        may_even_out=case.phase in {Phase.ASSESSMENT, Phase.PREPARATION},
    )


def _period(period: EvenOut | None) -> dict[str, Any]:
    return {"from_on": period.from_on, "to_on": period.to_on} if period else {}


@require_http_methods(BOTH)
def mapping(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What is taken when, and why."""
    case = case_for(request, pk, writes=request.method == "POST")
    if request.POST.get("go") == "more":
        rows = forms.rows_in(request.POST)
        return _show_mapping(request, case, _formset(case, None, rows))
    formset = _formset(case, posted(request))
    if formset.is_bound and formset.is_valid():
        lines = [form.line for form in formset.kept]
        actions.write_mapping(case, lines=lines, by=request.user, at=now())
        messages.success(request, _("Kartläggningen är sparad."))
        return redirect("tapering:assessment", pk=case.pk)
    return _show_mapping(request, case, formset)


def _strengths() -> dict[str, Decimal]:
    """The largest known tablet of each substance."""
    strengths: dict[str, Decimal] = {}
    for product in Product.objects.usable().order_by("strength_mg"):
        if product.strength_mg is not None:
            strengths[product.substance] = product.strength_mg
    return strengths


def _formset(case: Case, data: Any, rows: Any = None) -> Any:
    lines = queries.mapped(case)
    return forms.mapping_formset(
        data,
        rows=rows or forms.rows_of(lines),
        known={line.substance: line.doses for line in lines},
        strengths=_strengths(),
    )


def _show_mapping(request: SignedIn, case: Case, formset: Any) -> HttpResponse:
    opened(request, case, case)
    return show(
        request,
        "mapping",
        case,
        here="assessment",
        formset=formset,
        substances=sorted(_strengths()),
    )


@require_POST
def even_out(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Agree on a period with the same total at fixed times."""
    case = case_for(request, pk, writes=True)
    form = forms.EvenOutForm(request.POST)
    if form.is_valid():
        actions.set_even_out(case, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Utjämningen är sparad."))
        return redirect("tapering:assessment", pk=case.pk)
    return show(request, "even_out", case, here="assessment", form=form)


@require_POST
def begin_preparation(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Go on, when everything is asked."""
    case = case_for(request, pk, writes=True)
    try:
        actions.begin_preparation(case, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("tapering:assessment", pk=case.pk)
    messages.success(request, _("Vårdärendet är nu i förberedelse."))
    return redirect("tapering:plan", pk=case.pk)
