"""Pages of aftercare: load, permit, ask, do, go."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from aftercare import actions, forms, permissions, queries
from aftercare.models import Aftercare, CheckIn
from audit import actions as audit
from patients import actions as patients
from patients.models import Case
from patients.pages import banner_of
from referrals import permissions as referrals
from referrals.models import Reply

BOTH = ["GET", "POST"]


def _page(
    request: SignedIn, template: str, case: Case, **context: object
) -> HttpResponse:
    """Render a page of one case, under the banner that says whose it is.

    Reading one is an event: the banner alone says who is a patient here.
    """
    if request.method == "GET":
        audit.opened(case, by=request.user, at=now(), patient=case.patient)
    banner = banner_of(case, today=localdate(now()), here="aftercare")
    return render(
        request,
        f"aftercare/{template}.html",
        {"case": case, "banner": banner, **context},
    )


def _case(request: SignedIn, pk: uuid.UUID) -> Case:
    """Load a case that the person sees, and refuse those who do not work in care."""
    cases = Case.objects.visible_to(request.user).select_related("patient", "owner")
    case = get_object_or_404(cases, pk=pk)
    forbid(permissions.why_not_care(request.user))
    return case


@require_GET
def aftercare_list(request: SignedIn) -> HttpResponse:
    """Everybody in aftercare whom the person sees, the most overdue first."""
    forbid(permissions.why_not_care(request.user))
    rows = queries.rows(request.user)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "aftercare/aftercare_list.html",
        {"page_obj": page, "today": localdate(now())},
    )


@require_GET
def detail(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Aftercare of one case: contacts done, planned and missed."""
    found = _case(request, case)
    today = localdate(now())
    reached_on = queries.goal_reached_on(found, today)
    series = list(
        Aftercare.objects.filter(case=found).prefetch_related("check_ins__settled_by")
    )
    context = {
        "series": series,
        "going_on": next((item for item in series if not item.ended_at), None),
        "reached_on": reached_on,
        "why_not_open": permissions.why_not_open(request.user, found, reached_on),
        "plan_form": forms.PlanCheckIn(),
        "today": today,
    }
    return _page(request, "aftercare_detail", found, **context)


@require_POST
def open_aftercare(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Begin aftercare."""
    found = _case(request, case)
    reached_on = queries.goal_reached_on(found, localdate(now()))
    forbid(permissions.why_not_open(request.user, found, reached_on))
    actions.open_aftercare(
        found,
        goal_reached_on=reached_on or localdate(now()),
        by=request.user,
        at=now(),
    )
    messages.success(request, _("Eftervården har börjat."))
    return redirect("aftercare:case", case=found.pk)


@require_POST
def plan(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Plan one more contact."""
    found = _case(request, case)
    aftercare = get_object_or_404(Aftercare.objects.going_on(), case=found)
    form = forms.PlanCheckIn(request.POST)
    if form.is_valid():
        actions.plan_check_in(aftercare, by=request.user, at=now(), **form.cleaned_data)
        return redirect("aftercare:case", case=found.pk)
    return _page(request, "check_in_plan", found, form=form)


@require_http_methods(BOTH)
def relapse(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Return to tapering on the same case."""
    found = _case(request, case)
    aftercare = get_object_or_404(Aftercare.objects.going_on(), case=found)
    form = forms.Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.relapse(aftercare, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Vårdärendet är tillbaka i nedtrappning."))
        return redirect("overview:case", found.pk)
    return _page(request, "aftercare_relapse", found, form=form)


@require_http_methods(BOTH)
def answer(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """The final answer is written where every reply is; here, that nobody waits."""
    found = _case(request, case)
    referral = queries.referral_of(found)
    if referral and not referrals.why_not_reply(request.user, referral):
        reply = reverse("referrals:reply", args=[referral.shown_reference])
        return redirect(f"{reply}?kind={Reply.Kind.FINAL}")
    if request.method == "POST":
        patients.mark_answered(found, by=request.user, at=now())
        return redirect("aftercare:close", case=found.pk)
    return _page(request, "case_answer", found)


@require_http_methods(BOTH)
def close(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Close the case."""
    found = _case(request, case)
    form = forms.CloseCase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close(found, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Vårdärendet är avslutat."))
        return redirect("overview:case", found.pk)
    return _page(request, "case_close", found, form=form)


@require_http_methods(BOTH)
def reopen(request: SignedIn, case: uuid.UUID) -> HttpResponse:
    """Open a closed case again."""
    found = _case(request, case)
    form = forms.Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen(found, by=request.user, at=now(), **form.cleaned_data)
        return redirect("overview:case", found.pk)
    return _page(request, "case_reopen", found, form=form)


def _check_in(request: SignedIn, pk: uuid.UUID) -> CheckIn:
    seen = CheckIn.objects.visible_to(request.user).select_related(
        "aftercare__case__patient"
    )
    return get_object_or_404(seen, pk=pk)


@require_http_methods(BOTH)
def log(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Log a contact."""
    check_in = _check_in(request, pk)
    case = check_in.aftercare.case
    forbid(permissions.why_not_log(request.user, check_in))
    form = forms.LogCheckIn(
        request.POST or None, initial={"happened_on": localdate(now())}
    )
    if request.method == "POST" and form.is_valid():
        actions.log_check_in(check_in, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Kontakten är sparad."))
        return redirect("aftercare:case", case=case.pk)
    return _page(request, "check_in_log", case, check_in=check_in, form=form)


@require_POST
def not_reached(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The patient did not answer."""
    check_in = _check_in(request, pk)
    forbid(permissions.why_not_log(request.user, check_in))
    actions.note_not_reached(check_in, by=request.user, at=now())
    messages.success(request, _("Noterat. Ett nytt försök är planerat."))
    return redirect("aftercare:case", case=check_in.aftercare.case_id)
