"""The list of those who assess, the open referral, and what they decide."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms import triage as forms
from referrals.forms.answer import Withdraw
from referrals.models import Referral
from referrals.pages import missing
from referrals.pages import triage as pages
from referrals.views.loading import done, forbid, note_opened, visible
from ui.forms import Form

GET_OR_POST = require_http_methods(["GET", "POST"])
REPLY_WITHIN = timedelta(days=7)


def _view(request: SignedIn) -> str:
    view = request.GET.get("view", "open")
    return view if view in queries.VIEWS else "open"


@require_safe
def referral_list(request: SignedIn) -> HttpResponse:
    """What waits, the most urgent first. Nothing is opened until somebody opens it."""
    forbid(permissions.why_not_open_list(request.user))
    return render(request, "referrals/referral_list.html", _beside(request, None))


def _beside(request: SignedIn, referral: Referral | None) -> dict[str, object]:
    """The list that stands beside the open referral, for those who have one."""
    if permissions.why_not_open_list(request.user):
        return {"listing": None}
    return {
        "listing": pages.listing(
            request.user,
            view=_view(request),
            number=request.GET.get("page"),
            today=timezone.localdate(),
            current=referral,
        )
    }


def _open(request: SignedIn, reference: str) -> Referral:
    """Load the referral and write that it was opened, or refuse."""
    forbid(permissions.why_not_open_list(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    return referral


def _read(request: SignedIn, reference: str) -> Referral:
    """The same for those who only read: the team around the patient."""
    forbid(permissions.why_not_read(request.user))
    referral = visible(request.user, reference)
    note_opened(request, referral, timezone.now())
    return referral


def _page(
    request: SignedIn,
    referral: Referral,
    name: str = "detail",
    *,
    shows: bool = False,
    **more: object,
) -> HttpResponse:
    """The open referral beside the list, with the form of one verb if any."""
    context = {
        **_beside(request, referral),
        "detail": pages.detail(
            referral,
            request.user,
            view=_view(request),
            at=timezone.now(),
            today=timezone.localdate(),
            shows=shows,
        ),
        "referral": referral,
        **more,
    }
    form = more.get("form")
    is_refused = isinstance(form, Form) and form.is_bound and form.non_field_errors()
    status = 409 if is_refused else 200
    return render(request, f"referrals/referral_{name}.html", context, status=status)


def _onwards(request: SignedIn, referral: Referral, told: str) -> HttpResponse:
    """Say what was done, and go to what waits next."""
    messages.success(
        request, f"{told}: {referral.shown_name}, {referral.shown_reference}"
    )
    following = queries.next_to_assess(request.user, after=referral)
    if following is None:
        return redirect("referrals:list")
    url = pages.address(following, view=_view(request))
    mark = "&" if "?" in url else "?"
    return redirect(f"{url}{mark}done={referral.shown_reference}")


@require_safe
def detail(request: SignedIn, reference: str) -> HttpResponse:
    """One referral, whole."""
    referral = _read(request, reference)
    if reference != referral.shown_reference:
        return redirect(pages.address(referral, view=_view(request)))
    return _page(request, referral, undo=_undoable(request))


def _undoable(request: SignedIn) -> str:
    """Where the decision made a moment ago can be undone."""
    reference = request.GET.get("done", "")
    if not reference:
        return ""
    before = visible(request.user, reference)
    if permissions.why_not_undo(request.user, before, timezone.now()):
        return ""
    return pages.address(before, "undo", _view(request))


@GET_OR_POST
def accept(request: SignedIn, reference: str) -> HttpResponse:
    """Take the patient on."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_accept(request.user, referral))
    form = _accept_form(request, referral)
    if form.is_valid():
        act = partial(
            actions.accept,
            referral,
            owner=form.cleaned_data["owner"],
            first_contact_on=form.cleaned_data["first_contact_on"],
            person=form.person(referral),
            by=request.user,
            at=timezone.now(),
        )
        if done(form, act):
            return _onwards(request, referral, _("Antagen"))
    return _page(request, referral, "accept", form=form)


def _accept_form(request: SignedIn, referral: Referral) -> forms.Accept:
    """The clinic says who the patient is; a self-referral does not."""
    today = timezone.localdate()
    kind = forms.Accept if referral.patient_id else forms.AcceptStranger
    given, _space, family = referral.name.rpartition(" ")
    return kind(
        request.POST or None,
        owners=queries.those_who_care(referral.unit_id),
        today=today,
        initial={
            "owner": request.user,
            "first_contact_on": queries.first_contact_default(today),
            "given_name": given,
            "family_name": family,
        },
    )


@GET_OR_POST
def ask(request: SignedIn, reference: str) -> HttpResponse:
    """Ask for what is missing."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_ask(request.user, referral))
    today = timezone.localdate()
    form = forms.Ask(
        request.POST or None,
        referral=referral,
        today=today,
        initial={
            "to": "patient" if referral.is_self_referral else "referrer",
            "text": missing.questions(referral),
            "reply_by": today + REPLY_WITHIN,
        },
    )
    return _decide(request, referral, form, "ask", actions.ask, _("Frågan är skickad"))


@GET_OR_POST
def redirect_away(request: SignedIn, reference: str) -> HttpResponse:
    """Hand over to somebody who helps better."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_redirect(request.user, referral))
    form = forms.TurnAway(request.POST or None)
    return _decide(
        request, referral, form, "redirect", actions.redirect, _("Hänvisad vidare")
    )


@GET_OR_POST
def reject(request: SignedIn, reference: str) -> HttpResponse:
    """Say no, with the reason and where to turn."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_reject(request.user, referral))
    form = forms.TurnAway(request.POST or None)
    return _decide(request, referral, form, "reject", actions.reject, _("Avböjd"))


@GET_OR_POST
def assign(request: SignedIn, reference: str) -> HttpResponse:
    """Let a colleague assess it."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_assign(request.user, referral))
    form = forms.Assign(
        request.POST or None,
        people=queries.those_who_assess(referral.unit_id),
        initial={"to": request.user},
    )
    return _decide(request, referral, form, "assign", actions.assign, _("Tilldelad"))


@GET_OR_POST
def withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Take it back for whoever sent it."""
    referral = _open(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_withdraw(request.user, referral))
    form = Withdraw(request.POST or None)
    return _decide(
        request, referral, form, "withdraw", actions.withdraw, _("Återtagen")
    )


def _decide(
    request: SignedIn,
    referral: Referral,
    form: Form,
    name: str,
    action: Callable[..., object],
    told: str,
) -> HttpResponse:
    """Do what the form says and go on, or show the form with the sentence."""
    if form.is_valid():
        act = partial(
            action,
            referral,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        if done(form, act):
            return _onwards(request, referral, told)
    return _page(request, referral, name, form=form)


@require_POST
def undo(request: SignedIn, reference: str) -> HttpResponse:
    """Take the decision back."""
    referral = _open(request, reference)
    actions.undo(referral, by=request.user, at=timezone.now())
    messages.success(request, _("Ångrat. Remissen väntar på bedömning igen."))
    return redirect(pages.address(referral))


@GET_OR_POST
def contact(request: SignedIn, reference: str) -> HttpResponse:
    """Show protected contact details, once, with a reason that is logged."""
    referral = _read(request, reference)
    form = forms.Reveal(request.POST or None)
    if not form.is_valid():
        return _page(request, referral, "contact", form=form)
    actions.reveal_contact(
        referral, **form.cleaned_data, by=request.user, at=timezone.now()
    )
    return _page(request, referral, shows=True)
