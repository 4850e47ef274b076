"""The patient's own pages: today, the plan, a pause."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.typing import SignedIn
from tapering import actions, forms, pages, queries
from tapering.lifecycle import State
from tapering.models import PlanVersion, Symptom
from tapering.views.loading import own_case, own_open_case
from tapering.views.paper import sheet_of, sheet_pdf_of
from ui.forms import posted

BOTH = ["GET", "POST"]


@require_GET
def my_day(request: SignedIn) -> HttpResponse:
    """What I take today."""
    at = now()
    case, on = own_case(request), localdate(at)
    context = {
        "page": pages.my_day(case, on=on, at=at),
        "words": pages.my_words(case, user=request.user, on=on) if case else None,
        "symptom_form": forms.SymptomForm(),
        "on": on,
    }
    return render(request, "tapering/my_day.html", context)


@require_http_methods(BOTH)
def my_symptom(request: SignedIn) -> HttpResponse:
    """How bad it is today."""
    case = own_open_case(request)
    form = forms.SymptomForm(posted(request))
    if form.is_valid():
        at = now()
        actions.write_symptom(
            case, on=localdate(at), **form.cleaned_data, by=request.user, at=at
        )
        messages.success(request, _("Tack. Vi har sparat siffran."))
        return redirect("tapering_public:my_day")
    return render(request, "tapering/my_symptom.html", {"form": form})


@require_GET
def my_plan(request: SignedIn) -> HttpResponse:
    """The whole way down, as signed."""
    case, on = own_case(request), localdate()
    rows = queries.case_running(case, on) if case else []
    symptoms = list(Symptom.objects.filter(case=case)) if case else []
    plans = [
        pages.my_plan(plan, running, on=on, symptoms=symptoms)
        for plan, running in rows
        if queries.course_of(plan)
    ]
    return render(request, "tapering/my_plan.html", {"plans": plans, "on": on})


@require_GET
def my_version(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A version of the patient's own plan, also one that counts no more."""
    version = get_object_or_404(
        PlanVersion.objects.visible_to(request.user)
        .filter(plan__case=own_case(request))
        .select_related("plan", "decided_by", "policy"),
        pk=pk,
    )
    counting = queries.in_force(version.plan)
    context = {
        "version": version,
        "from_on": counting.counts_from if counting else None,
        "steps": pages.my_steps(version, now_n=-1),
        "old": pages.old_words(version, counting),
    }
    return render(request, "tapering/my_version.html", context)


@require_GET
def my_sheet(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The 28 days, to print."""
    return sheet_of(
        request,
        _counting(request, pk),
        reverse("tapering_public:my_sheet_pdf", args=[pk]),
    )


@require_GET
def my_sheet_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The 28 days as a file."""
    return sheet_pdf_of(request, _counting(request, pk))


def _counting(request: SignedIn, plan: uuid.UUID) -> PlanVersion:
    """The version that counts of one of the patient's own plans."""
    case = own_open_case(request)
    return get_object_or_404(
        PlanVersion.objects.visible_to(request.user).select_related(
            "plan__case__patient", "policy", "replaces"
        ),
        plan=plan,
        plan__case=case,
        state=State.DECIDED,
    )
