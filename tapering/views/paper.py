"""Schedules and letters on paper: a page to print, and the same as accessible PDF."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.refusals import Refused
from accounts.typing import SignedIn
from tapering import pages, queries
from tapering.models import PlanVersion
from tapering.views.letters import letter_for
from tapering.views.loading import opened, version_for

# How far ahead a sheet may begin.
SHEET_WITHIN = timedelta(days=366)


def _check_signed(found: PlanVersion) -> None:
    if not found.is_signed:
        raise Refused(_("Bara en beslutad plan skrivs ut."))


def _asked_day(request: HttpRequest, found: PlanVersion, on: date) -> date | None:
    """The day that the sheet begins on, when the address says one that it may."""
    try:
        asked = parse_date(request.GET.get("from", ""))
    except ValueError:
        return None
    # Days before the version counts had other doses; far ones are a mistyped year.
    if asked and found.counts_from <= asked <= on + SHEET_WITHIN:
        return asked
    return None


def _first(request: HttpRequest, found: PlanVersion, on: date) -> date:
    return _asked_day(request, found, on) or max(on, found.counts_from)


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _variant(request: HttpRequest) -> pages.Variant:
    """Large print and a second language, as the address asks."""
    known = {code for code, _name in settings.LANGUAGES} - {_language()}
    also = request.GET.get("also", "")
    return pages.Variant(
        large=request.GET.get("size") == "large", also=also if also in known else ""
    )


def sheet_of(request: HttpRequest, found: PlanVersion, pdf_url: str) -> HttpResponse:
    """The 28 days that hang on the fridge: no personal number on them."""
    _check_signed(found)
    on = localdate()
    first = _first(request, found, on)
    context = {
        "version": found,
        "plan": found.plan,
        "patient": found.plan.case.patient,
        "sheets": pages.shown_sheets(found, first),
        "warning": pages.warning_parts(),
        "old": pages.old_words(found, queries.in_force(found.plan)),
        "on": on,
        "file": pdf_url,
        "from": first,
        "here": _language(),
    }
    return render(request, "tapering/sheet.html", context)


def sheet_pdf_of(request: HttpRequest, found: PlanVersion) -> HttpResponse:
    """The same as a file, in the reader's language and perhaps a second one."""
    _check_signed(found)
    on = localdate()
    made = pages.sheet_pdf(
        found,
        _first(request, found, on),
        on=on,
        language=_language(),
        variant=_variant(request),
    )
    return _file(made, _("schema.pdf"))


def _file(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_GET
def sheet(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The printed schedule."""
    found = version_for(request, pk)
    opened(request, found, found.plan.case)
    return sheet_of(request, found, reverse("tapering:sheet_pdf", args=[pk]))


@require_GET
def sheet_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The printed schedule as a file."""
    found = version_for(request, pk)
    opened(request, found, found.plan.case)
    return sheet_pdf_of(request, found)


@require_GET
def letter_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A letter to whoever prescribes, as a file."""
    found = letter_for(request, pk)
    opened(request, found, found.version.plan.case)
    now = queries.in_force(found.version.plan)
    return _file(pages.letter_pdf(found, now), _("brev.pdf"))
