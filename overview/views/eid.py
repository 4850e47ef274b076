"""To the e-ID provider and back, and what a patient without one is told."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import localdate, now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.eid import flow as journeys
from accounts.eid import proof, sessions
from accounts.eid.flow import Flow, Purpose
from accounts.eid.proof import Proven
from accounts.eid.provider import is_offered
from accounts.eid.refusals import NotProven, Why
from accounts.models import system_user
from accounts.typing import SignedIn
from overview.pages.eid import refusal_page
from patients import actions
from patients.models import Patient
from referrals import limits
from referrals.views import eid as self_referral

LEAVE = limits.Limit("eid.leave", times=60, seconds=600)
RETURN = limits.Limit("eid.return", times=60, seconds=600)
# Not somebody who was turned away: who turned back, and a provider that was silent.
NOT_LOGGED = {Why.CANCELLED, Why.AWAY}
Land = Callable[[HttpRequest, Flow, Proven, datetime], HttpResponse]
log = logging.getLogger(__name__)
private = cache_control(no_store=True, private=True)


@login_not_required
@private
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider, to come back to the own pages."""
    return _leave(request, Purpose.OWN_PAGES)


@login_not_required
@private
@require_safe
def start_self_referral(request: HttpRequest) -> HttpResponse:
    """Go to the provider, to come back to the self-referral with a name filled in."""
    return _leave(request, Purpose.SELF_REFERRAL)


def _leave(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    if not is_offered():
        raise Http404
    if limits.is_over(LEAVE, address=limits.address_of(request)):
        return limits.too_many(request, LEAVE)
    try:
        return journeys.leave(request, purpose=purpose, at=now())
    except NotProven as no:
        # Nobody has been turned away yet, whatever is wrong with the provider.
        log.error("e-ID: %s (%s)", no.why.value, no.detail)
        return _to_refusal(Why.AWAY, purpose)


@login_not_required
@private
@require_POST
def drop_self_referral(request: HttpRequest) -> HttpResponse:
    """Send without the e-ID after all; the answers stay."""
    return self_referral.drop(request, at=now())


@login_not_required
@private
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """The provider's answer: somebody is proven, or a sentence says why not.

    The provider comes back with a redirect, so signing in is a GET here. It is no
    door for forged requests: without the cookie of this very journey nothing happens,
    and a code is good for once (docs/decisions.md, "Signing in with an e-ID").
    """
    if not is_offered():
        raise Http404
    if limits.is_over(RETURN, address=limits.address_of(request)):
        return limits.too_many(request, RETURN)
    found = journeys.returned(request)
    if found is None:
        return _refuse(NotProven(Why.LOST), Purpose.OWN_PAGES, at=now())
    with translation.override(found.language):
        response = _land(request, found, at=now())
    journeys.forget(response, request)
    return response


def _land(request: HttpRequest, found: Flow, *, at: datetime) -> HttpResponse:
    try:
        proven = proof.of(request, found, today=localdate(at))
    except NotProven as no:
        return _refuse(no, found.purpose, at=at)
    return LANDINGS[found.purpose](request, found, proven, at)


def _own_pages(
    request: HttpRequest, found: Flow, proven: Proven, at: datetime
) -> HttpResponse:
    """Sign the patient in. Somebody unknown leaves no trace but the refusal."""
    rows = Patient.objects.with_number(proven.identity.number)
    patient = rows.filter(undone_at=None).select_related("user").first()
    if why := _why_not(patient, proven, at=at):
        return _refuse(NotProven(why), Purpose.OWN_PAGES, at=at, patient=patient)
    assert patient is not None  # noqa: S101 - the types cannot see that _why_not did
    user = actions.log_in_by_eid(patient, by=system_user(), at=at)
    sessions.sign_in(request, user, id_token=proven.id_token, at=at)
    wanted = journeys.safe_next(request, found.next)
    return redirect(wanted or "tapering_public:my_day")


def _why_not(patient: Patient | None, proven: Proven, *, at: datetime) -> Why | None:
    if patient is None:
        is_child = proven.is_child_on(localdate(at))
        return Why.UNDER_AGE if is_child else Why.UNKNOWN
    return Why.CLOSED if patient.user and not patient.user.is_active else None


def _self_referral(
    request: HttpRequest, found: Flow, proven: Proven, at: datetime
) -> HttpResponse:
    return self_referral.arrive(request, proven, at=at)


LANDINGS: dict[str, Land] = {
    Purpose.OWN_PAGES: _own_pages,
    Purpose.SELF_REFERRAL: _self_referral,
}


def _refuse(
    no: NotProven,
    purpose: Purpose,
    *,
    at: datetime,
    patient: Patient | None = None,
) -> HttpResponse:
    """Write down the reason, never the number, and say it."""
    if no.detail:
        log.warning("e-ID: %s (%s)", no.why.value, no.detail)
    if no.why not in NOT_LOGGED:
        actions.refuse_log_in(why=no.why, patient=patient, by=system_user(), at=at)
    return _to_refusal(no.why, purpose)


def _to_refusal(why: Why, purpose: Purpose) -> HttpResponse:
    """To an address that can be read again and in another language."""
    response = redirect("overview_public:eid_refused")
    response["Location"] += f"?{urlencode({'why': why, 'purpose': purpose})}"
    return response


@login_not_required
@private
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Why it did not go, in a sentence, and what else there is."""
    try:
        why = Why(request.GET.get("why", ""))
        purpose = Purpose(request.GET.get("purpose", ""))
    except ValueError as error:
        raise Http404 from error
    page = refusal_page(why, purpose)
    return render(
        request, "overview/public/eid_refused.html", {"page": page}, status=page.status
    )


@login_not_required
@private
@require_safe
def needed(request: HttpRequest) -> HttpResponse:
    """Why the own pages stay closed to a password, and the ways there are."""
    wanted = journeys.safe_next(request, request.GET.get("next", ""))
    return render(request, "overview/public/eid_needed.html", {"next": wanted})


@require_POST
def stay(request: SignedIn) -> HttpResponse:
    """Somebody is still there. The page that asked goes on; its middleware counted."""
    return HttpResponse(status=204)
