"""What the unit has written to a clinic, read by the clinic that it is to."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import permissions
from referrals.models import Letter, Reply
from referrals.pages.paper import letter_sheet, reply_sheet
from referrals.views.letters import file_of
from referrals.views.loading import note_letter, visible


def _read_by_clinic(request: SignedIn, reference: str, pk: uuid.UUID) -> Reply:
    """A reply to the person's own clinic, once it may be read; the log is told."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    rows = Reply.objects.readable(timezone.now()).filter(referral=referral)
    found = get_object_or_404(
        rows.select_related(
            "referral__patient",
            "referral__unit",
            "referral__sender_unit",
            "referral__health_centre",
            "sent_by",
        ),
        pk=pk,
    )
    note_letter(request, found)
    return found


@require_safe
def clinic_reply(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """What the unit answered, as a page."""
    found = _read_by_clinic(request, reference, pk)
    context = {
        "referral": found.referral,
        "sheet": reply_sheet(found),
        "pk": found.pk,
        "pdf": "referrals_public:clinic_reply_pdf",
    }
    return render(request, "referrals/clinic_reply.html", context)


@require_safe
def clinic_reply_pdf(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """The same as an accessible file."""
    found = _read_by_clinic(request, reference, pk)
    return file_of(reply_sheet(found), _("svar.pdf"))


def _letter_to_clinic(request: SignedIn, reference: str, pk: uuid.UUID) -> Letter:
    """A letter to the person's own clinic that has left."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    rows = Letter.objects.visible_to(request.user).filter(referral=referral)
    found = get_object_or_404(
        rows.select_related("referral__patient", "referral__unit", "sent_by"), pk=pk
    )
    note_letter(request, found)
    return found


@require_safe
def clinic_letter(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """A letter to the clinic, as a page."""
    found = _letter_to_clinic(request, reference, pk)
    context = {
        "referral": found.referral,
        "sheet": letter_sheet(found, on=timezone.localdate()),
        "pk": found.pk,
        "pdf": "referrals_public:clinic_letter_pdf",
    }
    return render(request, "referrals/clinic_reply.html", context)


@require_safe
def clinic_letter_pdf(request: SignedIn, reference: str, pk: uuid.UUID) -> HttpResponse:
    """The same as an accessible file."""
    found = _letter_to_clinic(request, reference, pk)
    return file_of(letter_sheet(found, on=timezone.localdate()), _("brev.pdf"))
