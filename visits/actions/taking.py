"""Keeping staff, room and patient for one visit at a time."""

import functools
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from offers.models import Place
from ui.templatetags.dates import clock, day
from visits.models import BookingResource, Visit
from visits.queries import Resource, busy, free_times_near

What = BookingResource.What
P = ParamSpec("P")
R = TypeVar("R")
MOST_TRIES = 3
# Codes of SQLSTATE: exclusion violation, deadlock detected.
OVERLAP, DEADLOCK = "23P01", "40P01"


class Busy(Refused):
    """Somebody or something is busy then. `free` are times near that are not."""

    def __init__(self, sentence: str, free: list[datetime]) -> None:
        super().__init__(sentence)
        self.free = free


def needed(visit: Visit, staff: list[User]) -> list[Resource]:
    """What the visit needs for itself, in the order in which locks are taken."""
    resources = [Resource(What.PATIENT, visit.case.patient_id)]
    resources += [Resource(What.STAFF, user.pk) for user in staff]
    if visit.place_id:
        resources.append(Resource(What.ROOM, visit.place_id))
    return sorted(set(resources))


def take(visit: Visit, staff: list[User], *, at: datetime) -> None:
    """Keep everything the visit needs, or raise `Busy` and keep nothing."""
    resources = needed(visit, staff)
    _wait_for_turn(visit, resources)
    during = DateTimeTZRange(visit.starts_at, visit.ends_at, "[)")
    try:
        with transaction.atomic():
            release(visit)
            for one in resources:
                BookingResource.objects.update_or_create(
                    visit=visit,
                    kind=one.kind,
                    resource=one.key,
                    defaults={"during": during, "active": True},
                )
    except IntegrityError as error:
        if _code(error) != OVERLAP:
            raise
        raise _taken(visit, resources, staff, at=at) from error


def _wait_for_turn(visit: Visit, resources: list[Resource]) -> None:
    """Let those who want the same people or room pass one at a time, in one order.

    The constraint alone keeps every promise, but two inserts that wait for each other
    end in a deadlock: a second lost, and a booking that may never get its turn.
    """
    held = visit.resources.filter(active=True).values_list("resource", flat=True)
    keys = {one.key for one in resources} | set(held)
    with connection.cursor() as cursor:
        for key in sorted(keys):
            # Postgres takes 63 bits and a sign.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int >> 65])


def release(visit: Visit) -> None:
    """Let others have what the visit kept. The rows stay."""
    visit.resources.filter(active=True).update(active=False)


def retrying_deadlocks(act: Callable[P, R]) -> Callable[P, R]:
    """Try again when the database broke a tie by throwing us out."""

    @functools.wraps(act)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        for turn in range(1, MOST_TRIES + 1):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                # Inside somebody else's transaction there is nothing left to retry.
                lost = _code(error) != DEADLOCK
                if lost or connection.in_atomic_block or turn == MOST_TRIES:
                    raise
        raise AssertionError

    return wrapper


def _code(error: Exception) -> str | None:
    """The database's own code for what went wrong."""
    return getattr(error.__cause__, "pgcode", None)


def _taken(
    visit: Visit, resources: list[Resource], staff: list[User], *, at: datetime
) -> Busy:
    """The refusal: who is busy, and which times nearby are free."""
    free = free_times_near(
        visit.starts_at,
        minutes=visit.minutes,
        resources=resources,
        at=at,
        without=visit,
    )
    taken = busy(resources, first=visit.starts_at, until=visit.ends_at, without=visit)
    names = {user.pk: user.name.split()[0] for user in staff}
    first = _who(taken[0], names, visit.place) if taken else _("Någon hann före.")
    return Busy(f"{first} {_near(free)}", free)


def _who(
    taken: BookingResource, names: dict[uuid.UUID, str], place: Place | None
) -> str:
    """Say who or what is busy."""
    if taken.kind == What.STAFF:
        return _("%(name)s har redan en tid då.") % {"name": names[taken.resource]}
    if taken.kind == What.ROOM:
        return _("Rummet är upptaget då: %(place)s.") % {"place": place}
    return _("Patienten har redan en tid då.")


def _near(free: list[datetime]) -> str:
    """Say which times are free."""
    if not free:
        return _("Det finns ingen ledig tid den veckan.")
    times = ", ".join(f"{day(moment)} {clock(moment)}" for moment in free)
    return _("Lediga tider nära: %(times)s.") % {"times": times}
