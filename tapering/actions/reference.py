"""Products and policies: what plans rest on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import actions as audit
from tapering import queries
from tapering.lifecycle import WhoMayHold
from tapering.models import Policy, Product
from tapering.reference import PRODUCTS, READ_ON

# A dose that any tablet makes: what a policy is tried on before it is kept.
TRIED_ON = 40


def load_products() -> None:
    """Keep the products as the reference data says. Safe to run again."""
    for fact in PRODUCTS:
        Product.objects.update_or_create(
            substance=fact.substance,
            brand=fact.brand,
            strength_mg=fact.strength_mg,
            defaults={
                "parts": fact.parts,
                "atc": fact.atc,
                "source": fact.source,
                "verified_on": READ_ON,
            },
        )


def _try(rule: dict[str, Any]) -> None:
    """Refuse a rule that the engine cannot read or that never reaches its goal."""
    queries.ask(
        {
            "start": "2026-01-05",
            "regimen": [
                {"substance": "x", "daypart": "night", "mg": str(TRIED_ON)},
            ],
            "taper": "x",
            "products": [
                {"substance": "x", "form": "tablet", "strength_mg": "1", "parts": 4},
                {"substance": "x", "form": "tablet", "strength_mg": "10", "parts": 2},
            ],
            "policy": {key: value for key, value in rule.items() if key != "occupancy"},
        }
    )


@transaction.atomic
def add_policy(
    *,
    name: str,
    rule: dict[str, Any],
    words: str,
    sources: str,
    approved_by: str = "",
    approved_on: date | None = None,
    confirm_each_step: bool = True,
    who_may_hold: WhoMayHold = WhoMayHold.CARE,
    max_gap_days: int = 14,
    atc_starts: str = "",
    version: int = 1,
    by: User,
    at: datetime,
) -> Policy:
    """Keep a rule of the unit. Without a name and a date it cannot be used."""
    _try(rule)
    policy = Policy.objects.create(
        name=name,
        version=version,
        atc_starts=atc_starts,
        rule=rule,
        words=words,
        sources=sources,
        approved_by=approved_by,
        approved_on=approved_on,
        confirm_each_step=confirm_each_step,
        who_may_hold=who_may_hold,
        max_gap_days=max_gap_days,
        is_active=approved_on is not None,
    )
    audit.record(kind="policy.added", subject=policy, by=by, at=at)
    return policy


@transaction.atomic
def retire_policy(policy: Policy, *, by: User, at: datetime) -> Policy:
    """Take a rule out of use; plans that rest on it go on."""
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    policy.is_active = False
    policy.save(update_fields=["is_active"])
    audit.record(kind="policy.retired", subject=policy, by=by, at=at)
    return policy
