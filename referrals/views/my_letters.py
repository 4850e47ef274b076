"""The patient's own letters: health data, so only for whoever has signed in."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import permissions
from referrals.models import Letter, LetterQuerySet
from referrals.pages.paper import Sheet, letter_sheet
from referrals.views.letters import file_of
from referrals.views.loading import note_letter

PER_PAGE = 20


def _own(request: SignedIn) -> LetterQuerySet:
    """Letters to the person whose pages these are, that have left."""
    forbid(permissions.why_not_see_own(request.user))
    rows: LetterQuerySet = Letter.objects.visible_to(request.user)
    return rows.select_related(
        "referral__patient", "referral__unit", "sent_by", "written_by"
    )


def _read(request: SignedIn, pk: uuid.UUID) -> Letter:
    found = get_object_or_404(_own(request), pk=pk)
    note_letter(request, found)
    return found


def _sheet(found: Letter) -> Sheet:
    """The letter to oneself hides nothing."""
    return letter_sheet(found, on=timezone.localdate(), shows_number=True)


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
        "sheet": _sheet(found),
    }
    return render(request, "referrals/my_letter.html", context)


@require_safe
def my_letter_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The same as an accessible file."""
    found = _read(request, pk)
    return file_of(_sheet(found), _("brev.pdf"))
