"""Groups of medicines by their ATC codes, and lists narrowed to one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import SYSTEM_USER_ID, User
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy, Product

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@dataclass(frozen=True, kw_only=True)
class MedicineGroup:
    """A name for codes that begin in one of some ways."""

    label: str | Promise
    codes: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Tell whether a code, or the beginning of one, touches the group."""
        return any(code.startswith(own) or own.startswith(code) for own in self.codes)


GROUPS = {
    "benzodiazepines": MedicineGroup(
        label=_("Bensodiazepiner"), codes=("N05BA", "N05CD", "N03AE")
    ),
    "z": MedicineGroup(label=_("Z-läkemedel"), codes=("N05CF",)),
    "opioids": MedicineGroup(label=_("Opioider"), codes=("N02A", "N07BC", "R05DA")),
    "gabapentinoids": MedicineGroup(
        label=_("Gabapentinoider"), codes=("N02BF", "N03AX12", "N03AX16")
    ),
    "antidepressants": MedicineGroup(label=_("Antidepressiva"), codes=("N06A",)),
}


def groups_of(codes: Iterable[str]) -> list[MedicineGroup]:
    """The groups that some codes touch."""
    known = list(codes)
    return [g for g in GROUPS.values() if any(g.holds(code) for code in known)]


def _in_group(field: str, group: str) -> Q:
    found = Q()
    for code in GROUPS[group].codes:
        found |= Q(**{f"{field}__startswith": code})
    return found


def narrowed(rows: Rows, *, standing: str, country: str, q: str) -> Rows:
    """Rows of one standing (or all that are worked with), one country, one name."""
    wanted = [standing] if standing else [Standing.DRAFT, Standing.APPROVED]
    rows = rows.filter(standing__in=wanted)
    if country:
        rows = rows.filter(jurisdiction__icontains=country.strip())
    if q:
        by_name = Q(brand__icontains=q) | Q(substance__icontains=q)
        by_name |= Q(atc__istartswith=q)
        is_product = rows.model is Product
        rows = rows.filter(by_name if is_product else Q(name__icontains=q))
    return rows


def policies_in(rows: QuerySet[Policy], group: str) -> list[Policy]:
    """Rules for a group of medicines; those for any medicine are in every group."""
    if group not in GROUPS:
        return list(rows)
    wanted = GROUPS[group]
    return [p for p in rows if not p.atc or any(wanted.holds(c) for c in p.atc)]


def tables_in(
    rows: QuerySet[EquivalenceTable], group: str
) -> QuerySet[EquivalenceTable]:
    """Tables with a medicine of the group, with how many rows they have."""
    counted = rows.annotate(row_count=Count("rows"))
    if group not in GROUPS:
        return counted
    named = EquivalenceTable.objects.filter(_in_group("rows__atc", group))
    return counted.filter(pk__in=named.values("pk"))


def products_in(rows: QuerySet[Product], group: str) -> QuerySet[Product]:
    """Products of a group of medicines."""
    return rows.filter(_in_group("atc", group)) if group in GROUPS else rows


def waiting_for_approval(user: User) -> int:
    """How many drafts somebody of the unit has written and `user` may approve.

    What was shipped and nobody has touched is a library, not a queue.
    """
    drafts = [
        model.objects.filter(standing=Standing.DRAFT)
        .exclude(written_by__in=[SYSTEM_USER_ID, user.pk])
        .order_by()
        .values("pk")
        for model in (Policy, EquivalenceTable, Product)
    ]
    first, *others = drafts
    return first.union(*others, all=True).count()
