"""Loading what is shipped, as drafts. Safe to run again; nothing is overwritten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from tapering.actions.reference import write_policy, write_product, write_table
from tapering.lifecycle import Evidence
from tapering.models import EquivalenceTable, Policy, Product
from tapering.models.kept import KeptQuerySet
from tapering.reference import POLICIES, PRODUCTS, TABLES, Fact, Row, Rule, Table


def _known(rows: KeptQuerySet[Any]) -> set[str]:
    """The facts that were loaded before, whatever has become of them."""
    shipped = rows.exclude(shipped_as="")
    return set(shipped.values_list("shipped_as", flat=True))


@transaction.atomic
def load_products(
    facts: Iterable[Fact] = PRODUCTS, *, by: User, at: datetime
) -> list[Product]:
    """Keep the products that were read about as drafts; those that are new."""
    known = _known(Product.objects.all())
    return [
        write_product(
            substance=fact.substance,
            brand=fact.brand,
            form=fact.form,
            strength_mg=fact.strength_mg,
            parts=fact.parts,
            ug_per_h=fact.ug_per_h,
            worn_days=fact.worn_days,
            atc=fact.atc,
            source=fact.source,
            evidence=Evidence.READ,
            jurisdiction=fact.jurisdiction,
            shipped_as=fact.key,
            by=by,
            at=at,
        )
        for fact in facts
        if fact.key not in known
    ]


@transaction.atomic
def load_policies(
    rules: Sequence[Rule] = POLICIES, *, by: User, at: datetime
) -> list[Policy]:
    """Keep the rules of the sources as drafts; those that are new."""
    known = _known(Policy.objects.all())
    return [
        write_policy(
            name=rule.name,
            atc=list(rule.atc),
            rule=rule.as_rule,
            words=rule.words,
            source=rule.source,
            evidence=rule.evidence,
            jurisdiction=rule.jurisdiction,
            disagrees=rule.disagrees,
            shipped_as=rule.key,
            by=by,
            at=at,
            **rule.care,
        )
        for rule in rules
        if rule.key not in known
    ]


def _row(row: Row) -> dict[str, Any]:
    return {
        "substance": row.substance,
        "atc": row.atc,
        "unit": row.unit,
        "amount_low": Decimal(row.low),
        "amount_high": Decimal(row.high),
        "equals_low": Decimal(row.equals_low),
        "equals_high": Decimal(row.equals_high),
        "equals_usual": Decimal(row.usual) if row.usual else None,
        "note": row.note,
    }


@transaction.atomic
def load_tables(
    tables: Sequence[Table] = TABLES, *, by: User, at: datetime
) -> list[EquivalenceTable]:
    """Keep the tables of equivalents as drafts; those that are new."""
    known = _known(EquivalenceTable.objects.all())
    return [
        write_table(
            name=table.name,
            use=table.use,
            reference=table.reference,
            words=table.words,
            source=table.source,
            evidence=table.evidence,
            jurisdiction=table.jurisdiction,
            disagrees=table.disagrees,
            shipped_as=table.key,
            rows=[_row(row) for row in table.rows],
            by=by,
            at=at,
        )
        for table in tables
        if table.key not in known
    ]


def load_reference(*, by: User, at: datetime) -> None:
    """Everything that is shipped, for the unit to look through."""
    load_products(by=by, at=at)
    load_policies(by=by, at=at)
    load_tables(by=by, at=at)
