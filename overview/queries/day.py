"""The working day: what waits, for whom, and how much of it there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from accounts.models import CareUnit, User
from accounts.roles import GRANTS, Permission, Role
from messaging.models import Message
from patients.lifecycle import Phase
from patients.models import Case, Patient, Task, TaskQuerySet
from referrals import queries as inbox
from referrals.models import Referral
from tapering.lifecycle import State
from tapering.models import PlanVersion

# Tasks that somebody should keep an eye on, whoever they belong to.
WATCHED = (
    "referral.risk",
    "referral.no_answer",
    "message.nobody_told",
    "pause.asked",
    "symptom.high",
    "visit.missed",
    "aftercare.no_contact",
    "aftercare.relapse",
)
AHEAD = timedelta(days=7)
REFERRAL = "referrals.referral"
MESSAGE = "messaging.message"


def _waiting(user: User) -> TaskQuerySet:
    return (
        Task.objects.visible_to(user)
        .undone()
        .due_first()
        .select_related("case__patient", "owner")
    )


def _mine(user: User) -> Q:
    """One's own tasks, and those that nobody has taken yet."""
    return Q(owner=user) | Q(owner=None, permission__in=GRANTS[Role(user.role)])


def to_do(user: User, *, team: bool, today: date) -> TaskQuerySet:
    """What waits to be done within a week, the most overdue first."""
    rows = _waiting(user).exclude(_is_watched()).filter(due_on__lte=today + AHEAD)
    if user.may(Permission.DECIDE_PLANS):
        # They stand in a list of their own.
        rows = rows.exclude(kind="plan.decide")
    return rows if team else rows.filter(_mine(user))


def done_since(user: User, *, moment: datetime) -> list[Task]:
    """What `user` has ticked off since a moment, the latest first."""
    done = Task.objects.visible_to(user).filter(done_by=user, done_at__gte=moment)
    return list(done.select_related("case__patient").order_by("-done_at")[:6])


def to_watch(user: User) -> TaskQuerySet:
    """What has gone wrong or is about to, in the whole team."""
    return _waiting(user).filter(_is_watched())


def _is_watched() -> Q:
    return Q(is_urgent=True) | Q(kind__in=WATCHED)


def tasks_by_today(user: User, today: date) -> int:
    """How many of one's own tasks are due, for the bar."""
    own = Task.objects.visible_to(user).undone().filter(_mine(user))
    return own.filter(due_on__lte=today).count()


def referrals_to_assess(user: User) -> int:
    """How many referrals wait for the unit's decision, for the bar."""
    return inbox.count_of(Referral.objects.visible_to(user).undecided())


def referrals_of(tasks: Iterable[Task], user: User) -> dict[str, Referral]:
    """The referrals that tasks are about, by key."""
    keys = [one.subject_id for one in tasks if one.subject_label == REFERRAL]
    found = Referral.objects.visible_to(user).filter(pk__in=keys)
    return {str(referral.pk): referral for referral in found}


def patients_told(tasks: Iterable[Task], user: User) -> dict[str, Patient]:
    """Whom the messages were meant for that tasks are about, by key."""
    keys = [one.subject_id for one in tasks if one.subject_label == MESSAGE]
    found = Message.objects.visible_to(user).filter(pk__in=keys, patient__isnull=False)
    return {
        str(message.pk): message.patient
        for message in found.select_related("patient")
        if message.patient
    }


def plans_to_decide(user: User) -> list[PlanVersion]:
    """Proposals that wait for a prescriber, the oldest first."""
    if not user.may(Permission.DECIDE_PLANS):
        return []
    waiting = PlanVersion.objects.visible_to(user).filter(state=State.PROPOSED)
    return list(
        waiting.select_related("plan__case__patient", "proposed_by").order_by(
            "proposed_at"
        )[:20]
    )


@dataclass(frozen=True, kw_only=True)
class Load:
    """How the unit is doing, in figures without names."""

    phases: list[tuple[Phase, int]]
    referrals: int
    oldest_referral: date | None
    overdue_tasks: int
    nobody_told: int

    @property
    def open_cases(self) -> int:
        """All open cases."""
        return sum(number for _phase, number in self.phases)


def load_of(unit: CareUnit, today: date) -> Load:
    """Count what the unit has in its hands: figures only, no patient's row."""
    counted = dict(
        Case.objects.filter(unit=unit)
        .open()
        .order_by()
        .values_list("phase")
        .annotate(Count("pk"))
    )
    referrals = Referral.objects.filter(unit=unit).undecided()
    waiting = referrals.aggregate(number=Count("pk"), oldest=Min("clock_from"))
    overdue = Task.objects.undone().filter(case__unit=unit, due_on__lt=today).count()
    return Load(
        phases=[
            (phase, counted.get(phase, 0)) for phase in Phase if phase != Phase.CLOSED
        ],
        referrals=waiting["number"],
        oldest_referral=waiting["oldest"],
        overdue_tasks=overdue,
        nobody_told=Message.objects.nobody_told().count(),
    )
