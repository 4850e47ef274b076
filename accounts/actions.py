"""Everything that can be done to users and care units. One action, one event."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import CareUnit, Municipality, User
from audit import actions as audit


@transaction.atomic
def add_unit(*, by: User, at: datetime, **fields: Any) -> CareUnit:
    """Add a care unit that may refer, or that runs the care."""
    unit = CareUnit.objects.create(**fields)
    audit.record(kind="unit.added", subject=unit, by=by, at=at)
    return unit


@transaction.atomic
def add_user(*, password: str | None, by: User, at: datetime, **fields: Any) -> User:
    """Give a person a log-in."""
    user = User(created_at=at, **fields)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(
        kind="user.added", subject=user, by=by, at=at, details={"role": user.role}
    )
    return user


def load_municipalities(rows: Any) -> None:
    """Keep the municipalities as the reference data says (`rows` of jurisdictions)."""
    for row in rows:
        Municipality.objects.update_or_create(
            code=row.code,
            defaults={
                "name": row.name,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "population": row.population,
            },
        )
