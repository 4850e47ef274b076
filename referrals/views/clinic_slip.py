"""A slip for the patient to take home: what happens now, in large letters.

It hangs on a fridge: no medicine, no number, no name.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.typing import SignedIn
from referrals import permissions
from referrals.views.loading import forbid, note_opened, visible


@require_safe
def clinic_slip(request: SignedIn) -> HttpResponse:
    """The slip without a referral, to have in the drawer."""
    forbid(permissions.why_not_send(request.user))
    return _slip(request)


@require_safe
def clinic_slip_of(request: SignedIn, reference: str) -> HttpResponse:
    """The slip for the patient of one referral."""
    forbid(permissions.why_not_send(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    return _slip(request, referral=referral)


def _slip(request: SignedIn, **shown: object) -> HttpResponse:
    context = {"answer_days": settings.ANSWER_WITHIN_WORKING_DAYS, **shown}
    return render(request, "referrals/clinic_slip.html", context)
