"""The patient's own pages: today, the plan, a pause."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.refusals import Refused
from accounts.typing import SignedIn
from audit import actions as audit
from patients.models import Case
from tapering import actions, forms, pages, permissions, queries
from tapering.lifecycle import State
from tapering.models import PlanVersion, Symptom
from tapering.views.loading import posted
from tapering.views.paper import sheet_of, sheet_pdf_of

BOTH = ["GET", "POST"]


def _my_case(request: SignedIn) -> Case | None:
    """The person's own open case; each opening is in the log."""
    if reason := permissions.why_not_read_own_plan(request.user):
        raise PermissionDenied(reason)
    cases = Case.objects.visible_to(request.user).open()
    case = cases.select_related("patient", "owner", "unit").first()
    if case and request.method == "GET":
        audit.opened(case, by=request.user, at=now(), patient=case.patient)
    return case


def _open_case(request: SignedIn) -> Case:
    """The same, where there has to be one."""
    case = _my_case(request)
    if case is None:
        raise Refused(_("Du har inget öppet ärende hos oss just nu. Ring oss."))
    return case


@require_GET
def my_day(request: SignedIn) -> HttpResponse:
    """What I take today."""
    at = now()
    page = pages.my_day(_my_case(request), on=localdate(at), at=at)
    context = {"page": page, "symptom_form": forms.SymptomForm(), "on": localdate(at)}
    return render(request, "tapering/my_day.html", context)


@require_http_methods(BOTH)
def my_symptom(request: SignedIn) -> HttpResponse:
    """How bad it is today."""
    case = _open_case(request)
    form = forms.SymptomForm(posted(request))
    if form.is_valid():
        at = now()
        actions.write_symptom(
            case, on=localdate(at), **form.cleaned_data, by=request.user, at=at
        )
        messages.success(request, _("Tack. Vi har sparat siffran."))
        return redirect("tapering_public:my_day")
    return render(request, "tapering/my_symptom.html", {"form": form})


@require_http_methods(BOTH)
def my_pause(request: SignedIn) -> HttpResponse:
    """I want to pause or talk."""
    case = _open_case(request)
    form = forms.PauseForm(posted(request))
    if form.is_valid():
        actions.ask_for_pause(case, wish=form.text, by=request.user, at=now())
        return redirect("tapering_public:my_pause_sent")
    return render(request, "tapering/my_pause.html", {"form": form})


@require_GET
def my_pause_sent(request: SignedIn) -> HttpResponse:
    """The receipt."""
    _open_case(request)
    return render(request, "tapering/my_pause_sent.html")


@require_GET
def my_plan(request: SignedIn) -> HttpResponse:
    """The whole way down, as signed."""
    case, on = _my_case(request), localdate()
    rows = queries.case_running(case, on) if case else []
    symptoms = list(Symptom.objects.filter(case=case)) if case else []
    plans = [
        pages.my_plan(plan, running, on=on, symptoms=symptoms)
        for plan, running in rows
        if queries.course_of(plan)
    ]
    return render(request, "tapering/my_plan.html", {"plans": plans, "on": on})


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
    case = _open_case(request)
    return get_object_or_404(
        PlanVersion.objects.visible_to(request.user).select_related(
            "plan__case__patient", "policy", "replaces"
        ),
        plan=plan,
        plan__case=case,
        state=State.DECIDED,
    )
