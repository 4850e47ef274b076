"""The conference: which is next, and what stands on its list."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from referrals.models import Conference, ConferencePoint

THURSDAY = 3


def next_conference(user: User, on: date) -> Conference | None:
    """The next one of the unit, today's included."""
    return Conference.objects.at_unit_of(user).coming(on).first()


def coming_conferences(user: User, on: date) -> "QuerySet[Conference]":
    """Those ahead, with how many points of each are left."""
    return _with_left(Conference.objects.at_unit_of(user).coming(on))


def past_conferences(user: User, on: date) -> "QuerySet[Conference]":
    """Those that are over, the latest first, with how many points were not reached."""
    rows = _with_left(Conference.objects.at_unit_of(user).past(on))
    return rows.order_by("-held_on")


def _with_left(rows: "QuerySet[Conference]") -> "QuerySet[Conference]":
    return rows.annotate(left=Count("points", filter=Q(points__decided_at=None)))


def conference_day(on: date) -> date:
    """A Thursday, when nobody has chosen another day."""
    return on + timedelta(days=(THURSDAY - on.weekday()) % 7)


def points_of(conference: Conference, user: User) -> "QuerySet[ConferencePoint]":
    """The points in their order, with all that a line shows."""
    rows = with_people(ConferencePoint.objects.visible_to(user))
    return rows.filter(conference=conference).order_by("position", "added_at")


def with_people(rows: "QuerySet[ConferencePoint]") -> "QuerySet[ConferencePoint]":
    """All that a line or a card shows of the referral."""
    return rows.select_related(
        "conference",
        "owner",
        "decided_by",
        "referral__patient__municipality",
        "referral__municipality",
        "referral__sender_unit",
        "referral__health_centre",
    ).prefetch_related("referral__medicines")
