"""The patient's own part of what a clinic began, opened with a code.

The pages show nothing that anybody has written, not even whose it is.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import system_user
from referrals import limits
from referrals.actions import own_part
from referrals.forms.own_part import OwnPartForm, PartCodeForm
from referrals.models import PartRequest
from referrals.views import visitor
from referrals.views.visitor import for_anybody
from ui.forms import posted

OPENED = "din_del"
LIVES = 60 * 60


@for_anybody(limits.PART_CODE)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Used, old, taken back and made up: the same sentence."""
    form = PartCodeForm(posted(request))
    if form.is_valid():
        found = own_part.opened_with(form.cleaned_data["code"], at=now())
        if found:
            response = redirect("referrals_public:own_part_write")
            visitor.remember(response, OPENED, str(found.pk), seconds=LIVES)
            return response
        form.add_error(
            "code",
            _(
                "Koden går inte att använda. Den kan vara använd, för gammal eller "
                "utbytt mot en nyare. Jämför med lappen, eller ring oss så får du en "
                "ny."
            ),
        )
    return render(request, "self_referral/own_part_code.html", {"form": form})


@for_anybody(limits.PART)
def write(request: HttpRequest) -> HttpResponse:
    """Three questions, none of them required by itself."""
    asked = _asked(request)
    if asked is None:
        return _ended(request)
    form = OwnPartForm(posted(request))
    if form.is_valid():
        given = own_part.give(asked, **form.said(), by=system_user(), at=now())
        if given is None:
            return _ended(request)
        return redirect("referrals_public:own_part_sent")
    if request.method != "POST" and not own_part.is_open(asked, at=now()):
        return redirect("referrals_public:own_part_sent")
    return render(request, "self_referral/own_part_write.html", {"form": form})


@for_anybody()
def sent(request: HttpRequest) -> HttpResponse:
    """That it has come, and what happens now. Nothing of what was written."""
    asked = _asked(request)
    if asked is None or asked.given_at is None:
        return redirect("referrals_public:own_part")
    return render(request, "self_referral/own_part_sent.html", {})


def _asked(request: HttpRequest) -> PartRequest | None:
    """The request whose code was typed in this browser within the hour."""
    key = visitor.remembered(request, OPENED, seconds=LIVES)
    rows = PartRequest.objects.select_related("referral__joined_to")
    return rows.filter(pk=key).first() if key else None


def _ended(request: HttpRequest) -> HttpResponse:
    page, again = "self_referral/own_part_ended.html", "referrals_public:own_part"
    return visitor.ended(request, page, again=again)
