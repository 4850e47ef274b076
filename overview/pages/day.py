"""The working day on one page, for whoever works it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jurisdictions.clocks import day_bounds
from overview import queries
from overview.pages.now import Now, now_of
from overview.pages.tasks import TaskRow, task_rows
from patients.models import Task, TaskQuerySet
from tapering.models import PlanVersion

SHOWN = 10
MOST = 100
WATCHED = 12


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """What a member of the team has in front of them."""

    team: bool
    now: Now
    to_decide: list[PlanVersion]
    nothing_more: str
    to_do: list[TaskRow]
    more_to_do: int
    watch: list[TaskRow]
    more_to_watch: int
    done: list[str]

    @property
    def to_do_count(self) -> int:
        """How many there are, shown or not."""
        return len(self.to_do) + self.more_to_do

    @property
    def watch_count(self) -> int:
        """How many there are, shown or not."""
        return len(self.watch) + self.more_to_watch


def day_page(
    user: User, *, team: bool, whole: bool, today: date, at: datetime
) -> DayPage:
    """Gather the day of `user`: the same number of questions however full it is."""
    now = now_of(user, team=team, today=today, at=at)
    waiting = queries.to_do(user, team=team, today=today)
    watched = queries.to_watch(user)
    to_do, more_to_do = _first(waiting, MOST if whole else SHOWN)
    watch, more_to_watch = _first(watched, WATCHED)
    return DayPage(
        team=team,
        now=now,
        to_decide=queries.plans_to_decide(user),
        nothing_more=" ".join([_("Inget mer i dag."), now.next_up]).strip(),
        to_do=task_rows(to_do, user=user),
        more_to_do=more_to_do,
        watch=task_rows(watch, user=user),
        more_to_watch=more_to_watch,
        done=_done(user, today),
    )


def _done(user: User, today: date) -> list[str]:
    """What has been done today, in words."""
    midnight, _until = day_bounds(today, time_zone=timezone.get_default_timezone())
    return [
        f"{task.title}, {task.case.patient.name}" if task.case else task.title
        for task in queries.done_since(user, moment=midnight)
    ]


def _first(rows: TaskQuerySet, most: int) -> tuple[list[Task], int]:
    """The first rows and how many there are beyond them."""
    shown = list(rows[: most + 1])
    if len(shown) <= most:
        return shown, 0
    return shown[:most], rows.count() - most
