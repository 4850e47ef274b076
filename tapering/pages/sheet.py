"""The printed schedule: 28 days by week, tablets drawn and counted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from tapering import queries
from tapering.models import PlanVersion
from tapering.queries.running import Portion
from ui.templatetags.dates import short_day
from ui.templatetags.numbers import count, listed, mg, number


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """So many of one strength."""

    count: Fraction
    text: str


@dataclass(frozen=True, kw_only=True)
class Box:
    """What to tick at one part of the day; empty when nothing is taken."""

    pieces: list[Drawn]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A day."""

    on: date
    boxes: list[Box]
    total: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Days with the same dose, at most a week; `heading` stands above them."""

    heading: str
    dose: str
    news: str
    stays: bool
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class ShownSheet:
    """The whole sheet."""

    heading: str
    first_on: date
    last_on: date
    labels: list[str]
    stretches: list[Stretch]
    legend: list[tuple[Fraction, str]]


def _box(portion: Portion, several: bool) -> Box:  # noqa: FBT001 - one place uses it
    pieces = []
    for piece in portion.pieces:
        amount = Fraction(piece["count"])
        text = count(amount)
        if several:
            text = f"{text} × {number(piece['strength_mg'])} mg"
        pieces.append(Drawn(count=amount, text=text))
    return Box(pieces=pieces)


def _news(day: queries.Day) -> str:
    if day.stays_until_word:
        return _("Stanna på den här dosen tills vi har pratat")
    if day.starts_lower:
        return _("Ny lägre dos från i dag: %(dose)s om dagen") % {"dose": mg(day.total)}
    return ""


def _heading(days: list[queries.Day]) -> str:
    """10–16 nov, or 30 nov – 6 dec."""
    first, last = days[0].on, days[-1].on
    if first == last:
        return short_day(first)
    if first.month == last.month:
        return f"{first.day}–{short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def _stretches(days: list[queries.Day], *, several: bool) -> list[Stretch]:
    """A new stretch each week and each time that something changes."""
    groups: list[list[queries.Day]] = []
    for day in days:
        begins = day.starts_week or day.starts_lower or day.stays_until_word
        if begins or not groups:
            groups.append([])
        groups[-1].append(day)
    return [
        Stretch(
            heading=_heading(group),
            dose=_("%(dose)s om dagen") % {"dose": mg(group[0].total)},
            news=_news(group[0]),
            stays=group[0].stays_until_word,
            lines=[
                Line(
                    on=day.on,
                    boxes=[_box(portion, several) for portion in day.portions],
                    total=mg(day.total),
                )
                for day in group
            ],
        )
        for group in groups
    ]


def _tablets(days: list[queries.Day]) -> tuple[list[Decimal], bool]:
    """Strengths on the sheet, and whether any of them is broken."""
    pieces = [p for day in days for portion in day.portions for p in portion.pieces]
    strengths = {Decimal(piece["strength_mg"]) for piece in pieces}
    broken = any(Fraction(piece["count"]).denominator > 1 for piece in pieces)
    return sorted(strengths, reverse=True), broken


def _what(strengths: list[Decimal], *, broken: bool) -> str:
    if not strengths:
        return _("Inga tabletter")
    words = {"strengths": listed([number(strength) for strength in strengths])}
    if broken:
        return _("Tabletter %(strengths)s mg som kan delas") % words
    return _("Tabletter %(strengths)s mg") % words


def _legend(
    strengths: list[Decimal], days: list[queries.Day]
) -> list[tuple[Fraction, str]]:
    """What each drawing means; the dose of a part where there is one strength."""
    used = {
        Fraction(piece["count"]) % 1
        for day in days
        for portion in day.portions
        for piece in portion.pieces
    }
    names = {
        Fraction(1, 4): _("en kvarts tablett"),
        Fraction(1, 2): _("en halv tablett"),
        Fraction(3, 4): _("tre kvarts tablett"),
    }
    found = [(Fraction(1), _("en hel tablett"))]
    for part, name in names.items():
        if part in used:
            dose = ""
            if len(strengths) == 1:
                dose = f" ({mg(Fraction(strengths[0]) * part)})"
            found.append((part, name + dose))
    return found


def shown_sheet(version: PlanVersion, first: date) -> ShownSheet:
    """The sheet of a version from a day on."""
    sheet = queries.plan_page(version, first, version.substances[-1])
    strengths, broken = _tablets(sheet.days)
    return ShownSheet(
        heading=_what(strengths, broken=broken),
        first_on=sheet.first_on,
        last_on=sheet.last_on,
        labels=sheet.labels,
        stretches=_stretches(sheet.days, several=len(strengths) > 1),
        legend=_legend(strengths, sheet.days),
    )
