"""Search, and the gate in front of a record outside one's own list."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.typing import SignedIn
from audit import actions as audit
from overview import forms, queries
from overview.pages.banner import shown_name
from overview.queries.person import became
from overview.queries.search import Found, holds_a_number
from overview.views.loading import clinician
from patients import actions
from patients.models import Case, Patient
from referrals import limits
from ui.forms import posted

BOTH = ["GET", "POST"]
# Roomy for a day at the telephone, tight for somebody who copies the register.
SEARCHES = limits.Limit("staff.search", times=120, seconds=600)
TEMPLATE = "overview/staff/search.html"


@require_http_methods(BOTH)
def search(request: SignedIn) -> HttpResponse:
    """Find a patient or a referral. A number is posted, never part of the address."""
    user = clinician(request)
    if limits.is_over(SEARCHES, address=str(user.pk)):
        return limits.too_many(request, SEARCHES)
    text = (request.POST if request.method == "POST" else request.GET).get("q", "")
    text = text.replace("\x00", "").strip()[: queries.LONGEST_SEARCH]
    context: dict[str, object] = {"wanted": text}
    if request.method == "GET" and holds_a_number(text):
        return render(request, TEMPLATE, {**context, "in_address": True})
    if text:
        found = queries.search(text, user=user, today=localdate())
        _record(found, text, user)
        context["found"] = found
    return render(request, TEMPLATE, context)


def _record(found: Found, text: str, user: User) -> None:
    """Keep that somebody searched; the words, but never a number."""
    alone = found.hits[0].patient if len(found.hits) == 1 else None
    details: dict[str, str | int] = {"by": found.by, "found": found.number}
    if found.by == "name":
        details["text"] = text
    with audit.writing():
        audit.record(
            kind="search.made",
            subject=user,
            by=user,
            at=now(),
            patient=alone,
            details=details,
        )


@require_http_methods(BOTH)
def open_with_reason(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Ask why, let the person in for today, and keep the reason in the log."""
    user = clinician(request)
    if kept := became(pk):
        return redirect("overview:open", kept)
    patient = get_object_or_404(Patient.objects.findable_by(user), pk=pk)
    if case := _newest_case(patient, user):
        return redirect("overview:case", case.pk)
    form = forms.ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.open_with_reason(patient, reason=form.in_words(), by=user, at=now())
        return redirect("overview:case", _newest_case(patient, user).pk)  # type: ignore[union-attr]
    context = {"form": form, "patient": patient, "name": shown_name(patient)}
    status = 422 if form.is_bound else 200
    return render(request, "overview/staff/open.html", context, status=status)


def _newest_case(patient: Patient, user: User) -> Case | None:
    return Case.objects.visible_to(user).filter(patient=patient).first()
