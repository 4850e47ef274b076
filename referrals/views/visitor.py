"""Who is visiting, without a log-in: the cookies of drafts and receipts."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now

from referrals.forms import journey
from referrals.models import Draft, OpenDraft, Referral

DRAFT = "egenremiss"
RECEIPT = "egenremiss_klar"
RECEIPT_LIVES = 60 * 60


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
    signed = signing.dumps(referral.reference, salt=RECEIPT)
    set_cookie(response, RECEIPT, signed, max_age=RECEIPT_LIVES)
    response.delete_cookie(DRAFT, samesite="Lax")
    return response


def referral_of_receipt(request: HttpRequest) -> Referral | None:
    """The referral that this browser sent within the last hour."""
    reference = reference_of_receipt(request)
    return Referral.objects.filter(reference=reference).first() if reference else None


def reference_of_receipt(request: HttpRequest) -> str:
    """The reference on the receipt of the last hour, or nothing."""
    try:
        reference: str = signing.loads(
            request.COOKIES.get(RECEIPT, ""), salt=RECEIPT, max_age=RECEIPT_LIVES
        )
    except signing.BadSignature:
        return ""
    return reference


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
