"""The three kinds of what plans rest on, and what their pages load first."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusals import forbid
from accounts.typing import SignedIn
from tapering import permissions
from tapering.models import EquivalenceTable, Policy, Product
from tapering.models.kept import Kept


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind: its model, its list and its words."""

    key: str
    model: Any
    listed_at: str
    new: str | Promise
    written: str | Promise
    template: str


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="rules",
            model=Policy,
            listed_at="tapering:policies",
            new=_("Ny regel"),
            written=_("Ändra regeln"),
            template="rule",
        ),
        Kind(
            key="tables",
            model=EquivalenceTable,
            listed_at="tapering:tables",
            new=_("Ny omräkningstabell"),
            written=_("Ändra tabellen"),
            template="table",
        ),
        Kind(
            key="products",
            model=Product,
            listed_at="tapering:products",
            new=_("Nytt läkemedel"),
            written=_("Ändra läkemedlet"),
            template="product",
        ),
    )
}


def kind_for(request: SignedIn, key: str, *, writes: bool = False) -> Kind:
    """The kind of the address, for those who may see it, or write it."""
    forbid(permissions.why_not_see_reference(request.user))
    if writes and (reason := permissions.why_not_write_reference(request.user)):
        raise PermissionDenied(reason)
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def thing_for(kind: Kind, pk: uuid.UUID) -> Kept:
    """One of the kind, with the people who stand on it."""
    rows: QuerySet[Any] = kind.model.objects.select_related(
        "written_by", "approved_by", "replaces"
    )
    found: Kept = get_object_or_404(rows, pk=pk)
    return found


def kind_of(thing: Kept) -> Kind:
    """The kind that something is of."""
    return next(kind for kind in KINDS.values() if isinstance(thing, kind.model))
