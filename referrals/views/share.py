"""Many at once to a colleague, and back again while it can be undone."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from jurisdictions import reference as references
from referrals import actions, permissions, queries
from referrals.forms.worklist import Share
from referrals.models import Referral, Sharing
from referrals.pages import triage as pages
from referrals.views.loading import GET_OR_POST
from referrals.views.opened import panel, view_of
from referrals.views.ticked import ticked


@GET_OR_POST
def share(request: SignedIn) -> HttpResponse:
    """Let a colleague assess several of the list."""
    forbid(permissions.why_not_open_list(request.user))
    form = Share(
        request.POST or None,
        people=queries.those_who_assess(request.user.unit_id),
        initial={"to": request.user},
    )
    seen = ticked(request)
    if request.method == "POST" and not seen:
        form.add_error(None, _("Kryssa i minst en remiss i listan."))
    if form.is_valid():
        return _share(request, form, seen)
    return _asks(request, form, seen, every="all" in request.GET)


def _asks(
    request: SignedIn,
    form: Share,
    which: Iterable[str],
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    shown = [references.shown(one) for one in which]
    return panel(request, "share", "", status, form=form, which=shown, **more)


def _share(request: SignedIn, form: Share, seen: dict[str, str | None]) -> HttpResponse:
    """Do it, and say what became of each; what somebody else took is asked again."""
    rows = Referral.objects.visible_to(request.user).filter(reference__in=seen)
    shared = actions.assign_many(
        rows,
        **form.cleaned_data,
        seen={one: owner for one, owner in seen.items() if owner is not None},
        by=request.user,
        at=timezone.now(),
    )
    if shared.assigned or not shared.changed:
        to = form.cleaned_data["to"].name
        messages.success(request, pages.shared_out(shared, to))
    unshare = str(shared.sharing.pk) if shared.sharing else ""
    if shared.changed:
        return _asks_again(request, form, shared, _address(request, unshare))
    query = view_of(request)
    if unshare:
        query = f"{query}&shared={unshare}" if query else f"shared={unshare}"
    return redirect(pages.list_address(query))


def _asks_again(
    request: SignedIn, form: Share, shared: actions.Shared, unshare: str
) -> HttpResponse:
    """About those that a colleague has assigned since the list was shown."""
    messages.warning(
        request, _("Någon annan hann före. Det som ändrats är orört och ikryssat.")
    )
    return _asks(
        request,
        form,
        [one.reference for one in shared.changed],
        status=409,
        changed=pages.still_there(shared),
        unshare=unshare,
    )


def undoable_sharing(request: SignedIn) -> str:
    """Where what was shared out a moment ago can be undone."""
    try:
        key = uuid.UUID(request.GET.get("shared", ""))
    except ValueError:
        return ""
    found = Sharing.objects.visible_to(request.user).filter(pk=key).first()
    if not found or permissions.why_not_undo_sharing(
        request.user, found, timezone.now()
    ):
        return ""
    return _address(request, str(key))


def _address(request: SignedIn, key: str) -> str:
    if not key:
        return ""
    here, query = reverse("referrals:unshare", args=[key]), view_of(request)
    return f"{here}?{query}" if query else here


@require_POST
def unshare(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Give each back to whoever had it."""
    forbid(permissions.why_not_open_list(request.user))
    sharing = get_object_or_404(Sharing.objects.visible_to(request.user), pk=pk)
    try:
        given = actions.undo_sharing(sharing, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        say = messages.warning if given.kept else messages.success
        say(request, pages.given_back(given))
    return redirect(pages.list_address(view_of(request)))
