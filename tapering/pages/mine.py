"""What the patient reads: today, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from patients.models import Case
from tapering import queries
from tapering.letters import taken_in_words
from tapering.lifecycle import Form, WhoMay
from tapering.models import Plan, PlanVersion, Symptom
from tapering.pages.amounts import daily, in_unit, pieces_in_words, strength_of
from tapering.pages.sheet import worn_days
from tapering.queries.running import Portion
from ui.templatetags.dates import longday
from ui.templatetags.numbers import listed, number, tablet_words

NEW_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """So much of one strength; `kind` says how it is drawn."""

    kind: str
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

    heading: str
    moments: list[Moment]
    total: str
    change_patch: str


@dataclass(frozen=True, kw_only=True)
class Today:
    """One plan today: where it stands, and every medicine that it moves."""

    now: queries.Running
    place: str
    news: str
    news_text: str
    next_dose: str
    medicines: list[Medicine]

    @property
    def asks_first(self) -> bool:
        """Tell whether the next step begins only when somebody else has said yes."""
        now, own = self.now, self.now.version.policy.who_may_confirm == WhoMay.PATIENT
        following = now.following
        if following is None or own:
            return False
        return queries.waits_for_word(now.version, following)

    @property
    def must_wait(self) -> bool:
        """Tell whether the next step waits for somebody else's word."""
        own = self.now.version.policy.who_may_confirm == WhoMay.PATIENT
        return self.now.waits_for_word and not own


@dataclass(frozen=True, kw_only=True)
class MyDay:
    """The patient's first page."""

    plans: list[Today]
    beside: list[str]
    case: Case | None
    begins_on: date | None
    felt: Symptom | None
    feels_bad: bool


def _words(piece: Mapping[str, str], *, several: bool) -> str:
    """One piece in words; the strength is named when there are several."""
    if "ml" in piece:
        return pieces_in_words([piece])
    if "ug_per_h" in piece:
        return _("%(count)s plåster %(strength)s") % {
            "count": number(piece["count"]),
            "strength": strength_of(piece),
        }
    words = tablet_words(Fraction(piece["count"]))
    if several:
        return _("%(tablets)s på %(mg)s") % {
            "tablets": words,
            "mg": strength_of(piece),
        }
    return words


def _kind(piece: Mapping[str, str]) -> str:
    if "ml" in piece:
        return Form.LIQUID
    return Form.PATCH if "ug_per_h" in piece else Form.TABLET


def _pieces(portion: Portion, *, several: bool) -> list[Piece]:
    shown = []
    for piece in portion.pieces:
        words = _words(piece, several=several)
        shown.append(
            Piece(
                kind=_kind(piece),
                count=Fraction(piece.get("count", 1)),
                words=words[:1].upper() + words[1:],
            )
        )
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


def _change_patch(dose: queries.DoseToday) -> str:
    """On which day the patch is changed; nothing for what is no patch."""
    worn = worn_days(dose.running.version)
    if not worn or not dose.total:
        return ""
    into = (dose.running.on - dose.running.step.from_on).days % worn
    if into == 0:
        return _("Byt plåster i dag")
    day = dose.running.on + timedelta(days=worn - into)
    return _("Byt plåster %(day)s") % {"day": longday(day)}


def _medicine(dose: queries.DoseToday) -> Medicine:
    return Medicine(
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
        change_patch=_change_patch(dose),
    )


def _news(version: PlanVersion, at: datetime) -> str:
    """That the plan is new, for a day."""
    decided_at = version.decided_at
    if decided_at is None or at - decided_at >= NEW_FOR:
        return ""
    if localdate(decided_at) == localdate(at):
        return _("Ny plan sedan i dag")
    return _("Ny plan sedan i går")


def _news_text(version: PlanVersion) -> str:
    """What was changed, in the words of whoever changed it, and what to do."""
    text = _("Version %(number)d gäller nu. Kasta det gamla schemat.") % {
        "number": version.number
    }
    changed = version.what_changed.strip()
    if changed and changed[-1] not in ".?!":
        changed += "."
    return f"{changed} {text}".strip()


def _today(doses: list[queries.DoseToday], at: datetime) -> Today:
    now = doses[0].running
    following = now.following
    return Today(
        now=now,
        place=_place(doses[0]),
        news=_news(now.version, at),
        news_text=_news_text(now.version),
        next_dose=daily(following, now.version) if following else "",
        medicines=[_medicine(dose) for dose in doses],
    )


def _plans(doses: Iterable[queries.DoseToday], at: datetime) -> list[Today]:
    """Each plan once, with all its medicines."""
    by_plan: dict[Plan, list[queries.DoseToday]] = {}
    for dose in doses:
        by_plan.setdefault(dose.running.plan, []).append(dose)
    return [_today(group, at) for group in by_plan.values()]


def _beside(case: Case, plans: Iterable[Today]) -> list[str]:
    """What is taken as before, beside the plans."""
    moved = {name for plan in plans for name in queries.moved(plan.now.plan)}
    lines = queries.mapped(case) if moved else []
    return [taken_in_words(line) for line in lines if line.substance not in moved]


def _feels_bad(case: Case, felt: Symptom | None, on: date) -> bool:
    """Tell whether today's figure is high, or much higher than a few days ago."""
    if felt is None:
        return False
    lowest = queries.lowest_lately(case, on)
    return queries.is_high(felt.score) or queries.has_risen(felt.score, lowest)


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
        return MyDay(
            plans=[], beside=[], case=None, begins_on=None, felt=None, feels_bad=False
        )
    felt = Symptom.objects.filter(case=case, on=on).order_by("written_at").last()
    plans = _plans(queries.dose_today(case, on), at)
    return MyDay(
        plans=plans,
        beside=_beside(case, plans),
        case=case,
        begins_on=_begins_on(case, on),
        felt=felt,
        feels_bad=_feels_bad(case, felt, on),
    )
