"""What the pages about visits show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.models import Message
from messaging.queries import messages_about
from patients.models import Case
from patients.pages import Banner
from tapering.pages import banner_of
from tapering.pages.amounts import daily
from ui.templatetags.dates import day as short_day
from visits.lifecycle import LOGGED, Status
from visits.models import Visit, VisitLog
from visits.queries import (
    change_asked_for,
    days_visits,
    not_logged,
    plan_followed,
)


@dataclass(frozen=True)
class Row:
    """A visit in a list. For a protected person, where they will be stays out."""

    visit: Visit
    name: str
    is_protected: bool
    is_now: bool
    is_logged: bool
    staff: str

    @property
    def where(self) -> str:
        """The room, unless it tells where a protected person will be."""
        if self.visit.place is None or self.is_protected:
            return str(self.visit.get_kind_display())
        return str(self.visit.place)


def row_of(visit: Visit, *, at: datetime) -> Row:
    """Build a row from a visit loaded with `for_list`."""
    patient = visit.case.patient
    people: Sequence[object] = getattr(visit, "current_staff", ())
    return Row(
        visit=visit,
        name=patient.name,
        is_protected=patient.is_protected,
        is_now=visit.starts_at <= at < visit.ends_at,
        is_logged=visit.status in LOGGED,
        staff=", ".join(str(person) for person in people),
    )


@dataclass(frozen=True)
class DayPage:
    """One day of visits, mine or the team's."""

    day: date
    team: bool
    rows: list[Row]
    late: list[Row]

    @property
    def before(self) -> date:
        """The day before, for the link."""
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after, for the link."""
        return self.day + timedelta(days=1)


def day_page(user: User, day: date, *, team: bool, at: datetime) -> DayPage:
    """The visits of a day, and those that nobody has written about."""
    return DayPage(
        day=day,
        team=team,
        rows=[row_of(one, at=at) for one in days_visits(user, day, team=team)],
        late=[row_of(one, at=at) for one in not_logged(user, team=team, at=at)],
    )


@dataclass(frozen=True)
class DayLine:
    """The day beside the form: what is written, what is on, what is left."""

    day: date
    rows: list[Row]
    next_one: Row | None


def day_line(user: User, visit: Visit, *, at: datetime) -> DayLine:
    """The person's own day around one visit."""
    day = timezone.localdate(visit.starts_at)
    found = [
        one
        for one in days_visits(user, day, team=False)
        if one.status != Status.CANCELLED
    ]
    rows = [row_of(one, at=at) for one in found]
    left = (
        row
        for row in rows
        if not row.is_logged
        and row.visit != visit
        and row.visit.starts_at >= visit.starts_at
    )
    return DayLine(day=day, rows=rows, next_one=next(left, None))


@dataclass(frozen=True)
class VisitPage:
    """Everything about one visit."""

    visit: Visit
    banner: Banner
    staff: list[User]
    log: VisitLog | None
    earlier: list[VisitLog]
    messages: list[Message]
    wish: str
    may_change: bool
    may_log: bool


def visit_page(
    visit: Visit, *, at: datetime, may_change: bool, may_log: bool
) -> VisitPage:
    """Gather what one visit's page shows."""
    logs = list(visit.logs.select_related("recorded_by").order_by("-recorded_at"))
    return VisitPage(
        visit=visit,
        banner=banner_for(visit.case, at=at),
        staff=staff_of(visit),
        log=logs[0] if logs else None,
        earlier=logs[1:],
        messages=messages_about(visit._meta.label_lower, str(visit.pk)),
        wish=change_asked_for([visit]).get(str(visit.pk), ""),
        may_change=may_change,
        may_log=may_log,
    )


def staff_of(visit: Visit) -> list[User]:
    """Who takes part."""
    return list(User.objects.filter(visits__visit=visit, visits__is_current=True))


def banner_for(case: Case, *, at: datetime) -> Banner:
    """The patient's banner, with today's doses, above the pages of visits."""
    return banner_of(case, on=timezone.localdate(at), here="visits")


@dataclass(frozen=True)
class NextStep:
    """What the question about the next step says of the plan, and who decides."""

    label: str
    who_decides: str


def next_step(case: Case, *, at: datetime) -> NextStep:
    """Which step comes next. With no plan, or with two, the words name none."""
    now = plan_followed(case, timezone.localdate(at))
    if now is None:
        return NextStep(label=_("Nästa steg"), who_decides="")
    label = _("Nästa steg")
    if now.following:
        label = _("Nästa steg, %(dose)s från %(day)s") % {
            "dose": daily(now.following, now.version),
            "day": short_day(now.following.from_on),
        }
    decides = _(
        "Följer plan version %(number)d. Paus och Gå upp blir en uppgift för %(name)s."
    ) % {"number": now.version.number, "name": now.version.decided_by}
    return NextStep(label=label, who_decides=decides)


@dataclass(frozen=True)
class OwnVisit:
    """A visit as the patient sees it."""

    visit: Visit
    staff: list[User]
    is_asked_to_change: bool

    @property
    def how(self) -> str:
        """How the two meet, in the patient's words."""
        words = {
            "in_person": _("Vi ses på plats."),
            "video": _("Vi ses på video."),
            "phone": _("Vi ringer dig."),
        }
        return words[self.visit.kind]


def own_visits(visits: list[Visit]) -> list[OwnVisit]:
    """The patient's coming visits, and which of them they want to move."""
    asked = change_asked_for(visits)
    return [
        OwnVisit(
            visit=visit,
            staff=[person.user for person in getattr(visit, "current_staff", ())],
            is_asked_to_change=str(visit.pk) in asked,
        )
        for visit in visits
    ]
