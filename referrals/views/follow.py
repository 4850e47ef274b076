"""Following a referral with its reference and a code to the phone.

The pages show where it stands, and dates. Never an answer, a medicine or a letter:
those need a log-in.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import system_user
from jurisdictions import reference as references
from referrals import actions, limits, queries
from referrals.actions import follow
from referrals.forms.follow import (
    AnswerForm,
    CodeForm,
    ContactChangeForm,
    ReferenceForm,
)
from referrals.models import FollowCode, Referral
from referrals.pages.follow import status_page
from referrals.views import visitor
from referrals.views.visitor import either, for_anybody
from ui.forms import posted

ASKED = "folj_kod"
FOLLOWS = "folj"
LIVES = 15 * 60
DONE = {
    "answered": gettext_lazy("Tack. Vi har fått ditt svar."),
    "changed": gettext_lazy("Vi har ändrat hur vi når dig."),
}

View = Callable[..., HttpResponse]


@for_anybody(limits.ASK_FOR_CODE)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the reference. The answer is the same whether it exists or not."""
    known = visitor.reference_of_receipt(request)
    form = ReferenceForm(
        posted(request),
        initial={"reference": references.shown(known)} if known else None,
    )
    if form.is_valid():
        asked = follow.ask_for_code(reference=form.cleaned_data["reference"], at=now())
        response = redirect("referrals_public:follow_code")
        visitor.remember(response, ASKED, str(asked.pk), seconds=LIVES)
        return response
    return render(request, "self_referral/follow.html", {"form": form})


@for_anybody(limits.TRY_CODE)
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Wrong, worn out and never sent give the same sentence."""
    asked = _asked(request)
    if asked is None:
        return redirect("referrals_public:follow")
    form = CodeForm(posted(request))
    if form.is_valid():
        referral = follow.try_code(
            asked, code=form.cleaned_data["code"], by=system_user(), at=now()
        )
        if referral:
            response = redirect("referrals_public:follow_status")
            visitor.remember(response, FOLLOWS, str(referral.pk), seconds=LIVES)
            response.delete_cookie(ASKED, samesite="Lax")
            return response
        form.add_error(
            "code",
            _("Koden stämmer inte eller gäller inte längre. Du kan be om en ny."),
        )
    return render(request, "self_referral/follow_code.html", {"form": form})


def follower(view: View) -> View:
    """Let in who gave the right code within the last quarter of an hour."""

    @for_anybody(limits.FOLLOW)
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        referral = _followed(request)
        if referral is None:
            page, again = "self_referral/follow_ended.html", "referrals_public:follow"
            return visitor.ended(request, page, again=again)
        return view(request, referral, *args, **kwargs)

    return guarded


@follower
@require_safe
def status(request: HttpRequest, referral: Referral) -> HttpResponse:
    """A sentence, four steps and dates."""
    questions = queries.asked_of_person(referral)
    page = status_page(referral, questions=questions, at=now())
    done = DONE.get(request.GET.get("done", ""), "")
    context = {"page": page, "done": done, "is_patient": referral.patient_id}
    return render(request, "self_referral/follow_status.html", context)


@follower
@either
def answer(request: HttpRequest, referral: Referral, pk: uuid.UUID) -> HttpResponse:
    """Answer what the unit asked. The answer is not shown afterwards."""
    # What is posted is kept even if somebody has decided meanwhile.
    is_posted = request.method == "POST"
    question = queries.still_asked(referral, pk, even_if_decided=is_posted)
    if question is None:
        return redirect("referrals_public:follow_status")
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answer(question, **form.said(), by=system_user(), at=now())
        return _done("answered")
    context = {"form": form, "question": question}
    return render(request, "self_referral/follow_answer.html", context)


@follower
@either
def contact(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Another phone or another time to call."""
    form = ContactChangeForm(posted(request))
    if form.is_valid():
        changed = form.changed_to()
        follow.change_contact(referral, by=system_user(), at=now(), **changed)
        return _done("changed")
    return render(request, "self_referral/follow_contact.html", {"form": form})


@follower
@either
def withdraw(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Take the referral back, after asking once."""
    if not referral.lead.is_undecided:
        return redirect("referrals_public:follow_status")
    if request.method == "POST":
        follow.take_back(referral, by=system_user(), at=now())
        return redirect("referrals_public:follow_status")
    return render(request, "self_referral/follow_withdraw.html", {})


@for_anybody()
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page for whoever uses the device next."""
    response = redirect("referrals_public:follow")
    if request.method == "POST":
        visitor.forget(response, FOLLOWS, ASKED, visitor.RECEIPT)
    return response


# -------------------------------------------------------------------- who is following


def _asked(request: HttpRequest) -> FollowCode | None:
    key = visitor.remembered(request, ASKED, seconds=LIVES)
    return FollowCode.objects.filter(pk=key).first() if key else None


def _followed(request: HttpRequest) -> Referral | None:
    key = visitor.remembered(request, FOLLOWS, seconds=LIVES)
    rows = Referral.objects.select_related("joined_to")
    return rows.filter(pk=key).first() if key else None


def _done(what: str) -> HttpResponse:
    """Back to the status, which says what happened."""
    return redirect(f"{reverse('referrals_public:follow_status')}?done={what}")
