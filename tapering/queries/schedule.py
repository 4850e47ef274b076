"""What a page about the case asks for."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from patients.models import Case
from tapering.lifecycle import Gate
from tapering.models import Assessment, Plan, PlanVersion, Step
from tapering.queries.running import (
    Portion,
    portions,
    running,
    shown_dayparts,
    waits_for_word,
    with_course,
)


def assessment_of(case: Case) -> Assessment | None:
    """The answers as they stand, with the gates."""
    return (
        Assessment.objects.current()
        .filter(case=case)
        .select_related("answered_by")
        .prefetch_related("gates")
        .first()
    )


def unanswered(case: Case) -> list[str]:
    """What is still to be asked before preparation can begin, in words."""
    known = assessment_of(case)
    if known is None:
        return [_("Inget är ifyllt än.")]
    answered = {answer.gate for answer in known.gates.all()}
    gaps = [
        _("Svara på ”%(question)s”.") % {"question": Gate(gate).label}
        for gate in Gate.values
        if gate not in answered
    ]
    if not known.goal.strip():
        gaps.append(_("Skriv patientens mål med patientens egna ord."))
    if not known.driving or known.driving_informed_on is None:
        gaps.append(_("Skriv när ni pratade om körning och vad du bedömde."))
    if not known.children:
        gaps.append(_("Svara på om det finns barn i hemmet."))
    return gaps


class News(StrEnum):
    """What is new on a day of the sheet."""

    NOTHING = ""
    LOWER = "lower"
    HIGHER = "higher"
    OTHERWISE = "otherwise"  # the same total, taken at other times


@dataclass(frozen=True, kw_only=True)
class Day:
    """One row of the printed sheet: what is taken of one medicine."""

    on: date
    portions: list[Portion]
    total: Decimal
    news: News
    starts_week: bool
    stays_until_word: bool
    # The day within the step, from nought: a patch is changed every so many days.
    of_step: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The days of one medicine that hang on the fridge."""

    substance: str
    unit: str
    days: list[Day]
    labels: list[str]

    @property
    def first_on(self) -> date:
        """The first day of the sheet."""
        return self.days[0].on

    @property
    def last_on(self) -> date:
        """The last day of the sheet."""
        return self.days[-1].on

    @property
    def is_taken(self) -> bool:
        """Tell whether any of it is taken on these days."""
        return any(day.total for day in self.days)


SHEET_DAYS = 28


def _step_of(version: PlanVersion, day: date, steps: list[Step]) -> tuple[Step, bool]:
    """The step of a day and whether it goes on only because nobody has spoken."""
    standing, waits = steps[0], False
    for step in steps[1:]:
        if step.from_on > day:
            break
        if waits_for_word(version, step):
            waits = True
            break
        standing = step
    return standing, waits


def _taken(step: Step, substance: str) -> list[tuple[str | None, str | None]]:
    """When and how much of one medicine, to tell two steps apart."""
    return [
        (dose.get("daypart"), dose.get("mg") or dose.get("ug_per_h"))
        for dose in step.doses
        if dose["substance"] == substance
    ]


def _news(before: Step | None, step: Step, substance: str) -> News:
    """What a step changes for one medicine against the day before."""
    if before is None or _taken(before, substance) == _taken(step, substance):
        return News.NOTHING
    then, now = before.total_of(substance), step.total_of(substance)
    if then == now:
        return News.OTHERWISE
    return News.LOWER if now < then else News.HIGHER


def plan_page(
    version: PlanVersion, from_on: date, substance: str, days: int = SHEET_DAYS
) -> Sheet:
    """One medicine's sheet from a day on: no step past the next unconfirmed one."""
    steps = list(version.steps.all())
    shown = shown_dayparts(version, substance)
    eve = from_on - timedelta(days=1)
    before, waited = _step_of(version, eve, steps)
    rows: list[Day] = []
    for number in range(days):
        on = from_on + timedelta(days=number)
        step, waits = _step_of(version, on, steps)
        rows.append(
            Day(
                on=on,
                portions=portions(step.doses, substance, shown),
                total=step.total_of(substance),
                news=_news(before, step, substance),
                starts_week=number % 7 == 0,
                stays_until_word=waits and (number == 0 or not waited),
                of_step=(on - step.from_on).days,
            )
        )
        before, waited = step, waits
    return Sheet(
        substance=substance,
        unit=version.unit,
        days=rows,
        labels=[portion.label for portion in rows[0].portions],
    )


def plan_pages(
    version: PlanVersion, from_on: date, days: int = SHEET_DAYS
) -> list[Sheet]:
    """A sheet for each medicine that is taken; the last one where none is."""
    sheets = [
        plan_page(version, from_on, substance, days) for substance in version.substances
    ]
    return [sheet for sheet in sheets if sheet.is_taken] or sheets[-1:]


def case_running(case: Case, on: date) -> list:  # type: ignore[type-arg]
    """Every active plan of a case, with where it stands (or None before start)."""
    plans = with_course(
        Plan.objects.active().filter(case=case).select_related("case__patient")
    )
    return [(plan, running(plan, on)) for plan in plans]
