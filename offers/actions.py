"""Everything that can be done to places."""

from datetime import datetime

from django.db import transaction

from accounts.models import CareUnit, User
from audit import actions as audit
from offers.models import Place


@transaction.atomic
def add_place(
    *,
    care_unit: CareUnit,
    room: str,
    by: User,
    at: datetime,
    directions: str = "",
    contact: str = "",
) -> Place:
    """Add a room where visits can be booked."""
    place = Place.objects.create(
        care_unit=care_unit, room=room, directions=directions, contact=contact
    )
    audit.record(kind="place.added", subject=place, by=by, at=at)
    return place
