"""What plans rest on: written by one person, approved by another, then kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from tapering import permissions, queries
from tapering.lifecycle import STANDINGS, Evidence, Standing
from tapering.models import EquivalenceRow, EquivalenceTable, Policy, Product
from tapering.models.kept import Kept
from tapering.reference import PRODUCTS, Fact

K = TypeVar("K", bound=Kept)


def _held(thing: K) -> K:
    """The row as it is now, held until the transaction ends."""
    model: Any = type(thing)
    found: K = model.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    return found


def _kind(thing: Kept) -> str:
    return type(thing).__name__.lower()


def check_standing(thing: Kept, then: Standing) -> None:
    """Raise `Refused` unless the row may become `then`."""
    if then not in STANDINGS[Standing(thing.standing)]:
        raise Refused(
            _("Den är redan %(now)s. Läs om sidan och se vad som gäller.")
            % {"now": thing.get_standing_display().lower()}
        )


def _keep(thing: K, *, by: User, at: datetime) -> K:
    """Save a new draft, numbered after the version that it would replace."""
    thing.written_by, thing.written_at = by, at
    if thing.replaces is not None:
        thing.version = thing.replaces.version + 1
    thing.save()
    audit.record(kind=f"{_kind(thing)}.written", subject=thing, by=by, at=at)
    return thing


@transaction.atomic
def write_policy(*, by: User, at: datetime, **fields: Any) -> Policy:
    """Write down a rule as a draft. Fields as in the model; nothing is used yet."""
    return _keep(Policy(**fields), by=by, at=at)


@transaction.atomic
def write_product(*, by: User, at: datetime, **fields: Any) -> Product:
    """Write down a product as a draft."""
    fields["substance"] = fields["substance"].strip().lower()
    return _keep(Product(**fields), by=by, at=at)


@transaction.atomic
def write_table(
    *, rows: Sequence[dict[str, Any]], by: User, at: datetime, **fields: Any
) -> EquivalenceTable:
    """Write down a table of equivalents as a draft, with its rows."""
    table = _keep(EquivalenceTable(**fields), by=by, at=at)
    EquivalenceRow.objects.bulk_create(
        EquivalenceRow(table=table, **row) for row in rows
    )
    return table


def _check_rule(policy: Policy) -> None:
    """Refuse a rule that the engine cannot read or that never reaches its goal."""
    queries.try_rule(policy.rule)


@transaction.atomic
def approve(thing: K, *, by: User, at: datetime) -> K:
    """Take a draft into use; the version that it replaces is retired."""
    thing = _held(thing)
    check_standing(thing, Standing.APPROVED)
    if reason := permissions.why_not_approve(by, thing):
        raise Refused(reason)
    if not thing.source.strip():
        raise Refused(_("Skriv källan först. Utan källa kan den inte godkännas."))
    if isinstance(thing, Policy):
        _check_rule(thing)
    if thing.replaces is not None and thing.replaces.is_usable:
        _retire(_held(thing.replaces), at=at)
    thing.standing, thing.approved_by, thing.approved_at = Standing.APPROVED, by, at
    thing.save(update_fields=["standing", "approved_by", "approved_at"])
    audit.record(kind=f"{_kind(thing)}.approved", subject=thing, by=by, at=at)
    return thing


def _retire(thing: Kept, *, at: datetime) -> None:
    thing.standing, thing.retired_at = Standing.RETIRED, at
    thing.save(update_fields=["standing", "retired_at"])


@transaction.atomic
def retire(thing: K, *, by: User, at: datetime) -> K:
    """Take it out of use; plans that rest on it go on."""
    thing = _held(thing)
    check_standing(thing, Standing.RETIRED)
    _retire(thing, at=at)
    audit.record(kind=f"{_kind(thing)}.retired", subject=thing, by=by, at=at)
    return thing


def _is_known(fact: Fact) -> bool:
    known = Product.objects.filter(
        substance=fact.substance, brand=fact.brand, strength_mg=fact.strength_mg
    )
    return known.exists()


@transaction.atomic
def load_products(
    facts: Iterable[Fact] = PRODUCTS, *, by: User, at: datetime
) -> list[Product]:
    """Keep what the reference data says as drafts. Safe to run again."""
    return [
        write_product(
            substance=fact.substance,
            brand=fact.brand,
            strength_mg=fact.strength_mg,
            parts=fact.parts,
            atc=fact.atc,
            source=fact.source,
            evidence=Evidence.READ,
            jurisdiction="SE",
            by=by,
            at=at,
        )
        for fact in facts
        if not _is_known(fact)
    ]
