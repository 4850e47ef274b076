"""A rule as a person reads it: how much, how often, and what it makes of a dose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering import queries
from tapering.lifecycle import Daypart
from tapering.models import Policy
from tapering.pages.charts import answer_points
from ui.charts import Chart, Course, Dose, step_chart
from ui.templatetags.numbers import mg, number, percent

Rule = Mapping[str, Any]
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Level:
    """One band: while the dose is so high, so much is taken away so often."""

    where: str
    how_much: str
    how_often: str
    is_missing: bool


def figure(text: object) -> str:
    """A number of the rule as here: 2,5; what is no number stays as it is."""
    try:
        return number(Decimal(str(text)))
    except InvalidOperation:
        return str(text)


def how_often(days: object) -> str:
    """Varje vecka, var 14:e dag: how long each dose lasts.

    >>> how_often(7), how_often(14), how_often(30)
    ('varje vecka', 'varannan vecka', 'var 30:e dag')
    """
    if not isinstance(days, int) or not days:
        return ""
    weeks, rest = divmod(days, WEEK)
    known = {
        1: _("varje vecka"),
        2: _("varannan vecka"),
        3: _("var tredje vecka"),
        4: _("var fjärde vecka"),
        6: _("var sjätte vecka"),
        8: _("var åttonde vecka"),
    }
    if not rest and weeks in known:
        return known[weeks]
    by_days = {1: _("varje dag"), 2: _("varannan dag"), 3: _("var tredje dag")}
    if days in by_days:
        return by_days[days]
    # Swedish counts ...1:a and ...2:a, but 11:e and 12:e.
    ends_in_a = days % 10 in {1, 2} and days % 100 not in {11, 12}
    if ends_in_a:
        return _("var %(days)d:a dag") % {"days": days}
    return _("var %(days)d:e dag") % {"days": days}


def how_much(size: object, of: object) -> str:
    """What is taken away each time: 10 % av dosen just då, 2 mg."""
    if not size:
        return ""
    shown = {"size": figure(size)}
    return {
        "current": _("%(size)s\u00a0%% av dosen just då"),
        "start": _("%(size)s\u00a0%% av startdosen"),
        "mg": _("%(size)s\u00a0mg"),
        "occupancy": _("%(size)s procentenheter receptorbeläggning"),
    }.get(str(of), _("%(size)s\u00a0%%, oklart av vad")) % shown


def _where(band: Mapping[str, Any], *, is_only: bool) -> str:
    above = band.get("above")
    if not above:
        return ""
    if above == "0":
        return _("Hela vägen") if is_only else _("Till slut")
    if band.get("unit") == "percent_of_start":
        return _("Över %(share)s\u00a0%% av startdosen") % {"share": figure(above)}
    return _("Över %(dose)s\u00a0mg") % {"dose": figure(above)}


def levels(rule: Rule) -> list[Level]:
    """The bands in words, from the highest dose down."""
    bands = rule.get("bands") or []
    shown = []
    for band in bands:
        words = (
            _where(band, is_only=len(bands) == 1),
            how_much(band.get("size"), band.get("of")),
            how_often(band.get("every_days")),
        )
        shown.append(
            Level(
                where=words[0],
                how_much=words[1],
                how_often=words[2],
                is_missing=not all(words) or not band.get("of"),
            )
        )
    return shown


def in_short(rule: Rule) -> str:
    """The first level in one line, for lists and choices."""
    shown = levels(rule)
    if not shown:
        return ""
    first, *rest = shown
    words = ", ".join(filter(None, [first.how_much, first.how_often]))
    if not rest:
        return words
    more = ngettext("%(n)d nivå till", "%(n)d nivåer till", len(rest))
    return f"{words} (+ {more % {'n': len(rest)}})"


def _ends(rule: Rule) -> Iterator[str]:
    goal, stop = rule.get("goal_mg", "0"), rule.get("stop_below_mg", "0")
    if goal != "0":
        yield _("Målet är %(dose)s\u00a0mg om dagen.") % {"dose": figure(goal)}
    if stop != "0":
        yield _("Under %(dose)s\u00a0mg tas läkemedlet bort.") % {"dose": figure(stop)}


def _limits(rule: Rule) -> Iterator[str]:
    for limit in rule.get("limits") or []:
        yield _(
            "Mer än %(much)s på %(days)s dagar kräver en motivering (%(from)s)."
        ) % {
            "much": how_much(limit.get("size"), limit.get("of")),
            "days": limit.get("days"),
            "from": limit.get("source") or _("enhetens gräns"),
        }


def _taking(rule: Rule) -> Iterator[str]:
    order = [str(Daypart(part).label).lower() for part in rule.get("order") or []]
    shown = {"order": ", ".join(order)}
    words = {
        "even": _("Tas jämnt från dygnets doser."),
        "round_robin": _("En dos i taget sänks, i tur och ordning: %(order)s."),
        "one_at_a_time": _("En dos i taget sänks ända ned: %(order)s."),
    }
    rounding = {
        "slower": _("Avrundas åt det långsammare hållet."),
        "faster": _("Avrundas åt det snabbare hållet."),
        "nearest": _("Avrundas till närmaste dos som går att göra."),
    }
    yield words.get(str(rule.get("take", "even")), "") % shown
    yield rounding.get(str(rule.get("rounding", "slower")), "")


def details(rule: Rule) -> list[str]:
    """How it ends, what wants a reason, how doses are made."""
    found = [*_ends(rule), *_limits(rule), *_taking(rule)]
    known = rule.get("occupancy")
    if known:
        found.append(
            _("Halva beläggningen vid %(dose)s\u00a0mg (%(from)s).")
            % {"dose": figure(known["half_dose_mg"]), "from": known["source"]}
        )
    return found


def _days(days: int | None) -> str:
    if days is None:
        return _("Står inte i regeln")
    return ngettext("%(n)d dag", "%(n)d dagar", days) % {"n": days}


def _times(times: int | None) -> str:
    if times is None:
        return _("Står inte i regeln")
    return ngettext("%(n)d paus", "%(n)d pauser", times) % {"n": times}


def care(policy: Policy) -> list[dict[str, str]]:
    """The half that people do: who may what, and how long."""
    rows = {
        _("Varje steg bekräftas först"): _("Ja")
        if policy.confirm_each_step
        else _("Nej"),
        _("Får pausa"): str(policy.get_who_may_hold_display()),
        _("Får sakta ned"): str(policy.get_who_may_slow_down_display()),
        _("Får gå upp ett steg"): str(policy.get_who_may_step_back_display()),
        _("Får bekräfta ett steg"): str(policy.get_who_may_confirm_display()),
        _("En paus är"): _days(policy.hold_days),
        _("En paus är för lång efter"): _days(policy.longest_hold_days),
        _("Lägre mål föreslås efter"): _times(policy.holds_before_goal),
        _("Längst mellan kontakter"): _days(policy.max_gap_days),
    }
    return [{"label": label, "value": value} for label, value in rows.items()]


@dataclass(frozen=True, kw_only=True)
class TriedRow:
    """One step of what a rule makes of a dose."""

    n: int
    week: str
    dose: str
    cut: str
    share: str
    lasts: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a rule makes of a dose: table, chart, and how long it takes."""

    dose: str
    typed: str
    weeks: str
    steps: int
    rows: list[TriedRow]
    chart: Chart


def _row(row: Mapping[str, Any], started: date) -> TriedRow:
    weeks = Decimal((date.fromisoformat(row["from"]) - started).days) / WEEK
    total = next(iter(row["total_mg"].values()))
    cut = row["cut"]
    return TriedRow(
        n=row["n"],
        week=number(weeks.quantize(Decimal("0.1"))),
        dose=mg(total),
        cut=mg(cut["mg"]) if row["n"] else "",
        share=percent(Decimal(cut["percent_of_current"]) / 100) if row["n"] else "",
        lasts=_days(row["days"]) if row["days"] else "",
    )


def tried(rule: Rule, dose: Decimal | None = None) -> Tried | str:
    """What a rule makes of a dose, or the sentence that says why nothing."""
    rule = dict(rule)
    dose = dose or queries.shown_dose(rule)
    try:
        answer = queries.try_rule(rule, dose)
    except queries.Unanswerable as refusal:
        return str(refusal)
    started = date.fromisoformat(answer["steps"][0]["from"])
    return Tried(
        dose=mg(dose),
        typed=number(dose),
        weeks=number(queries.weeks_of(answer).quantize(Decimal("0.1"))),
        steps=len(answer["steps"]) - 1,
        rows=[_row(row, started) for row in answer["steps"]],
        chart=_chart(answer),
    )


def _chart(answer: Mapping[str, Any]) -> Chart:
    points = answer_points(answer, queries.TRIED_SUBSTANCE)
    planned = tuple(Dose(on=on, amount=amount) for on, amount in points)
    return step_chart(
        Course(substance=_("Exempel"), planned=planned), key="regel", width=500
    )
