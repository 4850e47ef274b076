"""Who and what is busy when, and which times nearby are free."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jurisdictions.clocks import is_working_day, local_moment
from patients.models import Case, Task
from tapering.queries import Running, case_running
from visits.lifecycle import Purpose, Status
from visits.models import BookingResource, Visit

What = BookingResource.What
OPENS, CLOSES = time(8), time(17)
EVERY = timedelta(minutes=15)
DAYS_LOOKED_AT = 5
SUGGESTED = 3
MOST_SHOWN = 20


@dataclass(frozen=True, order=True)
class Resource:
    """A person or room that a visit needs for itself. Ordered: locks are taken so."""

    kind: str
    key: uuid.UUID


def busy(
    resources: Collection[Resource],
    *,
    first: datetime,
    until: datetime,
    without: Visit | None = None,
) -> list[BookingResource]:
    """What of `resources` is taken at some time from `first` up to `until`."""
    wanted = Q(pk=None)
    for one in resources:
        wanted |= Q(kind=one.kind, resource=one.key)
    taken = BookingResource.objects.filter(
        wanted, active=True, during__overlap=(first, until)
    ).order_by("kind", "resource", "during")
    if without:
        taken = taken.exclude(visit=without)
    return list(taken)


def free_times_near(
    starts_at: datetime,
    *,
    minutes: int,
    resources: Collection[Resource],
    at: datetime,
    without: Visit | None = None,
) -> list[datetime]:
    """The free times nearest to the one that was taken, in order of time."""
    day = timezone.localdate(starts_at)
    days = [day + timedelta(days=away) for away in range(DAYS_LOOKED_AT)]
    zone = timezone.get_default_timezone()
    first = local_moment(days[0], time.min, time_zone=zone)
    until = local_moment(days[-1] + timedelta(days=1), time.min, time_zone=zone)
    taken = [
        row.during for row in busy(resources, first=first, until=until, without=without)
    ]
    length = timedelta(minutes=minutes)
    free = [
        moment
        for moment in _moments(days, length)
        if moment > at
        and not any(r.lower < moment + length and moment < r.upper for r in taken)
    ]
    nearest = sorted(free, key=lambda moment: abs(moment - starts_at))[:SUGGESTED]
    return sorted(nearest)


def _moments(days: list[date], length: timedelta) -> Iterator[datetime]:
    """Every quarter of the working days at which a visit can begin and end."""
    zone = timezone.get_default_timezone()
    for day in filter(is_working_day, days):
        moment = local_moment(day, OPENS, time_zone=zone)
        closes = local_moment(day, CLOSES, time_zone=zone)
        while moment + length <= closes:
            yield moment
            moment += EVERY


def days_visits(user: User, day: date, *, team: bool) -> list[Visit]:
    """The visits of a day that `user` may see: the own ones, or everybody's."""
    visits = Visit.objects.visible_to(user).on_day(day)
    chosen = visits if team else visits.with_staff(user)
    return list(chosen.exclude(status=Status.CANCELLED).for_list().by_time())


def not_logged(user: User, *, team: bool, at: datetime) -> list[Visit]:
    """Visits since more than a day that say nothing, the oldest first."""
    visits = Visit.objects.visible_to(user).not_logged(at)
    chosen = visits if team else visits.with_staff(user)
    return list(chosen.for_list().by_time()[:MOST_SHOWN])


def change_asked_for(visits: Collection[Visit]) -> dict[str, str]:
    """What patients wish about which of `visits`, by the visit's key."""
    label = Visit._meta.label_lower
    asked = Task.objects.undone().filter(
        kind="visit.change_asked",
        subject_label=label,
        subject_id__in=[str(visit.pk) for visit in visits],
    )
    return {task.subject_id: task.why or _("En annan tid") for task in asked}


def plan_followed(case: Case, on: date) -> Running | None:
    """The one plan that a visit speaks of. With two, the plan's own page decides."""
    standing = [now for _plan, now in case_running(case, on) if now]
    return standing[0] if len(standing) == 1 else None


def booking_asked_for(case: Case) -> str:
    """The purpose of the visit that somebody most urgently wants booked."""
    kinds = {f"visit.book.{purpose}": purpose for purpose in Purpose.values}
    waiting = Task.objects.undone().filter(case=case, kind__in=kinds).due_first()
    task = waiting.first()
    return kinds[task.kind] if task else ""


def log_asked_for(at: datetime) -> list[Visit]:
    """Visits that say nothing since a day, and of which nobody has been reminded."""
    label = Visit._meta.label_lower
    told = Task.objects.filter(kind="visit.log", subject_label=label)
    known = set(told.values_list("subject_id", flat=True))
    silent = Visit.objects.not_logged(at).select_related("case__patient", "booked_by")
    return [visit for visit in silent if str(visit.pk) not in known]
