"""The list of those who assess, and the open referral."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions, presence, queries
from referrals.forms import triage as forms
from referrals.forms.worklist import Assign
from referrals.pages import triage as pages
from referrals.views.loading import GET_OR_POST, visible
from referrals.views.opened import (
    beside,
    compare_or_refuse,
    decide,
    opened,
    page,
    read,
    view_of,
)
from referrals.views.share import undoable_sharing


@require_safe
def referral_list(request: SignedIn) -> HttpResponse:
    """What waits, the most urgent first. Nothing is opened until somebody opens it."""
    forbid(permissions.why_not_open_list(request.user))
    if "" in request.GET.values():
        # A form sends what was left open too; the address to share has none of it.
        return redirect(pages.list_address(view_of(request)))
    presence.leave(user=request.user)
    context = {**beside(request, None), "unshare": undoable_sharing(request)}
    return render(request, "referrals/referral_list.html", context)


@require_safe
def keys(request: SignedIn) -> HttpResponse:
    """Every key, to be printed and pinned up."""
    forbid(permissions.why_not_open_list(request.user))
    return render(request, "referrals/keys.html", {"groups": pages.key_groups()})


@require_safe
def detail(request: SignedIn, reference: str) -> HttpResponse:
    """One referral, whole."""
    referral = read(request, reference)
    if reference != referral.shown_reference:
        return redirect(pages.address(referral, query=view_of(request)))
    return page(request, referral, undo=_undoable(request))


def _undoable(request: SignedIn) -> str:
    """Where the decision made a moment ago can be undone."""
    reference = request.GET.get("done", "")
    if not reference:
        return ""
    before = visible(request.user, reference)
    if permissions.why_not_undo(request.user, before, timezone.now()):
        return ""
    return pages.address(before, "undo", view_of(request))


@GET_OR_POST
def assign(request: SignedIn, reference: str) -> HttpResponse:
    """Let a colleague assess it."""
    referral = opened(request, reference)
    if request.method == "GET":
        forbid(permissions.why_not_assign(request.user, referral))
    form = Assign(
        request.POST or None,
        people=queries.those_who_assess(referral.unit_id),
        initial={"to": request.user, "edition": referral.edition},
    )
    return decide(
        request,
        referral,
        form,
        "assign",
        actions.assign,
        _("Tilldelad"),
        why_not=permissions.why_not_assign,
    )


@require_POST
def take(request: SignedIn, reference: str) -> HttpResponse:
    """Take it oneself, with one key."""
    referral = opened(request, reference)
    form = forms.Take(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else None
    act = partial(
        actions.assign,
        referral,
        to=request.user,
        edition=edition,
        by=request.user,
        at=timezone.now(),
    )
    refused = compare_or_refuse(
        request,
        referral,
        form,
        "take",
        act,
        permissions.why_not_assign,
        again=lambda: page(request, referral, form=form),
    )
    if refused is None:
        told = _("Du har tagit %(name)s.") % {"name": referral.shown_name}
        messages.success(request, told)
        return redirect(pages.address(referral, query=view_of(request)))
    return refused


@require_POST
def here(request: SignedIn, reference: str) -> HttpResponse:
    """Still reading: say so, and hear who else is. Nothing is stored."""
    forbid(permissions.why_not_read(request.user))
    referral = visible(request.user, reference)
    at, decides = timezone.now(), request.POST.get("decides") == "yes"
    presence.note(referral.pk, user=request.user, decides=decides, at=at)
    return HttpResponse(
        pages.readers_of(referral, request.user, at), content_type="text/plain"
    )


@GET_OR_POST
def contact(request: SignedIn, reference: str) -> HttpResponse:
    """Show protected contact details, once, with a reason that is logged."""
    referral = read(request, reference)
    forbid(permissions.why_not_reveal(request.user))
    form = forms.Reveal(request.POST or None)
    if not form.is_valid():
        return page(request, referral, "contact", form=form)
    actions.reveal_contact(
        referral, **form.cleaned_data, by=request.user, at=timezone.now()
    )
    return page(request, referral, shows=True)
