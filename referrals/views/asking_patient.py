"""Asking a patient for their own part, and the code that stands on the slip."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from accounts.typing import SignedIn
from referrals import permissions
from referrals.actions import parts_patient
from referrals.models import PartRequest
from referrals.views.loading import forbid
from referrals.views.opened import opened, page


@cache_control(no_store=True, private=True)
@require_http_methods(["GET", "POST"])
def ask_patient(request: SignedIn, reference: str) -> HttpResponse:
    """Make a code, and show it this once. A new one takes the old one back."""
    referral = opened(request, reference)
    forbid(permissions.why_not_ask_patient(request.user, referral))
    if request.method != "POST":
        waiting = PartRequest.objects.waiting().filter(
            referral=referral.lead, to=PartRequest.To.PATIENT
        )
        return page(
            request,
            referral,
            "ask_patient",
            waiting=waiting.first(),
            goes_by_sms=parts_patient.can_be_reached(referral),
        )
    code = parts_patient.ask_patient(referral, by=request.user, at=timezone.now())
    return page(
        request,
        referral,
        "patient_asked",
        code=code,
        goes_by_sms=parts_patient.can_be_reached(referral),
    )
