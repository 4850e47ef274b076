"""The list of those who assess, and the open referral."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.typing import SignedIn
from referrals import actions, permissions, queries
from referrals.forms import triage as forms
from referrals.pages import triage as pages
from referrals.views.loading import forbid, visible
from referrals.views.opened import beside, decide, opened, page, read, view_of

GET_OR_POST = require_http_methods(["GET", "POST"])


@require_safe
def referral_list(request: SignedIn) -> HttpResponse:
    """What waits, the most urgent first. Nothing is opened until somebody opens it."""
    forbid(permissions.why_not_open_list(request.user))
    return render(request, "referrals/referral_list.html", beside(request, None))


@require_safe
def detail(request: SignedIn, reference: str) -> HttpResponse:
    """One referral, whole."""
    referral = read(request, reference)
    if reference != referral.shown_reference:
        return redirect(pages.address(referral, view=view_of(request)))
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
    form = forms.Assign(
        request.POST or None,
        people=queries.those_who_assess(referral.unit_id),
        initial={"to": request.user},
    )
    return decide(request, referral, form, "assign", actions.assign, _("Tilldelad"))


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
