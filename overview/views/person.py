"""Who a patient is: a real number linked, two rows compared and merged."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from audit import actions as audit
from overview import forms_of_person as forms
from overview import permissions
from overview.pages import person as pages
from overview.pages.banner import case_banner, shown_name
from overview.queries import person as queries
from overview.views.loading import clinician
from patients import actions
from patients.models import Patient, PatientMerge
from ui.forms import posted
from ui.identity import cautions

BOTH = ["GET", "POST"]


def _known(request: SignedIn, pk: uuid.UUID, why: str) -> Patient:
    """Load somebody that the person may know of, and log that they looked."""
    rows = queries.knowable(clinician(request))
    patient = get_object_or_404(
        rows.select_related("municipality", "health_centre"), pk=pk
    )
    if request.method == "GET":
        audit.opened(patient, by=request.user, at=now(), patient=patient, reason=why)
    return patient


def _about(request: SignedIn, patient: Patient) -> dict[str, object]:
    """Whose page it is: the banner, or the name of who has no case."""
    case = queries.newest_case(request.user, patient)
    banner = case_banner(case, today=localdate(), here="") if case else None
    return {
        "patient": patient,
        "name": shown_name(patient),
        "case": case,
        "banner": banner,
    }


def _onwards(request: SignedIn, patient: Patient) -> HttpResponse:
    """To the person's page; without a case, to the page about who it is."""
    if case := queries.newest_case(request.user, patient):
        return redirect("overview:case", case.pk)
    return redirect("overview:merges", patient.pk)


@require_http_methods(BOTH)
def link_number(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Give the person the number that they turned out to have."""
    if kept := queries.became(pk):
        return redirect("overview:link_number", kept)
    patient = _known(request, pk, _("Kopplar nummer"))
    form = forms.NumberForm(posted(request), today=localdate())
    other = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.link_number(
                patient,
                identity=given["number"],
                reason=given["reason"],
                level=given["level"],
                granted_year=given["granted_year"],
                by=request.user,
                at=now(),
            )
        except actions.BelongsToAnother as refused:
            form.add_error("number", str(refused.sentence))
            other = queries.knowable(request.user).filter(pk=refused.other.pk).first()
        except Refused as refused:
            form.add_error("number", str(refused.sentence))
        else:
            _say_linked(request, form, patient)
            return _onwards(request, patient)
    context = {
        **_about(request, patient),
        "form": form,
        "other": other,
        "is_stand_in": actions.is_stand_in(patient),
    }
    return _show(request, "person_number", context, form)


def _say_linked(request: SignedIn, form: forms.NumberForm, patient: Patient) -> None:
    messages.success(request, _("Numret är kopplat. Det gamla leder fortfarande hit."))
    number = form.cleaned_data["number"]
    for caution in cautions(number, is_protected=patient.is_protected):
        messages.warning(request, caution)


def _show(
    request: SignedIn, name: str, context: dict[str, object], form: object
) -> HttpResponse:
    status = 422 if getattr(form, "is_bound", False) else 200
    return render(request, f"overview/staff/{name}.html", context, status=status)


@require_http_methods(BOTH)
def same(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Who else the patient may be; a number is posted, never in the address."""
    forbid(permissions.why_not_merge(request.user))
    if kept := queries.became(pk):
        return redirect("overview:same", kept)
    patient = _known(request, pk, _("Söker dubbletter"))
    form = forms.OtherForm(posted(request), today=localdate())
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].number
        other = queries.knowable(request.user).with_number(number).first()
        if other and other.pk != patient.pk:
            return redirect("overview:merge", patient.pk, other.pk)
        form.add_error("number", _("Ingen annan patient med numret finns hos oss."))
    context = {
        **_about(request, patient),
        "form": form,
        "others": pages.others(patient, queries.alike_patients(request.user, patient)),
    }
    return _show(request, "person_same", context, form)


@require_http_methods(BOTH)
def merge(request: SignedIn, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Both side by side; which stays, and why they are one."""
    forbid(permissions.why_not_merge(request.user))
    if queries.became(pk) or queries.became(other):
        return redirect("overview:merges", queries.became(pk) or pk)
    one = _known(request, pk, _("Jämför två patienter"))
    two = _known(request, other, _("Jämför två patienter"))
    if one.pk == two.pk:
        raise Http404
    form = forms.MergeForm(
        posted(request), names=pages.choices(one, two), initial={"keep": str(one.pk)}
    )
    if request.method == "POST" and form.is_valid():
        kept, gone = (
            (one, two) if form.cleaned_data["keep"] == str(one.pk) else (two, one)
        )
        try:
            actions.merge(
                kept,
                gone=gone,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Patienterna är ihopslagna."))
            return redirect("overview:merges", kept.pk)
    context = {
        "one": one,
        "two": two,
        "mine": pages.choices(one, two)[0][1],
        "theirs": pages.choices(one, two)[1][1],
        "rows": pages.side_by_side(one, two),
        "form": form,
        "why_not": actions.why_not_merge(one, two),
        "cases": [
            (shown_name(row), case.pk)
            for row in (one, two)
            if (case := queries.newest_case(request.user, row))
        ],
        "is_hidden": one.is_protected or two.is_protected,
    }
    return _show(request, "person_merge", context, form)


@require_GET
def merges(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What was merged, moved and said; an old address leads to the kept one."""
    if kept := queries.became(pk):
        return redirect("overview:merges", kept)
    patient = _known(request, pk, _("Läste hopslagningar"))
    context = {
        **_about(request, patient),
        "rows": pages.merge_rows(queries.merges_around(request.user, pk), at=now()),
        "can_merge": not permissions.why_not_merge(request.user),
    }
    return render(request, "overview/staff/person_merges.html", context)


@require_POST
def merge_undo(request: SignedIn, pk: uuid.UUID, merge: uuid.UUID) -> HttpResponse:
    """Make two of them again, while nobody has built on it."""
    forbid(permissions.why_not_merge(request.user))
    kept = get_object_or_404(queries.knowable(clinician(request)), pk=pk)
    done = get_object_or_404(PatientMerge.objects.filter(kept=kept), pk=merge)
    actions.undo_merge(done, by=request.user, at=now())
    messages.success(request, _("Ångrat. De är två patienter igen."))
    return redirect("overview:merges", kept.pk)
