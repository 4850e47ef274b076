"""Keeping the products of a register file as drafts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from tapering import permissions, queries
from tapering.lifecycle import Evidence, Standing
from tapering.models import Product


@transaction.atomic
def load_register(
    rows: Iterable[Mapping[str, Any]],
    *,
    by: User,
    at: datetime,
    may: bool = False,
) -> int:
    """Write the rows down as drafts, all or none, and say how many.

    A row about an approved product becomes its next version; a draft of the same
    package is left as somebody wrote it. `may` is for the command line.
    """
    if not may and (reason := permissions.why_not_write_reference(by)):
        raise Refused(reason)
    known = queries.live_products()
    drafts = []
    for row in rows:
        before = known.get(queries.identity(row))
        if before is not None and before.standing == Standing.DRAFT:
            continue
        if before is not None and queries.is_same(row, before):
            continue
        drafts.append(
            Product(
                **row,
                evidence=Evidence.READ,
                replaces=before,
                version=before.version + 1 if before else 1,
                written_by=by,
                written_at=at,
            )
        )
    Product.objects.bulk_create(drafts, batch_size=1000)
    if drafts:
        audit.record(
            kind="product.loaded",
            subject=drafts[0],
            by=by,
            at=at,
            details={"products": len(drafts)},
        )
    return len(drafts)
