"""Reads across rows: what waits for whom, how many, since when."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast

from accounts.models import User
from accounts.roles import GRANTS, Permission
from jurisdictions import clocks
from patients.models import Patient, Task
from referrals.lifecycle import UNDECIDED, Status
from referrals.models import Medicine, Question, Referral, ReferralQuerySet

FIRST_CONTACT_WITHIN = 3
# A line this long is not counted to its end: the page stays as fast as a short one.
COUNTED = 2000
WARN_DAYS = 14
# A promise about to break is said again after a week, not every ten minutes.
REMIND_AGAIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """How many referrals wait for those who assess, of the most urgent counted."""

    to_assess: int = 0
    risk: int = 0
    waiting: int = 0
    mine: int = 0
    oldest_from: date | None = None

    def oldest_days(self, today: date) -> int:
        """Days that the oldest has waited."""
        oldest = self.oldest_from
        return max((today - oldest).days, 0) if oldest else 0


def inbox_counts(user: User) -> InboxCounts:
    """Count what waits, in one query; nothing for those who do not assess."""
    if not user.may(Permission.TRIAGE):
        return InboxCounts()
    return InboxCounts(
        **Referral.objects.visible_to(user)
        .undecided()
        .most_urgent_first()[:COUNTED]
        .aggregate(
            to_assess=Count("pk"),
            risk=Count("pk", filter=Q(is_risk=True)),
            waiting=Count("pk", filter=Q(status=Status.WAITING_INFO)),
            mine=Count("pk", filter=Q(assigned_to=user)),
            oldest_from=Min("clock_from"),
        )
    )


VIEWS = ("open", "risk", "waiting", "mine", "decided")


def worklist(user: User, view: str) -> ReferralQuerySet:
    """The rows of one tab, in the order in which they are read."""
    rows = Referral.objects.visible_to(user)
    if view == "decided":
        return _with_people(rows.decided().latest_first())
    rows = rows.undecided()
    if view == "risk":
        rows = rows.filter(is_risk=True)
    elif view == "waiting":
        rows = rows.waiting_for_answer()
    elif view == "mine":
        rows = rows.filter(assigned_to=user)
    return _with_people(rows.most_urgent_first())


# What a row of the list shows. A long list of long texts is read for nothing.
SHOWN = (
    *("reference", "source", "status", "clock_from", "due_on", "is_risk", "risks"),
    *("reply_by", "priority", "joined_to", "edition"),
    *("name", "birth_year", "lives_elsewhere", "is_protected", "interpreter"),
    *("dose_change", "wants_call_today", "attempt", "incomplete_reason"),
    *("patient__given_name", "patient__family_name", "patient__birth_date"),
    *("patient__protection", "patient__municipality__name", "municipality__name"),
)


def _with_people(rows: ReferralQuerySet) -> ReferralQuerySet:
    """All that a row shows, so that no row asks by itself."""
    medicines = Medicine.objects.only("referral", "name", "dose_per_day")
    return (
        rows.select_related("patient__municipality", "municipality")
        .only(*SHOWN)
        .prefetch_related(Prefetch("medicines", medicines, to_attr="listed"))
    )


def count_of(rows: ReferralQuerySet) -> int:
    """How many rows there are, as far as they are counted."""
    return rows.order_by()[:COUNTED].count()


def waiting_first(user: User, limit: int = 5) -> ReferralQuerySet:
    """The most urgent that wait, for the page of the day."""
    if not user.may(Permission.TRIAGE):
        return Referral.objects.none()
    return worklist(user, "open")[:limit]


def next_to_assess(user: User, *, after: Referral) -> Referral | None:
    """What to read when `after` is done."""
    rows = Referral.objects.visible_to(user).undecided().exclude(pk=after.pk)
    return rows.most_urgent_first().first()


def those_who_assess(unit_id: uuid.UUID | None) -> QuerySet[User]:
    """People of the unit who assess referrals."""
    roles = [role for role, grants in GRANTS.items() if Permission.TRIAGE in grants]
    return User.objects.filter(unit=unit_id, role__in=roles, is_active=True)


def those_who_care(unit_id: uuid.UUID | None) -> QuerySet[User]:
    """People of the unit who can own a case."""
    roles = [role for role, grants in GRANTS.items() if Permission.CARE in grants]
    return User.objects.filter(unit=unit_id, role__in=roles, is_active=True)


def related(user: User, referral: Referral) -> list[Referral]:
    """Other referrals that may be about the same person, newest first."""
    same = Q(patient=referral.patient_id) if referral.patient_id else Q(pk=None)
    if referral.phone:
        same |= Q(phone=referral.phone)
    others = Referral.objects.visible_to(user).filter(same).exclude(pk=referral.pk)
    return list(others.order_by("-sent_at")[:5])


def open_of_clinic(user: User, identity_number: str) -> Referral | None:
    """An undecided referral of the same person that the user's clinic sent before."""
    return (
        Referral.objects.visible_to(user)
        .undecided()
        .filter(patient__identity_number=identity_number)
        .order_by("-sent_at")
        .first()
    )


def same_person(user: User, identity_number: str) -> Patient | None:
    """The patient with the number, if the user may find them."""
    return (
        Patient.objects.findable_by(user)
        .filter(identity_number=identity_number)
        .first()
    )


def first_contact_default(today: date) -> date:
    """Three working days from today."""
    return clocks.working_days_after(today, FIRST_CONTACT_WITHIN)


# ------------------------------------------------------------------ the sending clinic


@dataclass(frozen=True, kw_only=True)
class ClinicCounts:
    """How many referrals the clinic has, by what they wait for."""

    mine: int = 0
    unit: int = 0
    to_answer: int = 0


CLINIC_VIEWS = ("mine", "unit", "asked")


def clinic_counts(user: User) -> ClinicCounts:
    """Count the clinic's referrals in one query."""
    asked = Q(questions__to=Question.To.REFERRER, questions__answered_at=None)
    return ClinicCounts(
        **Referral.objects.visible_to(user).aggregate(
            mine=Count("pk", filter=Q(sender=user), distinct=True),
            unit=Count("pk", distinct=True),
            to_answer=Count(
                "pk", filter=asked & Q(status__in=UNDECIDED), distinct=True
            ),
        )
    )


def sent_by_clinic(user: User, view: str) -> ReferralQuerySet:
    """What the clinic has sent, what waits for its answer first."""
    rows = Referral.objects.visible_to(user)
    if view == "mine":
        rows = rows.filter(sender=user)
    asked = Question.objects.filter(
        referral=OuterRef("pk"), to=Question.To.REFERRER, answered_at=None
    )
    if view == "asked":
        rows = rows.undecided().filter(Exists(asked))
    return (
        rows.select_related("sender")
        .annotate(has_question=Exists(asked) & Q(status__in=UNDECIDED))
        .order_by("-has_question", "-sent_at", "pk")
    )


def earlier_with(user: User, form_key: uuid.UUID) -> Referral | None:
    """What an earlier press of the same form sent."""
    return Referral.objects.visible_to(user).filter(form_key=form_key).first()


# --------------------------------------------------------------------- scheduled work


def about_to_break(on: date, at: datetime) -> ReferralQuerySet:
    """Undecided referrals with few days left, of which nobody was told lately."""
    last = on + timedelta(days=WARN_DAYS)
    rows = Referral.objects.undecided().filter(due_on__lte=last)
    return _without_task(rows, "referral.clock", at)


def without_answer(on: date, at: datetime) -> ReferralQuerySet:
    """Referrals whose question should have been answered, not said lately."""
    rows = Referral.objects.waiting_for_answer().filter(reply_by__lt=on)
    return _without_task(rows, "referral.no_answer", at)


def _without_task(rows: ReferralQuerySet, kind: str, at: datetime) -> ReferralQuerySet:
    told = Task.objects.filter(
        Q(done_at=None) | Q(created_at__gt=at - REMIND_AGAIN),
        kind=kind,
        subject_label="referrals.referral",
        subject_id=OuterRef("key"),
    )
    rows = rows.annotate(key=Cast("pk", CharField()))
    return rows.filter(~Exists(told)).order_by("due_on")
