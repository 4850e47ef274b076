"""Writing down how a visit went."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from patients.models import Case
from ui.forms import posted
from visits import actions, forms, pages, permissions
from visits.lifecycle import LOGGED
from visits.models import Visit, VisitLog
from visits.views.loading import opened, visible_case, visible_visit

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def log(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Log a visit: five taps and a note."""
    visit, at = visible_visit(request, pk), now()
    forbid(permissions.why_not_log(request.user, visit, at=at))
    if request.method == "GET" and visit.status in LOGGED:
        return redirect("visits:detail", visit.pk)
    initial = forms.answers_about(visit, at=at)
    form = _form(request, visit.case, initial)
    if form.is_valid():
        saved = _try(
            form,
            lambda: actions.log_visit(
                visit,
                form.report(at=at),
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=at,
            ),
        )
        if saved:
            messages.success(request, _("Besöket är sparat."))
            return redirect("visits:detail", visit.pk)
    return _show(request, visit, form, {})


@require_http_methods(BOTH)
def correct(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Correct what was written. What stood before stays to be read."""
    visit, at = visible_visit(request, pk), now()
    forbid(permissions.why_not_log(request.user, visit, at=at))
    wrong = _corrected(request, visit)
    initial = forms.answers_of(wrong)
    form = _form(request, visit.case, initial)
    if form.is_valid():
        saved = _try(
            form,
            lambda: actions.correct_log(
                wrong,
                form.report(at=at),
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=at,
            ),
        )
        if saved:
            messages.success(request, _("Rättelsen är sparad. Det gamla finns kvar."))
            return redirect("visits:detail", visit.pk)
    return _show(request, visit, form, {"corrects": wrong})


def _form(request: SignedIn, case: Case, initial: dict[str, Any]) -> forms.Log:
    """The form, or, when a heading was asked for, the same answers with it."""
    asks = {"phase": case.phase, "next_step": pages.next_step(case, at=now()).label}
    form = forms.Log(posted(request), initial=initial, **asks)
    if start := request.POST.get("start"):
        typed = forms.with_note_start(form, start)
        return forms.Log(initial=typed, **asks)
    return form


def _corrected(request: SignedIn, visit: Visit) -> VisitLog:
    """The entry that the form was opened about, or the newest one."""
    logs = VisitLog.objects.visible_to(request.user).filter(visit=visit)
    if key := request.POST.get("corrects"):
        return get_object_or_404(logs, pk=_uuid(key))
    return get_object_or_404(logs.standing())


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _show(
    request: SignedIn, visit: Visit, form: forms.Log, more: dict[str, Any]
) -> HttpResponse:
    """The form, beside the person's own day."""
    at = now()
    opened(request, visit, visit.case)
    context = {
        "visit": visit,
        "case": visit.case,
        "banner": pages.banner_for(visit.case, at=at),
        "line": pages.day_line(request.user, visit, at=at),
        "form": form,
        "who_decides": pages.next_step(visit.case, at=at).who_decides,
        "note_starts": [(key, name) for key, (name, _t) in forms.NOTE_STARTS.items()],
        "before": _before(visit),
        **more,
    }
    return render(request, "visits/visit_log.html", context)


def _before(visit: Visit) -> VisitLog | None:
    """The latest word about how the patient was, before this visit."""
    earlier = VisitLog.objects.standing().filter(visit__case=visit.case)
    known = earlier.exclude(visit=visit).filter(discomfort__isnull=False)
    return known.order_by("-happened_at").first()


@require_http_methods(BOTH)
def log_contact(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Log a contact that nobody had booked."""
    case, at = visible_case(request, pk), now()
    forbid(permissions.why_not_book(request.user, case))
    moment = forms.moment_answers(at)
    ahead = pages.next_step(case, at=at)
    asks: dict[str, Any] = {"case": case, "next_step": ahead.label}
    form = forms.LogContact(posted(request), initial=moment, **asks)
    if start := request.POST.get("start"):
        typed = forms.with_note_start(form, start)
        form = forms.LogContact(initial=typed, **asks)
    elif form.is_valid():
        data = form.cleaned_data
        saved = _try(
            form,
            lambda: actions.log_contact(
                case,
                form.report(at=at),
                kind=data["kind"],
                purpose=data["purpose"],
                minutes=data["minutes"],
                place=data["place"],
                form_key=data["form_key"],
                by=request.user,
                at=at,
            ),
        )
        if saved:
            messages.success(request, _("Kontakten är sparad."))
            return redirect("visits:detail", saved.visit_id)
    opened(request, case, case)
    context = {
        "case": case,
        "banner": pages.banner_for(case, at=at),
        "form": form,
        "who_decides": ahead.who_decides,
        "note_starts": [(key, name) for key, (name, _t) in forms.NOTE_STARTS.items()],
    }
    return render(request, "visits/contact_log.html", context)


def _try(form: forms.Log, act: Callable[[], VisitLog]) -> VisitLog | None:
    """Save, or put the refusal where the person looks; nothing typed is lost."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return None
