"""Who has opened and done what: for one patient, and the whole log for its reviewer."""

import uuid
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from overview import pages, permissions
from overview.queries import log as queries
from overview.views.loading import visible_case

PAGE = 50


@require_GET
def access(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Everything that has been opened and done around one patient."""
    case = visible_case(request, pk)
    audit.opened(case, by=request.user, at=now(), patient=case.patient)
    wanted = queries.LogFilter(
        patient=case.patient_id, kind=request.GET.get("kind", "")
    )
    page = Paginator(queries.events(wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "banner": pages.case_banner(case, today=localdate(), here="access"),
        "page_obj": page,
        "rows": pages.log_rows(page.object_list),
        "kinds": queries.Kind,
        "wanted": wanted,
        "query": urlencode({"kind": wanted.kind}) if wanted.kind else "",
    }
    return render(request, "overview/staff/access.html", context)


@require_GET
def log(request: SignedIn) -> HttpResponse:
    """The whole log. A patient is a code until the reviewer chooses one."""
    forbid(permissions.why_not_review_log(request.user))
    wanted = queries.LogFilter(
        person=_key(request.GET.get("person", "")),
        patient=_key(request.GET.get("patient", "")),
        kind=request.GET.get("kind", ""),
    )
    patient = queries.patient_named(wanted.patient)
    if patient:
        audit.opened(patient, by=request.user, at=now(), patient=patient)
    page = Paginator(queries.events(wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": pages.log_rows(
            page.object_list, queries.references_of(page.object_list)
        ),
        "kinds": queries.Kind,
        "wanted": wanted,
        "patient": patient,
        "people": User.objects.exclude(role="patient").order_by("name"),
        "query": _query(wanted),
    }
    return render(request, "overview/staff/log.html", context)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _query(wanted: queries.LogFilter) -> str:
    chosen = {
        "person": wanted.person,
        "patient": wanted.patient,
        "kind": wanted.kind,
    }
    return urlencode({name: value for name, value in chosen.items() if value})
