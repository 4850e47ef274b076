"""Who meets whom: today, and next."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from accounts.models import User
from patients.models import Case
from visits.lifecycle import Status
from visits.models import Visit


def visits_of_day(user: User, *, day: date, team: bool) -> list[Visit]:
    """Visits of the day that one takes part in, or that the team does."""
    rows = Visit.objects.visible_to(user).on_day(day).exclude(status=Status.CANCELLED)
    if not team:
        rows = rows.with_staff(user)
    return list(rows.for_list().by_time())


def next_visit_of(user: User, *, after: datetime) -> Visit | None:
    """The first visit of `user` after a moment, for an empty day."""
    coming = Visit.objects.visible_to(user).with_staff(user).coming(after)
    return coming.select_related("place__care_unit", "case__patient").by_time().first()


def next_visits(cases: Collection[Case], *, after: datetime) -> dict[uuid.UUID, Visit]:
    """The next booked visit of each case, in one query."""
    coming = (
        Visit.objects.filter(case__in=cases)
        .coming(after)
        .select_related("place__care_unit")
        .order_by("case_id", "starts_at", "pk")
        .distinct("case_id")
    )
    return {visit.case_id: visit for visit in coming}
