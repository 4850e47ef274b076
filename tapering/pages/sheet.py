"""The printed schedule: 28 days by week, what to take drawn and counted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jurisdictions.regimes import REGIMES
from tapering import queries
from tapering.models import PlanVersion
from tapering.pages.amounts import in_unit, strength_of
from tapering.queries import News
from tapering.queries.running import Portion
from tapering.queries.schedule import SHEET_DAYS
from ui.templatetags.dates import short_day
from ui.templatetags.numbers import NO_BREAK, count, listed, number

# More pieces than this are said, not drawn: a row holds one line.
MOST_DRAWN = 4


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """So much of one strength. `count` is zero for what is not a tablet."""

    count: Fraction
    text: str


@dataclass(frozen=True, kw_only=True)
class Box:
    """What to tick at one part of the day; empty when nothing is taken.

    `stays` is said of a patch that was put on another day.
    """

    pieces: list[Drawn]
    stays: bool = False

    @property
    def is_drawn(self) -> bool:
        """Tell whether there is room to draw the tablets."""
        return sum(piece.count for piece in self.pieces) <= MOST_DRAWN


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
    """The whole sheet of one medicine."""

    substance: str
    heading: str
    first_on: date
    last_on: date
    labels: list[str]
    stretches: list[Stretch]
    legend: list[tuple[Fraction, str]]


def _drawn(piece: Mapping[str, str], *, several: bool) -> Drawn:
    if "ml" in piece:
        text = _("%(ml)s ml") % {"ml": number(piece["ml"])}
        return Drawn(count=Fraction(0), text=text)
    amount = Fraction(piece["count"])
    text = count(amount)
    if several or "ug_per_h" in piece:
        text = f"{text} × {strength_of(piece)}".replace(" ", NO_BREAK)
    return Drawn(count=amount if "strength_mg" in piece else Fraction(0), text=text)


def worn_days(version: PlanVersion) -> int:
    """How many days each patch of a version is worn; nought when it has none."""
    worn = [product.get("worn_days", 0) for product in version.request["products"]]
    return min((days for days in worn if days), default=0)


def _box(portion: Portion, *, several: bool, stays: bool) -> Box:
    if stays and portion.pieces:
        return Box(pieces=[], stays=True)
    return Box(pieces=[_drawn(piece, several=several) for piece in portion.pieces])


def _news(day: queries.Day, unit: str) -> str:
    if day.stays_until_word:
        return _("Stanna på den här dosen tills vi har pratat")
    words = {"dose": in_unit(day.total, unit)}
    if day.news == News.LOWER:
        return _("Ny lägre dos från i dag: %(dose)s om dagen") % words
    if day.news == News.HIGHER:
        return _("Ny högre dos från i dag: %(dose)s om dagen") % words
    if day.news == News.OTHERWISE:
        return _("Andra tider från i dag, samma dos: %(dose)s om dagen") % words
    return ""


def _heading(days: list[queries.Day]) -> str:
    """10–16 nov, or 30 nov – 6 dec."""
    first, last = days[0].on, days[-1].on
    if first == last:
        return short_day(first)
    if first.month == last.month:
        return f"{first.day}–{short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def _gathered(days: Iterable[queries.Day]) -> list[list[queries.Day]]:
    """A new stretch each week and each time that something changes."""
    groups: list[list[queries.Day]] = []
    for day in days:
        if not groups or day.starts_week or day.news or day.stays_until_word:
            groups.append([])
        groups[-1].append(day)
    return groups


def _line(day: queries.Day, unit: str, *, several: bool, worn: int) -> Line:
    stays = bool(worn) and day.of_step % worn > 0
    return Line(
        on=day.on,
        boxes=[_box(part, several=several, stays=stays) for part in day.portions],
        total=in_unit(day.total, unit),
    )


def _strengths(sheet: queries.Sheet) -> list[str]:
    """What one piece is, of each kind on the sheet, strongest first."""
    pieces = [
        piece
        for day in sheet.days
        for portion in day.portions
        for piece in portion.pieces
    ]
    amounts = {
        strength_of(piece): Decimal(
            piece.get("strength_mg") or piece.get("mg_per_ml") or piece["ug_per_h"]
        )
        for piece in pieces
    }
    return sorted(amounts, key=lambda words: amounts[words], reverse=True)


def _counts(sheet: queries.Sheet) -> list[Fraction]:
    """How many of each tablet, wherever one is taken."""
    return [
        Fraction(piece["count"])
        for day in sheet.days
        for portion in day.portions
        for piece in portion.pieces
        if "strength_mg" in piece
    ]


def _what(sheet: queries.Sheet) -> str:
    strengths = _strengths(sheet)
    if not strengths:
        return _("Inga tabletter")
    words = {"strengths": listed(strengths)}
    counts = _counts(sheet)
    if not counts:
        return listed(strengths)
    if any(amount.denominator > 1 for amount in counts):
        return _("Tabletter %(strengths)s som kan delas") % words
    return _("Tabletter %(strengths)s") % words


def _legend(sheet: queries.Sheet) -> list[tuple[Fraction, str]]:
    """What each drawing means."""
    names = {
        Fraction(1, 4): _("en kvarts tablett"),
        Fraction(1, 2): _("en halv tablett"),
        Fraction(3, 4): _("tre kvarts tablett"),
    }
    counts = _counts(sheet)
    found = [(Fraction(1), _("en hel tablett"))] if any(counts) else []
    used = {amount % 1 for amount in counts}
    return [*found, *[(part, name) for part, name in names.items() if part in used]]


def _shown(sheet: queries.Sheet, worn: int) -> ShownSheet:
    several = len(_strengths(sheet)) > 1
    stretches = [
        Stretch(
            heading=_heading(days),
            dose=_("%(dose)s om dagen") % {"dose": in_unit(days[0].total, sheet.unit)},
            news=_news(days[0], sheet.unit),
            stays=days[0].stays_until_word,
            lines=[_line(day, sheet.unit, several=several, worn=worn) for day in days],
        )
        for days in _gathered(sheet.days)
    ]
    return ShownSheet(
        substance=sheet.substance,
        heading=_what(sheet),
        first_on=sheet.first_on,
        last_on=sheet.last_on,
        labels=[label or _("Plåster") for label in sheet.labels],
        stretches=stretches,
        legend=_legend(sheet),
    )


def shown_sheets(
    version: PlanVersion, first: date, days: int = SHEET_DAYS
) -> list[ShownSheet]:
    """The sheets of a version from a day on, one for each medicine that is taken."""
    worn = worn_days(version)
    return [_shown(sheet, worn) for sheet in queries.plan_pages(version, first, days)]


Segment = dict[str, Any]
STRONG = re.compile(r"<b>(.*?)</b>")


def in_segments(marked: str) -> list[Segment]:
    """A sentence with <b> marks in pieces, so that no mark-up is ever built.

    >>> in_segments("Ring <b>112</b>.")
    [{'text': 'Ring ', 'strong': False}, {'text': '112', 'strong': True}, \
{'text': '.', 'strong': False}]
    """
    parts = STRONG.split(marked)
    return [
        {"text": text, "strong": bool(place % 2)}
        for place, text in enumerate(parts)
        if text
    ]


def _phone() -> str:
    """The unit's number, with its hours when they are known."""
    if not settings.UNIT_PHONE_HOURS:
        return settings.UNIT_PHONE
    words = {"phone": settings.UNIT_PHONE, "hours": settings.UNIT_PHONE_HOURS}
    return _("%(phone)s (vardag %(hours)s)") % words


def warning_parts() -> list[Segment]:
    """What stands in the box on every sheet, with what matters most in bold."""
    regime = REGIMES[settings.JURISDICTION]
    danger = _(
        "Mår du sämre: stanna på dosen och ring oss, <b>%(phone)s</b>. Annan tid: "
        "<b>%(advice)s</b>. Kramper, svår förvirring eller fara för livet: "
        "<b>%(emergency)s</b>."
    ) % {
        "phone": _phone(),
        "advice": regime.advice.number,
        "emergency": regime.emergency.number,
    }
    stop, alone = _("Sluta inte tvärt."), _("Ändra inte dosen på egen hand.")
    return in_segments(f"<b>{stop}</b> {alone} {danger}")
