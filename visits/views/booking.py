"""Booking, moving and cancelling."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from patients.models import Case
from ui.forms import Form, posted
from visits import actions, forms, pages, permissions, queries
from visits.lifecycle import Kind, Purpose
from visits.models import Visit
from visits.views.loading import opened, visible_case, visible_visit

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def book(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Book a visit. A taken time comes back with times that are free."""
    case = visible_case(request, pk)
    forbid(permissions.why_not_book(request.user, case))
    form = forms.Book(_posted(request), case=case, initial=_wishes(request, case))
    free: list[datetime] = []
    if form.is_valid():
        visit, free = _try(
            form,
            "clock",
            lambda: actions.book(
                case,
                purpose=form.cleaned_data["purpose"],
                details=form.details(),
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=now(),
                patient_knows=form.cleaned_data["patient_knows"],
            ),
        )
        if visit:
            messages.success(request, _("Besöket är bokat."))
            return redirect("visits:detail", visit.pk)
    opened(request, case, case)
    context = {
        "case": case,
        "banner": pages.banner_for(case, at=now()),
        "form": form,
        "free": free,
    }
    return render(request, "visits/visit_book.html", context)


@require_http_methods(BOTH)
def move(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Give a visit another time, place or person."""
    visit = visible_visit(request, pk)
    forbid(permissions.why_not_change(request.user, visit))
    now_booked = forms.Move.answers_of(visit, pages.staff_of(visit))
    form = forms.Move(_posted(request), case=visit.case, initial=now_booked)
    free: list[datetime] = []
    if form.is_valid():
        moved, free = _try(
            form,
            "clock",
            lambda: actions.move(
                visit,
                details=form.details(),
                by=request.user,
                at=now(),
                patient_knows=form.cleaned_data["patient_knows"],
            ),
        )
        if moved:
            messages.success(request, _("Besöket är ändrat."))
            return redirect("visits:detail", visit.pk)
    return _form(request, visit, "visits/visit_move.html", form=form, free=free)


@require_http_methods(BOTH)
def cancel(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Cancel a visit with a reason."""
    visit = visible_visit(request, pk)
    if visit.status == "cancelled":
        return redirect("visits:detail", visit.pk)
    forbid(permissions.why_not_change(request.user, visit))
    form = forms.Cancel(posted(request))
    if form.is_valid():
        actions.cancel(visit, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Besöket är avbokat."))
        return redirect("visits:detail", visit.pk)
    return _form(request, visit, "visits/visit_cancel.html", form=form)


def _form(
    request: SignedIn, visit: Visit, template: str, **context: Any
) -> HttpResponse:
    """Show a form under the patient's banner."""
    opened(request, visit, visit.case)
    banner = pages.banner_for(visit.case, at=now())
    shared = {"visit": visit, "case": visit.case, "banner": banner}
    return render(request, template, {**shared, **context})


def _try(
    form: Form, field: str, act: Callable[[], Visit]
) -> tuple[Visit | None, list[datetime]]:
    """Do it, or put the refusal where the person looks; nothing typed is lost."""
    try:
        return act(), []
    except actions.Busy as busy:
        form.add_error(field, str(busy.sentence))
        return None, busy.free
    except Refused as refusal:
        form.add_error(field, str(refusal.sentence))
        return None, []


def _posted(request: SignedIn) -> QueryDict | None:
    """What was posted, with the free time that was picked put in its place."""
    picked = _moment(request.POST.get("pick", ""))
    if picked is None:
        return posted(request)
    local = timezone.localtime(picked)
    changed = request.POST.copy()
    changed["day"], changed["clock"] = f"{local:%Y-%m-%d}", f"{local:%H.%M}"
    return changed


def _moment(text: str) -> datetime | None:
    """A moment with its zone, or nothing."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _wishes(request: SignedIn, case: Case) -> dict[str, Any]:
    """What the page that led here asks for: purpose, kind, day."""
    asked = request.GET
    wishes: dict[str, Any] = {
        "staff": [request.user.pk],
        "kind": Kind.IN_PERSON,
        "purpose": queries.booking_asked_for(case) or Purpose.FOLLOW_UP,
    }
    if asked.get("purpose") in Purpose.values:
        wishes["purpose"] = asked["purpose"]
    if asked.get("kind") in Kind.values:
        wishes["kind"] = asked["kind"]
    try:
        wishes["day"] = parse_date(asked.get("day", ""))
    except ValueError:
        wishes["day"] = None
    return wishes
