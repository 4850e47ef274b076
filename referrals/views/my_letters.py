"""The patient's own letters: health data, so only for whoever has signed in."""

import uuid

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from accounts.typing import SignedIn
from audit import actions as audit
from referrals.models import Letter, LetterQuerySet
from referrals.pages.paper import letter_sheet
from referrals.views.letters import file_of

PER_PAGE = 20


def _own(request: SignedIn) -> LetterQuerySet:
    """Letters to the person whose pages these are, that have left."""
    if not request.user.may(Permission.USE_OWN_PAGES):
        raise PermissionDenied(_("De här sidorna är patientens egna."))
    rows: LetterQuerySet = Letter.objects.visible_to(request.user)
    return rows.select_related(
        "referral__patient", "referral__unit", "sent_by", "written_by"
    )


def _read(request: SignedIn, pk: uuid.UUID) -> Letter:
    found = get_object_or_404(_own(request), pk=pk)
    audit.opened(
        found, by=request.user, at=timezone.now(), patient=found.referral.patient
    )
    return found


@require_safe
def my_letters(request: SignedIn) -> HttpResponse:
    """What we have written, the newest first."""
    rows = _own(request).order_by("-leaves_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "referrals/my_letters.html", {"page_obj": page})


@require_safe
def my_letter(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One letter, as it was sent."""
    found = _read(request, pk)
    context = {
        "letter": found,
        "sheet": letter_sheet(found, on=timezone.localdate()),
    }
    return render(request, "referrals/my_letter.html", context)


@require_safe
def my_letter_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The same as an accessible file."""
    found = _read(request, pk)
    return file_of(letter_sheet(found, on=timezone.localdate()), _("brev.pdf"))
