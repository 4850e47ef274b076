"""A draft written and changed. What somebody else saved meanwhile is shown beside."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from accounts.typing import SignedIn
from tapering import actions, forms, pages
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy, Product
from tapering.models.kept import Kept
from tapering.views.reference.kinds import Kind, kind_for, thing_for

BOTH = ["GET", "POST"]
WRITE: dict[type[Kept], Any] = {
    Policy: actions.write_policy,
    EquivalenceTable: actions.write_table,
    Product: actions.write_product,
}


def _save(
    request: SignedIn, kind: Kind, sheet: forms.Sheet, thing: Kept | None
) -> Kept:
    """Keep what was written, as a new draft or in the one that was there."""
    if thing is None:
        write = WRITE[kind.model]
        made: Kept = write(**sheet.fields, by=request.user, at=now())
        return made
    return actions.edit(
        thing,
        edition=sheet.form.edition_read,
        by=request.user,
        at=now(),
        **sheet.fields,
    )


def _answer(
    request: SignedIn, kind: Kind, thing: Kept | None
) -> HttpResponse | dict[str, Any]:
    """Go on when it was kept; else what the page shows besides the form."""
    go = request.POST.get("go", "")
    if go.startswith("more-"):
        return {"sheet": forms.unjudged(kind.model, request.POST, thing)}
    sheet = forms.sheet_for(kind.model, request.POST, thing)
    if not sheet.is_valid():
        return {"sheet": sheet}
    if go == "count":
        return {"sheet": sheet, "tried": pages.tried(sheet.fields["rule"])}
    try:
        kept = _save(request, kind, sheet, thing)
    except actions.EditedMeanwhile as refusal:
        return _beside(request, kind, sheet, thing, refusal)
    except Refused as refusal:
        return {"sheet": sheet, "refused": refusal.sentence}
    messages.success(request, _("Utkastet är sparat."))
    return redirect("tapering:kept", kind=kind.key, pk=kept.pk)


def _beside(
    request: SignedIn,
    kind: Kind,
    sheet: forms.Sheet,
    thing: Kept | None,
    refusal: Refused,
) -> dict[str, Any]:
    """Both texts, and the form as it was typed, ready to be saved over the other."""
    now_kept = thing_for(kind, thing.pk) if thing else None
    data = request.POST.copy()
    data["edition"] = str(now_kept.edition if now_kept else 0)
    return {
        "sheet": forms.sheet_for(kind.model, data, now_kept),
        "refused": refusal.sentence,
        "differences": pages.two_texts(sheet, now_kept) if now_kept else [],
    }


def _write(request: SignedIn, kind: Kind, thing: Kept | None) -> HttpResponse:
    if request.method == "POST":
        answer = _answer(request, kind, thing)
        if isinstance(answer, HttpResponse):
            return answer
    else:
        answer = {"sheet": forms.sheet_for(kind.model, None, thing)}
    sheet = answer["sheet"]
    context = {"kind": kind, "thing": thing, "form": sheet.form, **answer}
    return render(request, "tapering/reference/write.html", context)


@require_http_methods(BOTH)
def new(request: SignedIn, kind: str) -> HttpResponse:
    """A new rule, table or product."""
    return _write(request, kind_for(request, kind, writes=True), None)


@require_http_methods(BOTH)
def edit(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """A draft, changed."""
    found = kind_for(request, kind, writes=True)
    thing = thing_for(found, pk)
    if thing.standing != Standing.DRAFT and request.method == "GET":
        messages.info(request, _("Bara utkast går att ändra. Gör en ny version."))
        return redirect("tapering:kept", kind=kind, pk=pk)
    return _write(request, found, thing)
