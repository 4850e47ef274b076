"""What the patient reads: today, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from patients.models import Case
from tapering import queries
from tapering.differences import differences
from tapering.models import Plan, PlanVersion, Symptom
from tapering.pages.amounts import daily, in_unit, pieces_in_words, strength_of
from tapering.pages.charts import running_charts
from tapering.queries.running import Portion
from ui.charts import Chart
from ui.templatetags.numbers import listed, number, tablet_words

NEW_FOR = timedelta(hours=24)
WORRYING = 8


@dataclass(frozen=True, kw_only=True)
class Piece:
    """So much of one strength; `count` is zero for what is no tablet."""

    count: Fraction
    words: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One part of the day."""

    label: str
    mg: str
    pieces: list[Piece]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is taken then."""
        return not self.pieces


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """One medicine today."""

    dose: queries.DoseToday
    heading: str
    moments: list[Moment]
    total: str
    place: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class MyDay:
    """The patient's first page."""

    medicines: list[Medicine]
    case: Case | None
    begins_on: date | None
    felt: Symptom | None

    @property
    def feels_bad(self) -> bool:
        """Tell whether the figure of today is high."""
        return self.felt is not None and self.felt.score >= WORRYING


def _words(piece: Mapping[str, str], *, several: bool) -> str:
    """One piece in words; the strength is named when there are several."""
    if "ml" in piece or "ug_per_h" in piece:
        return pieces_in_words([piece])
    words = tablet_words(Fraction(piece["count"]))
    if several:
        return _("%(tablets)s på %(mg)s") % {
            "tablets": words,
            "mg": strength_of(piece),
        }
    return words


def _pieces(portion: Portion, *, several: bool) -> list[Piece]:
    shown = []
    for piece in portion.pieces:
        words = _words(piece, several=several)
        tablets = Fraction(piece["count"]) if "strength_mg" in piece else Fraction(0)
        shown.append(Piece(count=tablets, words=words[:1].upper() + words[1:]))
    return shown


def _heading(dose: queries.DoseToday) -> str:
    """Oxazepam 10 mg tabletter; several strengths with a word between."""
    name = dose.substance.capitalize()
    strengths = _strengths(dose)
    if not strengths:
        return name
    return _("%(name)s %(strengths)s mg tabletter") % {
        "name": name,
        "strengths": listed([number(strength) for strength in strengths]),
    }


def _strengths(dose: queries.DoseToday) -> list[Decimal]:
    """Strengths of the tablets that are taken, strongest first."""
    found = {
        Decimal(piece["strength_mg"])
        for portion in dose.portions
        for piece in portion.pieces
        if "strength_mg" in piece
    }
    return sorted(found, reverse=True)


def _place(dose: queries.DoseToday) -> str:
    """Steg 6 av 13 · vecka 2 av 2 på den här dosen."""
    now = dose.running
    steps = _("Steg %(n)d av %(all)d") % {"n": now.step.n, "all": now.steps}
    if now.step.n == 0:
        steps = _("Startdosen")
    if now.at_goal:
        return _("Du är framme vid målet")
    if dose.weeks is None:
        weeks = _("vecka %(week)d på den här dosen") % {"week": dose.week}
    else:
        weeks = _("vecka %(week)d av %(weeks)d på den här dosen") % {
            "week": dose.week,
            "weeks": dose.weeks,
        }
    return f"{steps} · {weeks}"


def _medicine(dose: queries.DoseToday, at: datetime) -> Medicine:
    decided_at = dose.running.version.decided_at
    return Medicine(
        dose=dose,
        heading=_heading(dose),
        moments=[
            Moment(
                label=portion.label,
                mg=in_unit(portion.amount, dose.running.version.unit),
                pieces=_pieces(portion, several=len(_strengths(dose)) > 1),
            )
            for portion in dose.portions
        ],
        total=in_unit(dose.total, dose.running.version.unit),
        place=_place(dose),
        is_new=decided_at is not None and at - decided_at < NEW_FOR,
    )


def _begins_on(case: Case, on: date) -> date | None:
    """The first day of a plan that is signed and has not begun."""
    coming = [
        version.counts_from
        for plan, now in queries.case_running(case, on)
        if now is None
        for version in queries.course_of(plan)
    ]
    return min(coming, default=None)


def my_day(case: Case | None, *, on: date, at: datetime) -> MyDay:
    """Today's tablets, the next change, and how it was written to be."""
    if case is None:
        return MyDay(medicines=[], case=None, begins_on=None, felt=None)
    doses: Iterable[queries.DoseToday] = queries.dose_today(case, on)
    felt = Symptom.objects.filter(case=case, on=on).order_by("written_at").last()
    medicines = [_medicine(dose, at) for dose in doses]
    return MyDay(
        medicines=medicines,
        case=case,
        begins_on=_begins_on(case, on),
        felt=felt,
    )


@dataclass(frozen=True, kw_only=True)
class MyStep:
    """One step of the way down."""

    n: int
    from_on: date
    total: str
    is_now: bool
    is_past: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class MyPlan:
    """One medicine's plan for the one who follows it."""

    plan: Plan
    version: PlanVersion
    running: queries.Running | None
    steps: list[MyStep]
    charts: list[Chart]
    differences: list[str]


def my_plan(
    plan: Plan,
    running: queries.Running | None,
    *,
    on: date,
    symptoms: Iterable[Symptom],
) -> MyPlan:
    """The newest signed version, step by step."""
    version = queries.course_of(plan)[-1]
    now_n = running.step.n if running and running.version == version else -1
    return MyPlan(
        plan=plan,
        version=version,
        running=running,
        steps=[
            MyStep(
                n=step.n,
                from_on=step.from_on,
                total=daily(step, version),
                is_now=step.n == now_n,
                is_past=step.n < now_n,
                waits=queries.waits_for_word(version, step),
            )
            for step in version.steps.all()
        ],
        charts=running_charts(
            plan, on, symptoms=symptoms, key=f"min-{plan.pk}", for_patient=True
        ),
        differences=differences(version.replaces, version),
    )
