"""A slip for the patient to take home: what happens now, in large letters.

It hangs on a fridge: no medicine, no number, no name.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from referrals import permissions
from referrals.actions import own_part
from referrals.models import Referral
from referrals.views.loading import GET_OR_POST, note_opened, visible


@require_safe
def clinic_slip(request: SignedIn) -> HttpResponse:
    """The slip without a referral, to have in the drawer."""
    forbid(permissions.why_not_send(request.user))
    return _slip(request)


@GET_OR_POST
def clinic_slip_of(request: SignedIn, reference: str) -> HttpResponse:
    """The slip for the patient of one referral; a code for it is shown this once."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    at = timezone.now()
    note_opened(request, referral, at)
    waits = permissions.still_waits(referral, at)
    code = _code(request, referral) if request.method == "POST" and waits else ""
    return _slip(request, referral=referral, code=code, may_have_code=waits)


def _code(request: SignedIn, referral: Referral) -> str:
    """A new code takes the old one back: what was printed last is what counts."""
    try:
        return own_part.ask_patient(referral, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return ""


def _slip(request: SignedIn, **shown: object) -> HttpResponse:
    page = reverse("referrals_public:own_part")
    context = {
        "answer_days": settings.ANSWER_WITHIN_WORKING_DAYS,
        "code_url": f"{settings.SITE_URL}{page}",
        **shown,
    }
    return render(request, "referrals/clinic_slip.html", context)
