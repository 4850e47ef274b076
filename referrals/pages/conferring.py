"""The conference as its pages show it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from referrals import queries
from referrals.models import Conference, ConferencePoint, Referral
from referrals.pages import content
from referrals.pages.triage.saying import age_of, dangers
from ui.templatetags.numbers import mg

PER_PAGE = 20
# On which page of the referral each outcome is carried out.
PAGES: dict[str, str] = {
    ConferencePoint.Outcome.ACCEPT: "accept",
    ConferencePoint.Outcome.ASK: "ask",
    ConferencePoint.Outcome.REDIRECT: "redirect",
    ConferencePoint.Outcome.REJECT: "reject",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One line of the list."""

    point: ConferencePoint
    name: str
    age: int | None
    medicine: str
    url: str
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """Two minutes: who, what, what to look out for, the question, what was said."""

    point: ConferencePoint
    name: str
    age: int | None
    alarm: str
    facts: list[content.Fact]
    goal: str
    voices: list[Any]
    referral_url: str
    does_url: str


def points_of(conference: Conference, user: User, today: date) -> list[Point]:
    """The list in its order; decided points stay where they stand."""
    rows = queries.points_of(conference, user)
    return [
        Point(
            point=row,
            name=row.referral.shown_name,
            age=age_of(row.referral, today),
            medicine=_medicine(row.referral),
            url=reverse("referrals:point", args=[row.pk]),
            is_decided=row.decided_at is not None,
        )
        for row in rows
    ]


def _medicine(referral: Referral) -> str:
    return ", ".join(
        f"{one.name} {mg(one.dose_per_day) if one.dose_per_day else ''}".strip()
        for one in referral.medicines.all()
    )


def card(point: ConferencePoint, user: User, today: date) -> Card:
    """One point, opened."""
    referral = point.referral
    may_open = user.may(Permission.TRIAGE)
    return Card(
        point=point,
        name=referral.shown_name,
        age=age_of(referral, today),
        alarm=content.listed(dangers(referral)),
        facts=content.of_referral(referral, shows_contact=False),
        goal=referral.goal,
        voices=list(point.voices.select_related("user").order_by("pk")),
        referral_url=_referral_url(referral, "detail") if may_open else "",
        does_url=_does_url(point) if may_open else "",
    )


def _referral_url(referral: Referral, page: str) -> str:
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


def _does_url(point: ConferencePoint) -> str:
    """Where the outcome is carried out, while the referral still waits for it."""
    page = PAGES.get(point.outcome, "")
    if not page or not point.referral.is_undecided:
        return ""
    return f"{_referral_url(point.referral, page)}?point={point.pk}"


def prepared(user: User, key: str) -> dict[str, str]:
    """What the conference wrote, to begin the letter with."""
    point = _found(user, key)
    return {"reason": point.decision} if point else {}


def asked(user: User, key: str) -> str:
    """What the conference wanted to know."""
    point = _found(user, key)
    return point.decision if point else ""


def _found(user: User, key: str) -> ConferencePoint | None:
    try:
        known = uuid.UUID(key)
    except ValueError:
        return None
    return ConferencePoint.objects.visible_to(user).filter(pk=known).first()


def past(user: User, today: date, number: object) -> "Page[Conference]":
    """Conferences that are over, the latest first."""
    rows = queries.past_conferences(user, today)
    return Paginator(rows, PER_PAGE).get_page(number)  # type: ignore[arg-type]
