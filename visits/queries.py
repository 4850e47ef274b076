"""Who and what is busy when, and which times nearby are free."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jurisdictions.clocks import is_working_day, local_moment
from patients.models import Case, Task
from tapering.queries import Running, active_courses, case_running, running
from visits.lifecycle import Outcome, Purpose, Status
from visits.models import BookingResource, Visit, VisitLog

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


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A case whose plan runs and that nobody has been in touch with for too long."""

    case: Case
    days: int
    longest: int


def gaps(at: datetime) -> list[Gap]:
    """Cases past the longest gap of their policy, those asked about already left out.

    A plan's first day counts as a contact: nobody is late before it has begun.
    """
    on = timezone.localdate(at)
    watched = [
        now
        for plan in active_courses()
        if (now := running(plan, on)) and now.version.policy.max_gap_days
    ]
    cases = [now.plan.case for now in watched]
    contacts, asked = _last_contacts(cases), _last_asked(cases)
    found: dict[uuid.UUID, Gap] = {}
    for now in watched:
        case, longest = now.plan.case, now.version.policy.max_gap_days or 0
        since = max(now.plan.opened_at, contacts.get(case.pk, now.plan.opened_at))
        days = (on - max(timezone.localdate(since), _began(now))).days
        is_asked = case.pk in asked and asked[case.pk] > since
        if days > longest and not is_asked:
            found.setdefault(case.pk, Gap(case=case, days=days, longest=longest))
    return list(found.values())


def _began(now: Running) -> date:
    """The first day of the plan."""
    first: date = now.version.steps.all()[0].from_on
    return first


def _last_contacts(cases: Collection[Case]) -> dict[uuid.UUID, datetime]:
    """When somebody last spoke with each patient."""
    came = VisitLog.objects.standing().exclude(outcome=Outcome.DID_NOT_COME)
    rows = came.filter(visit__case__in=cases).values("visit__case")
    latest = rows.annotate(last=Max("happened_at")).values_list("visit__case", "last")
    return dict(latest.order_by())


def _last_asked(cases: Collection[Case]) -> dict[uuid.UUID, datetime]:
    """When somebody was last asked to be in touch."""
    tasks = Task.objects.filter(kind="plan.no_contact", case__in=cases)
    rows = tasks.values("case").annotate(last=Max("created_at"))
    return dict(rows.values_list("case", "last").order_by())
