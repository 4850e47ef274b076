"""Places, visits and logs, made through the actions."""

import uuid
from datetime import UTC, datetime

from accounts.models import User, system_user
from offers.actions import add_place
from offers.models import Place
from patients.models import Case
from tests.factories import accounts
from visits import actions
from visits.models import Visit, VisitLog

# Monday 23 November 2026 at ten in the morning, and the Thursday after at half past.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def place(room: str = "rum 2") -> Place:
    """A room at a health centre, made once per name."""
    clinic = accounts.clinic()
    known = Place.objects.filter(care_unit=clinic, room=room).first()
    return known or add_place(
        care_unit=clinic,
        room=room,
        contact="Britt Sand, 031-390 06 51",
        by=system_user(),
        at=accounts.LONG_AGO,
    )


def details(*staff: User, **fields: object) -> actions.Details:
    """Thursday at half past ten, 45 minutes, by phone unless a place is given."""
    defaults: dict[str, object] = {
        "kind": "in_person" if fields.get("place") else "phone",
        "starts_at": THURSDAY,
        "minutes": 45,
    }
    return actions.Details(staff=staff, **{**defaults, **fields})


def visit(case: Case, *, at: datetime = NOW, **fields: object) -> Visit:
    """A booked visit with the owner of the case."""
    key = fields.pop("form_key", None) or uuid.uuid4()
    knows = bool(fields.pop("patient_knows", False))
    purpose = str(fields.pop("purpose", "follow_up"))
    staff = fields.pop("staff", (case.owner,))
    return actions.book(
        case,
        purpose=purpose,
        details=details(*staff, **fields),
        form_key=key,
        by=case.owner,
        at=at,
        patient_knows=knows,
    )


def report(**fields: object) -> actions.Report:
    """It went as planned, with a little discomfort."""
    defaults: dict[str, object] = {
        "outcome": "as_planned",
        "happened_at": THURSDAY,
        "taken": "yes",
        "discomfort": 4,
    }
    return actions.Report(**{**defaults, **fields})


def log(visit: Visit, *, at: datetime, **fields: object) -> VisitLog:
    """What the one who booked it wrote afterwards."""
    return actions.log_visit(
        visit,
        report(**fields),
        form_key=uuid.uuid4(),
        by=visit.booked_by,
        at=at,
    )
