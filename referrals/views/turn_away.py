"""Handing over and saying no: a reason, both texts, how they will read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.refusals import WhyNot, forbid
from accounts.typing import SignedIn
from referrals import actions, permissions
from referrals.forms.turn_away import TurnAway
from referrals.models import DecisionReason, Referral
from referrals.pages import conferring, stale
from referrals.pages.turning import (
    FILLED,
    REDIRECT,
    REJECT,
    Turning,
    filled_from,
    other_language,
    preview,
    ready,
)
from referrals.views.loading import GET_OR_POST
from referrals.views.opened import decide, opened, page

DOES = {REDIRECT.name: actions.redirect, REJECT.name: actions.reject}
WHY_NOT: dict[str, WhyNot] = {
    REDIRECT.name: permissions.why_not_redirect,
    REJECT.name: permissions.why_not_reject,
}


@GET_OR_POST
def redirect_away(request: SignedIn, reference: str) -> HttpResponse:
    """Hand over to somebody who helps better."""
    return _turn(request, reference, REDIRECT)


@GET_OR_POST
def reject(request: SignedIn, reference: str) -> HttpResponse:
    """Say no, with the reason and where to turn."""
    return _turn(request, reference, REJECT)


def _turn(request: SignedIn, reference: str, turning: Turning) -> HttpResponse:
    referral = opened(request, reference)
    reasons = DecisionReason.objects.usable(turning.kind).with_texts()
    if request.method == "GET":
        forbid(WHY_NOT[turning.name](request.user, referral))
        start = {**_start(request, referral), "edition": referral.edition}
        form = TurnAway(reasons=reasons, initial=start)
        return _asks(request, referral, turning, form)
    if request.POST.get("go") in {"fill", "look"}:
        texts = filled_from(
            request.POST.dict(), [ready(one, referral) for one in reasons]
        )
        form = TurnAway(reasons=reasons, initial=texts)
        return _asks(request, referral, turning, form, said=texts)
    return _send(request, referral, turning, TurnAway(request.POST, reasons=reasons))


def _start(request: SignedIn, referral: Referral) -> dict[str, str]:
    """Nothing yet, or what the proposal or the conference has prepared."""
    if "ready" in request.GET:
        return stale.prepared(referral)
    return conferring.prepared(request.user, request.GET.get("point", ""))


def _asks(
    request: SignedIn,
    referral: Referral,
    turning: Turning,
    form: TurnAway,
    *,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    """The form, and under it what each would read."""
    texts = said or {name: form.initial.get(name, "") for name in FILLED}
    return page(
        request,
        referral,
        turning.name,
        form=form,
        turning=turning,
        preview=preview(referral, turning, texts),
        ready=[ready(one, referral) for one in form.reasons],
        other_language=other_language(referral),
    )


def _send(
    request: SignedIn, referral: Referral, turning: Turning, form: TurnAway
) -> HttpResponse:
    if not form.is_valid():
        return _asks(request, referral, turning, form, said=request.POST.dict())
    if referral.is_risk and "confirmed" not in request.POST:
        return _interrupt(request, referral, turning, form)
    return decide(
        request,
        referral,
        form,
        turning.name,
        DOES[turning.name],
        str(turning.told),
        why_not=WHY_NOT[turning.name],
        again=lambda: _asks(request, referral, turning, form, said=request.POST.dict()),
    )


def _interrupt(
    request: SignedIn, referral: Referral, turning: Turning, form: TurnAway
) -> HttpResponse:
    """What looks dangerous is not handed over by two quick presses."""
    kept = ("chosen", "edition", *FILLED)
    return page(
        request,
        referral,
        "turn_risk",
        turning=turning,
        posted=[(name, request.POST.get(name, "")) for name in kept],
        preview=preview(referral, turning, form.cleaned_data),
    )


@require_POST
def look(request: SignedIn, reference: str, verb: str) -> HttpResponse:
    """How the texts would read, while they are being written."""
    referral = opened(request, reference)
    turning = REJECT if verb == REJECT.name else REDIRECT
    shown = preview(referral, turning, request.POST.dict())
    context = {"preview": shown, "turning": turning, "referral": referral}
    return render(request, "referrals/_turned.html", context)
