"""Who is visiting, without a log-in: pages for anybody, and what a browser carries."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from referrals import limits
from referrals.forms import journey
from referrals.models import Draft, OpenDraft, Referral

DRAFT = "egenremiss"
RECEIPT = "egenremiss_klar"
RECEIPT_LIVES = 60 * 60
# Never given back by a page that shows what was typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "form_key"})
View = Callable[..., HttpResponse]
either = require_http_methods(["GET", "HEAD", "POST"])


def for_anybody(
    limit: limits.Limit | None = None, *, methods: Callable[[View], View] = either
) -> Callable[[View], View]:
    """A page without a log-in, for so many posts from one place.

    Answers are health data: neither the browser nor anything between keeps the page.
    """

    def decorate(view: View) -> View:
        guarded = methods(view)
        if limit:
            guarded = limits.limited(limit)(guarded)
        private = cache_control(no_store=True, private=True)
        return login_not_required(private(guarded))

    return decorate


def draft_of(request: HttpRequest) -> OpenDraft | None:
    """The draft that the visitor's cookie opens."""
    return Draft.objects.opened_with(request.COOKIES.get(DRAFT, ""), at=now())


def without_draft(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """After sending: the receipt. After an hour: say so, and keep what was posted."""
    if referral_of_receipt(request):
        return redirect("referrals_public:receipt")
    if request.method != "POST" and not request.COOKIES.get(DRAFT):
        return redirect("referrals_public:self_referral")
    form = posted_form(request, number)
    return render(
        request,
        "self_referral/expired.html",
        {"form": form, "number": number},
        status=410,
    )


def posted_form(request: HttpRequest, number: int | None) -> Any:
    """The question again with what was answered, to begin anew from."""
    if request.method != "POST" or number is None:
        return None
    return journey.STEPS[number - 1].form(
        initial=as_initial(request), today=timezone.localdate()
    )


def as_initial(request: HttpRequest) -> dict[str, Any]:
    """What was posted, to fill a form with."""
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
    }


def sent_already(request: HttpRequest) -> Referral | None:
    """What the first press of the same button sent."""
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    return Referral.objects.filter(form_key=key).first()


def to_receipt(referral: Referral) -> HttpResponse:
    """Go to the receipt; the draft's cookie has done its work."""
    response = redirect("referrals_public:receipt")
    remember(response, RECEIPT, referral.reference, seconds=RECEIPT_LIVES)
    return forget(response, DRAFT)


def referral_of_receipt(request: HttpRequest) -> Referral | None:
    """The referral that this browser sent within the last hour."""
    reference = reference_of_receipt(request)
    return Referral.objects.filter(reference=reference).first() if reference else None


def reference_of_receipt(request: HttpRequest) -> str:
    """The reference on the receipt of the last hour, or nothing."""
    return remembered(request, RECEIPT, seconds=RECEIPT_LIVES)


def ended(
    request: HttpRequest, page: str, *, again: str, besides: frozenset[str] = NOT_TYPED
) -> HttpResponse:
    """Too late: begin `again`. What was typed still stands on the page that says so."""
    if request.method != "POST":
        return redirect(again)
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in besides
        for value in values
        if value
    ]
    return render(request, page, {"typed": typed}, status=403)


# ---------------------------------------------------------------------------- cookies


def remember(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    """Let the browser carry a word of ours for a while, signed."""
    signed = signing.dumps(value, salt=name)
    set_cookie(response, name, signed, max_age=seconds)


def remembered(request: HttpRequest, name: str, *, seconds: int) -> str:
    """The word, unless it is too old or not ours."""
    try:
        value: str = signing.loads(
            request.COOKIES.get(name, ""), salt=name, max_age=seconds
        )
    except signing.BadSignature:
        return ""
    return value


def forget(response: HttpResponse, *names: str) -> HttpResponse:
    """Take words away from the browser; the same response."""
    for name in names:
        response.delete_cookie(name, samesite="Lax")
    return response


def set_cookie(
    response: HttpResponse,
    name: str,
    value: str,
    max_age: int | None = None,
) -> None:
    """A cookie that the form cannot do without, and that only the server reads."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
