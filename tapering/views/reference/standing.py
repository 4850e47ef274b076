"""A draft approved, put away or begun from what is in use, and use that ends."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from tapering import actions, forms, permissions
from tapering.views.reference.kinds import kind_for, thing_for

BOTH = ["GET", "POST"]


@require_POST
def approve(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Take a draft into use."""
    thing = thing_for(kind_for(request, kind), pk)
    forbid(permissions.why_not_approve(request.user, thing))
    form = forms.ReadForm(request.POST)
    form.is_valid()
    read = form.cleaned_data.get("edition") or 0
    try:
        actions.approve(thing, edition=read, by=request.user, at=now())
        messages.success(request, _("Godkänd. Den går att använda nu."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("tapering:kept", kind=kind, pk=pk)


@require_POST
def new_version(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Begin a draft that will replace what is in use."""
    thing = thing_for(kind_for(request, kind, writes=True), pk)
    try:
        draft = actions.new_version(thing, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("tapering:kept", kind=kind, pk=pk)
    return redirect("tapering:kept_edit", kind=kind, pk=draft.pk)


def _ask(request: SignedIn, kind: str, pk: uuid.UUID, **words: Any) -> HttpResponse:
    found = kind_for(request, kind)
    context = {"kind": found, "thing": thing_for(found, pk), **words}
    return render(request, "tapering/reference/confirm.html", context)


@require_http_methods(BOTH)
def discard(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Put a draft away, after a question."""
    found = kind_for(request, kind, writes=True)
    if request.method == "GET":
        return _ask(
            request,
            kind,
            pk,
            heading=_("Ta bort utkastet"),
            text=_("Utkastet försvinner ur listorna. Det går inte att ångra."),
            verb=_("Ta bort utkastet"),
        )
    try:
        actions.discard(thing_for(found, pk), by=request.user, at=now())
        messages.success(request, _("Utkastet är borttaget."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(found.listed_at)


@require_http_methods(BOTH)
def retire(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """End its use, after a question."""
    found = kind_for(request, kind)
    forbid(permissions.why_not_retire(request.user))
    if request.method == "GET":
        return _ask(
            request,
            kind,
            pk,
            heading=_("Sluta använda"),
            text=_(
                "Inga nya planer kan vila på den. Planer som redan är beslutade "
                "fortsätter som de är."
            ),
            verb=_("Sluta använda"),
        )
    try:
        actions.retire(thing_for(found, pk), by=request.user, at=now())
        messages.success(request, _("Den används inte längre."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("tapering:kept", kind=kind, pk=pk)
