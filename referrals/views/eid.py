"""Where somebody who proved who they are comes back to the self-referral."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from accounts.eid.proof import Proven
from referrals.actions import prove
from referrals.actions import self_referral as writing
from referrals.views import visitor


def arrive(request: HttpRequest, proven: Proven, *, at: datetime) -> HttpResponse:
    """Fill in the name and go on where the person was. Nobody is signed in by this."""
    draft = visitor.draft_of(request) or writing.begin(at=at)
    draft = prove.keep(draft, proven, at=at)
    page = "referrals_public:check"  # which leads to the first page that is not done
    if proven.is_child_on(localdate(at)):
        draft = prove.say_under_age(draft, at=at)
        page = "referrals_public:not_for_all"
    response = redirect(page)
    visitor.set_cookie(response, visitor.DRAFT, draft.token)
    return response


def drop(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Let go of what the e-ID said, and go on."""
    draft = visitor.draft_of(request)
    if draft:
        prove.drop(draft, at=at)
    return redirect("referrals_public:check")
