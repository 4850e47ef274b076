"""One patient's page: what is going on, what has happened, who takes part."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from overview import queries
from overview.links import Words, page_of
from overview.pages.banner import Banner, Link, case_banner
from overview.pages.charts import Drawn, charts_of
from overview.pages.person import Person, person_of
from overview.pages.tasks import TaskRow, task_rows
from overview.queries import timeline
from overview.queries.timeline import Entry, Kind
from patients.lifecycle import OPEN
from patients.models import Case, Consent, Task
from tapering.models import Assessment, Plan
from tapering.pages.plan import Doing, doings_of
from tapering.queries import running
from visits.models import Visit

SHORT: dict[str, Words] = {
    Consent.Purpose.SMS: _("Sms"),
    Consent.Purpose.EMAIL: _("E-post"),
    Consent.Purpose.CLINIC: _("Vårdcentralen"),
    Consent.Purpose.NEXT_OF_KIN: _("Närstående"),
}


@dataclass(frozen=True, kw_only=True)
class ConsentRow:
    """A purpose, the newest answer, and when it was given."""

    purpose: Words
    answer: str
    given_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A piece of the timeline, and where the next piece begins."""

    entries: list[Entry]
    kind: str
    older: datetime | None
    is_first: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing but the line for today."""
        return not any(not entry.is_today_mark for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class PlanDoings:
    """A running plan and what can be done to it from here, in two clicks."""

    substance: str
    doings: list[Doing]


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """The overview of one case."""

    case: Case
    banner: Banner
    charts: list[Drawn]
    doings: list[PlanDoings]
    timeline: Timeline
    tasks: list[TaskRow]
    goal: Assessment | None
    next_visit: Visit | None
    book_url: str
    plan_url: str
    team: list[User]
    consents: list[ConsentRow]
    person: Person


def case_page(
    case: Case,
    *,
    user: User,
    today: date,
    at: datetime,
    kind: str = "",
    revealed: bool = False,
) -> CasePage:
    """Gather the page: the same number of questions however long the case is."""
    waiting = (
        Task.objects.visible_to(user)
        .filter(case=case)
        .undone()
        .due_first()
        .select_related("owner")
    )
    plans = queries.plans_to_draw(case)
    return CasePage(
        case=case,
        banner=case_banner(
            case,
            today=today,
            here="overview",
            revealed=revealed,
            actions=_verbs(case),
            plans=[plan for plan in plans if plan.ended_at is None],
        ),
        doings=_doings(case, plans, today),
        charts=charts_of(case, plans, today=today, at=at),
        timeline=timeline_page(case, at=at, kind=kind),
        tasks=task_rows(waiting[:10], user=user, beside_patient=True),
        goal=queries.goal_of(case),
        book_url=page_of("visits:book", case.pk) if case.phase in OPEN else "",
        plan_url=page_of("tapering:plan", case.pk) if case.phase in OPEN else "",
        next_visit=queries.next_visits([case], after=at).get(case.pk),
        team=queries.team_of(case),
        consents=consent_rows(case),
        person=person_of(case, user, today=today),
    )


def _doings(case: Case, plans: list[Plan], today: date) -> list[PlanDoings]:
    """Of each running plan; one with a proposal waits for a decision."""
    if case.phase not in OPEN:
        return []
    waiting = queries.proposals_of(case)
    found = [
        PlanDoings(
            substance=plan.substance,
            doings=doings_of(running(plan, today), waiting.get(plan.pk)),
        )
        for plan in plans
        if plan.ended_at is None
    ]
    return [each for each in found if each.doings]


def _verbs(case: Case) -> list[Link]:
    """What is most often done from here; a closed case is only read."""
    if case.phase not in OPEN:
        return []
    found = [
        Link(label=gettext("Boka besök"), url=page_of("visits:book", case.pk)),
        Link(
            label=gettext("Logga kontakt"),
            url=page_of("visits:log_contact", case.pk),
            is_primary=True,
        ),
    ]
    return [link for link in found if link.url]


def timeline_page(
    case: Case, *, at: datetime, kind: str = "", before: datetime | None = None
) -> Timeline:
    """A piece of the timeline; the first has what comes, above a line for today."""
    kind = kind if kind in Kind.values else ""
    length = timeline.PAGE if before else timeline.FIRST_PAGE
    past, older = timeline.past_of(case, before=before or at, kind=kind, limit=length)
    ahead = [] if before else timeline.ahead_of(case, after=at, kind=kind)
    mark = [] if before else [Entry(at=at, heading="", is_today_mark=True)]
    return Timeline(
        entries=[*ahead, *mark, *past],
        kind=kind,
        older=older,
        is_first=before is None,
    )


def consent_rows(case: Case) -> list[ConsentRow]:
    """Every purpose, asked about or not."""
    given = queries.consents_of(case)
    rows = []
    for purpose in Consent.Purpose:
        newest = given.get(purpose)
        rows.append(
            ConsentRow(
                purpose=SHORT[purpose],
                answer=newest.get_answer_display() if newest else "",
                given_at=newest.given_at if newest else None,
            )
        )
    return rows
