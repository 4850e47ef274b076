"""The list of patients, and the page of one of them."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from overview import forms, pages, permissions, queries
from overview.queries.timeline import Kind
from overview.views.loading import clinician, visible_case
from patients import actions
from patients.lifecycle import OPEN, Phase
from patients.models import CareRelation, Case, Consent
from referrals import actions as referrals
from ui.forms import Form, posted

BOTH = ["GET", "POST"]


@require_GET
def patients(request: SignedIn) -> HttpResponse:
    """Everybody whom the person helps just now."""
    user = clinician(request)
    wanted = queries.CaseFilter(
        phase=request.GET.get("phase", ""), mine=request.GET.get("mine") == "1"
    )
    page = Paginator(queries.listed_cases(user, wanted), 50).get_page(
        request.GET.get("page")
    )
    context = {
        "page_obj": page,
        "rows": pages.case_rows(list(page.object_list), today=localdate(), at=now()),
        "wanted": wanted,
        "phases": [phase for phase in Phase if phase in OPEN],
        "query": _query(wanted),
    }
    return render(request, "overview/staff/patients.html", context)


def _query(wanted: queries.CaseFilter) -> str:
    parts = [f"phase={wanted.phase}"] if wanted.phase in OPEN else []
    return "&".join([*parts, "mine=1"] if wanted.mine else parts)


@require_GET
def case(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The overview of one patient's journey. Each opening is an event."""
    found = visible_case(request, pk)
    audit.opened(found, by=request.user, at=now(), patient=found.patient)
    return _show(request, found)


def _show(request: SignedIn, found: Case, *, revealed: bool = False) -> HttpResponse:
    page = pages.case_page(
        found,
        user=request.user,
        today=localdate(),
        at=now(),
        kind=request.GET.get("kind", ""),
        revealed=revealed,
    )
    context = {"page": page, "case": found, "kinds": list(Kind)}
    return render(request, "overview/staff/case.html", context)


@require_GET
def timeline(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """An older piece of the timeline, on a page of its own."""
    found = visible_case(request, pk)
    before = _moment(request.GET.get("before", ""))
    audit.opened(found, by=request.user, at=now(), patient=found.patient)
    context = {
        "case": found,
        "banner": pages.case_banner(found, today=localdate(), here="overview"),
        "timeline": pages.timeline_page(
            found, at=now(), kind=request.GET.get("kind", ""), before=before
        ),
        "kinds": list(Kind),
    }
    return render(request, "overview/staff/timeline.html", context)


def _moment(text: str) -> datetime | None:
    """A moment from the address; anything else means now."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@require_POST
def reveal(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Show protected number, phone and address once, and log that it was done."""
    found = visible_case(request, pk)
    forbid(permissions.why_not_reveal(request.user))
    actions.reveal(
        found.patient, reason=_("Patientöversikten"), by=request.user, at=now()
    )
    return _show(request, found, revealed=True)


@require_http_methods(BOTH)
def protection(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """How the person's identity is protected, and since when that is known."""
    found = visible_case(request, pk)
    forbid(permissions.why_not_reveal(request.user))
    patient = found.patient
    initial = {
        "level": patient.protection,
        "source": patient.protection_source,
        "checked_on": localdate(),
    }
    form = forms.ProtectionForm(
        posted(request), initial=initial, patient=patient, today=localdate()
    )
    if request.method == "POST" and form.is_valid():
        referrals.protect(patient, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Sparat."))
        return redirect("overview:case", found.pk)
    return _form(request, found, form, "overview/staff/case_protection.html")


@require_http_methods(BOTH)
def team_add(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Let a colleague take part in the care until further notice."""
    found = visible_case(request, pk)
    form = forms.TeamForm(posted(request), case=found)
    if request.method == "POST" and form.is_valid():
        actions.relate(
            found.patient,
            user=form.cleaned_data["member"],
            kind=CareRelation.Kind.TEAM,
            by=request.user,
            at=now(),
        )
        messages.success(request, _("Teamet är ändrat."))
        return redirect("overview:case", found.pk)
    return _form(request, found, form, "overview/staff/case_team_add.html")


@require_http_methods(BOTH)
def consents(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Write down what the patient says yes or no to."""
    found = visible_case(request, pk)
    given = queries.consents_of(found)
    initial = {purpose: consent.answer for purpose, consent in given.items()}
    form = forms.ConsentForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        for purpose in form.changed_data:
            if answer := form.cleaned_data[purpose]:
                actions.consent(
                    found.patient,
                    purpose=Consent.Purpose(purpose),
                    answer=answer,
                    by=request.user,
                    at=now(),
                )
        messages.success(request, _("Samtyckena är sparade."))
        return redirect("overview:case", found.pk)
    return _form(request, found, form, "overview/staff/case_consents.html")


def _form(request: SignedIn, found: Case, form: Form, template: str) -> HttpResponse:
    """Show a form under the patient's banner, which is to open the record."""
    if request.method == "GET":
        audit.opened(found, by=request.user, at=now(), patient=found.patient)
    banner = pages.case_banner(found, today=localdate(), here="")
    status = 422 if form.is_bound else 200
    context = {"case": found, "form": form, "banner": banner}
    return render(request, template, context, status=status)
