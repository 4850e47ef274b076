"""What is next: the visit at hand, and the rest of the day's visits."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from jurisdictions import phones
from overview import queries
from overview.links import page_of
from ui.templatetags.dates import clock, day
from visits.lifecycle import Kind, Status
from visits.models import Visit

ICONS = {Kind.IN_PERSON: "person", Kind.VIDEO: "video", Kind.PHONE: "phone"}


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """One visit of the day. Phone and place of a protected person stay out."""

    pk: uuid.UUID
    at: datetime
    is_logged: bool
    status: str
    icon: str
    kind: str
    name: str
    is_protected: bool
    purpose: str
    where: str
    interpreter: str
    staff: str
    case_url: str
    log_url: str
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Now:
    """The visit at hand, those after it, and those that are done."""

    at_hand: VisitRow | None
    rest: list[VisitRow]
    summary: str
    next_up: str


def now_of(user: User, *, team: bool, today: date, at: datetime) -> Now:
    """Gather the day's visits."""
    visits = queries.visits_of_day(user, day=today, team=team)
    waiting = [visit for visit in visits if visit.status == Status.BOOKED]
    first = None if team else _at_hand(waiting, at)
    rest = [visit for visit in visits if visit is not first]
    coming = queries.next_visit_of(user, after=at)
    return Now(
        at_hand=_row(first, when=_when(first, at)) if first else None,
        rest=[_row(visit) for visit in rest],
        summary=_summary(visits),
        next_up=_next_up(coming),
    )


def _at_hand(waiting: list[Visit], at: datetime) -> Visit | None:
    """The visit that goes on or comes next; else the first that nobody has logged."""
    ahead = [visit for visit in waiting if visit.ends_at > at]
    return next(iter(ahead or waiting), None)


def _row(visit: Visit, *, when: str = "") -> VisitRow:
    patient = visit.case.patient
    people = [row.user.name for row in visit.current_staff]  # type: ignore[attr-defined]
    return VisitRow(
        pk=visit.pk,
        at=visit.starts_at,
        is_logged=visit.status != Status.BOOKED,
        status=visit.status,
        icon=ICONS[Kind(visit.kind)],
        kind=visit.get_kind_display(),
        name=patient.name,
        is_protected=patient.is_protected,
        purpose=visit.get_purpose_display(),
        where="" if patient.is_protected else _where(visit),
        interpreter=patient.interpreter,
        staff=", ".join(people),
        case_url=page_of("overview:case", visit.case_id),
        log_url=page_of("visits:log", visit.pk),
        when=when,
    )


def _where(visit: Visit) -> str:
    """The room, or the number to call and whether it may take a message."""
    if visit.place:
        return str(visit.place)
    patient = visit.case.patient
    if visit.kind != Kind.PHONE or not patient.phone:
        return ""
    number = phones.shown(patient.phone)
    if patient.may_leave_voicemail:
        return number
    return _("%(number)s, inget röstmeddelande") % {"number": number}


def _when(visit: Visit, at: datetime) -> str:
    """The time, and how far away it is while that is worth knowing."""
    minutes = round((visit.starts_at - at).total_seconds() / 60)
    values = {"time": clock(visit.starts_at), "minutes": minutes}
    if 0 < minutes <= 90:
        soon = ngettext(
            "kl %(time)s, om %(minutes)s minut",
            "kl %(time)s, om %(minutes)s minuter",
            minutes,
        )
        return soon % values
    return _("kl %(time)s") % values


def _summary(visits: list[Visit]) -> str:
    """How many of each kind, as in "6 samtal, 1 videobesök"."""
    number = Counter(visit.kind for visit in visits)
    calls, videos, meetings = (
        number[kind] for kind in (Kind.PHONE, Kind.VIDEO, Kind.IN_PERSON)
    )
    parts = [
        calls and ngettext("%(n)d samtal", "%(n)d samtal", calls) % {"n": calls},
        videos
        and ngettext("%(n)d videobesök", "%(n)d videobesök", videos) % {"n": videos},
        meetings and ngettext("%(n)d besök", "%(n)d besök", meetings) % {"n": meetings},
    ]
    told = ", ".join(str(part) for part in parts if part)
    return f"{told}." if told else _("Inga besök i dag.")


def _next_up(visit: Visit | None) -> str:
    """When and where the next visit is, for the days that are empty."""
    if visit is None:
        return ""
    values = {"day": day(visit.starts_at), "time": clock(visit.starts_at)}
    if visit.place is None or visit.case.patient.is_protected:
        return _("Nästa: %(day)s %(time)s.") % values
    town = visit.place.care_unit.name
    return _("Nästa: %(day)s %(time)s, %(place)s.") % {**values, "place": town}
