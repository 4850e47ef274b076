"""The day list, one patient's visits, and one visit."""

import uuid
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from visits import calling, pages, permissions
from visits.models import Visit
from visits.views.loading import visible_case, visible_visit

PER_PAGE = 50


@require_GET
def visit_list(request: SignedIn) -> HttpResponse:
    """The visits of a day, one's own or the team's."""
    forbid(permissions.why_not_list(request.user))
    page = pages.day_page(
        request.user,
        _day(request.GET.get("day", "")),
        team=request.GET.get("team") == "1",
        at=now(),
    )
    return render(request, "visits/visit_list.html", {"page": page})


def _day(text: str) -> date:
    """The day of the address; anything else means today."""
    try:
        return parse_date(text) or localdate()
    except ValueError:
        return localdate()


@require_GET
def of_case(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """All visits of one patient, what is to come first."""
    case = visible_case(request, pk)
    at = now()
    audit.opened(case, by=request.user, at=at, patient=case.patient)
    visits = Visit.objects.visible_to(request.user).filter(case=case).for_list()
    earlier = visits.filter(starts_at__lt=at).order_by("-starts_at", "-pk")
    page = Paginator(earlier, PER_PAGE).get_page(request.GET.get("page"))
    coming = visits.filter(starts_at__gte=at).by_time()
    context = {
        "case": case,
        "banner": pages.banner_for(case, at=at),
        "coming": [pages.row_of(visit, at=at) for visit in coming],
        "earlier": [pages.row_of(visit, at=at) for visit in page.object_list],
        "page_obj": page,
        "why_not_book": permissions.why_not_book(request.user, case),
    }
    return render(request, "visits/visits_of_case.html", context)


@require_GET
def detail(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One visit. Each opening is an event: it says where somebody will be."""
    visit = visible_visit(request, pk)
    at = now()
    audit.opened(visit, by=request.user, at=at, patient=visit.case.patient)
    page = pages.visit_page(
        visit,
        at=at,
        may_change=not permissions.why_not_change(request.user, visit),
        may_log=not permissions.why_not_log(request.user, visit, at=at),
    )
    context = {
        "page": page,
        "visit": visit,
        "case": visit.case,
        "may_write": page.may_change and calling.referral_of(visit) is not None,
    }
    return render(request, "visits/visit_detail.html", context)


@require_POST
def write_letter(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Begin a letter that tells the patient about the visit."""
    visit = visible_visit(request, pk)
    forbid(permissions.why_not_change(request.user, visit))
    referral = calling.referral_of(visit)
    if referral is None:
        raise Http404
    letter = calling.write_letter(visit, referral, by=request.user, at=now())
    return redirect("referrals:letter", letter.pk)
