"""Patients and cases, made through the actions."""

import itertools
from datetime import UTC, date, datetime

from accounts.models import User
from patients import actions
from patients.models import Case, Patient
from tests.factories import accounts

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
# Birth number 239 with check digits of the official test series, births from 1990.
NUMBERS = itertools.cycle(["199001012385", "200002292399", "199002012392"])
_count = itertools.count(1)


def patient(**fields: object) -> Patient:
    """A patient without a number unless one is given."""
    n = next(_count)
    defaults: dict[str, object] = {
        "given_name": f"Anna{n}",
        "family_name": "Berg",
        "birth_date": date(1990, 3, 12),
        "phone": f"+46701740{600 + n % 100}",
        "municipality": accounts.municipality("Uddevalla"),
    }
    return actions.register(by=_system(), at=AT, **{**defaults, **fields})


def case(owner: User, **fields: object) -> Case:
    """An open case in assessment, whose owner takes part in the care."""
    person = fields.pop("patient", None) or patient(**fields)
    return actions.open_case(
        person,
        unit=owner.unit,
        owner=owner,
        no_referrer=True,
        by=owner,
        at=AT,
    )


def _system() -> User:
    return accounts.system_user()
