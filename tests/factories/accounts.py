"""Users and units with names, distinct in every value."""

import itertools
from datetime import UTC, datetime

from accounts import actions
from accounts.models import CareUnit, Municipality, User, system_user
from accounts.roles import Role

PASSWORD = "granris-under-sno"
LONG_AGO = datetime(2026, 1, 2, 8, tzinfo=UTC)
_count = itertools.count(1)


def municipality(name: str = "Lilla Edet") -> Municipality:
    """A municipality, made once."""
    codes = {"Lilla Edet": "1462", "Uddevalla": "1485", "Borås": "1490"}
    found, _ = Municipality.objects.get_or_create(
        code=codes[name],
        defaults={
            "name": name,
            "latitude": "58.13",
            "longitude": "12.12",
            "population": 14000,
        },
    )
    return found


def unit(
    name: str = "Nedtrappningsenheten", kind: str = "unit", place: str = "Lilla Edet"
) -> CareUnit:
    """A care unit, made once per name."""
    known = CareUnit.objects.filter(name=name).first()
    if known:
        return known
    return actions.add_unit(
        name=name,
        kind=kind,
        hsa_id=f"SE0000000000-T{next(_count):04}",
        municipality=municipality(place),
        phone="+46313900612",
        by=system_user(),
        at=LONG_AGO,
    )


def clinic(name: str = "Granskogens vårdcentral") -> CareUnit:
    """A health centre, another care provider."""
    return unit(name, "health_centre", "Uddevalla")


def user(role: Role, name: str, **fields: object) -> User:
    """A person with a role, at the unit or (a referrer) at a clinic."""
    if role not in {Role.PATIENT, Role.SYSTEM}:
        fields.setdefault("unit", clinic() if role == Role.REFERRER else unit())
    return actions.add_user(
        username=f"{name.split()[0].lower()}{next(_count)}",
        name=name,
        role=role,
        password=PASSWORD,
        by=system_user(),
        at=LONG_AGO,
        **fields,
    )
