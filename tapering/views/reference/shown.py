"""One rule, table or product: what it says, where from, and who stands on it."""

import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.typing import SignedIn
from tapering import forms, pages, permissions, queries
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy
from tapering.models.kept import Kept
from tapering.views.reference.kinds import Kind, kind_for, thing_for


def _missing(thing: Kept) -> list[queries.Missing]:
    """What keeps a draft from being approved; nothing is asked of the others."""
    return queries.missing_in(thing) if thing.standing == Standing.DRAFT else []


def _own(request: SignedIn, thing: Kept) -> dict[str, Any]:
    """What only pages of its kind show."""
    if isinstance(thing, Policy):
        dose: Decimal | None = forms.typed_dose(request.GET.get("dose", ""))
        return {
            "levels": pages.levels(thing.rule),
            "details": pages.details(thing.rule),
            "care": pages.care(thing),
            "medicines": pages.medicines(thing.atc),
            "tried": pages.tried(thing.rule, dose) if not _lacks(thing) else None,
        }
    if isinstance(thing, EquivalenceTable):
        return {"rows": pages.equivalents(thing)}
    return {}


def _lacks(policy: Policy) -> bool:
    return bool(queries.rule_lacks(policy))


@require_GET
def shown(request: SignedIn, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The page of one of them, all its versions below."""
    found = kind_for(request, kind)
    thing = thing_for(found, pk)
    return render(
        request,
        f"tapering/reference/{found.template}.html",
        context(request, found, thing) | _own(request, thing),
    )


def context(request: SignedIn, kind: Kind, thing: Kept) -> dict[str, Any]:
    """What every one of the pages shows."""
    user = request.user
    return {
        "kind": kind,
        "thing": thing,
        "tag": pages.standing_tag(thing),
        "facts": pages.kept_facts(thing),
        "versions": queries.versions_of(thing),
        "missing": _missing(thing),
        "is_draft": thing.standing == Standing.DRAFT,
        "may_write": not permissions.why_not_write_reference(user),
        "may_retire": not permissions.why_not_retire(user),
        "why_not_approve": permissions.why_not_approve(user, thing),
    }
