"""Two rules side by side: both curves in one chart, and what each costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering import queries
from tapering.models import Policy
from tapering.pages.amounts import in_unit, quantity_in_words
from tapering.pages.charts import answer_points
from tapering.pages.wording import in_words
from ui.charts import Chart, Curve, Dose, compare_chart
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import number, percent

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What one rule makes of the choices, or why it makes nothing."""

    policy: Policy
    request: Json | None = None
    answer: Json | None = None
    concerns: tuple[queries.Concern, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is compared, for each rule."""

    what: str
    cells: list[str]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The page: a chart, lines, and the rules to choose between."""

    sides: Sequence[Compared]
    chart: Chart | None
    lines: list[Line]


def _weeks(answer: Json) -> str:
    days = (_last(answer) - date.fromisoformat(answer["steps"][0]["from"])).days
    weeks = -(-days // 7)
    return ngettext("%(weeks)d vecka", "%(weeks)d veckor", weeks) % {"weeks": weeks}


def _last(answer: Json) -> date:
    return date.fromisoformat(answer["ends_on"])


def _cuts(answer: Json) -> list[Json]:
    return [step["cut"] for step in answer["steps"][1:] if step["cut"]]


def _largest_cut(answer: Json, unit: str) -> str:
    cuts = [Fraction(queries.in_measure(cut, "mg")) for cut in _cuts(answer)]
    return in_unit(max(cuts, default=Fraction(0)), unit)


def _largest_share(answer: Json) -> str:
    """Of the dose before; the jump from the last dose to nothing is said by itself."""
    shares = [Fraction(cut["percent_of_current"]) for cut in _cuts(answer)[:-1]]
    return percent(max(shares) / 100) if shares else "–"


def _last_dose(answer: Json, taper: str, unit: str) -> str:
    """The dose from which the plan goes to its goal."""
    rows = answer["steps"][-2:]
    totals = queries.in_measure(rows[0], "total_mg")
    return in_unit(Decimal(totals.get(taper, "0")), unit)


def _pieces(answer: Json) -> str:
    """Everything that is dispensed in the whole plan, by strength."""
    sums: dict[str, Json] = {}
    for row in answer["quantities"]:
        kind = str({k: v for k, v in row.items() if k not in _COUNTED})
        amount = queries.amount_of(row)
        known = sums.setdefault(kind, {**row, "sum": Decimal(0)})
        known["sum"] += amount
    return ", ".join(quantity_in_words(_summed(row)) for row in sums.values()) or "–"


_COUNTED = {"from", "to", "tablets", "ml", "patches"}


def _summed(row: Json) -> Json:
    whole = row["sum"]
    for name in ("tablets", "ml", "patches"):
        if name in row:
            said = number(whole) if name == "ml" else int(whole)
            return {**row, name: str(whole) if name == "ml" else said}
    return row


def _findings(side: Compared) -> str:
    shown = [s.heading for s in in_words(side.concerns, {}) if s.severity != "note"]
    return "; ".join(shown) or _("Inget som kräver motivering")


def _lines(sides: Sequence[Compared]) -> list[Line]:
    def line(what: str, say: Any) -> Line:
        return Line(
            what=what, cells=[say(side) if side.answer else "–" for side in sides]
        )

    def unit(side: Compared) -> str:
        return queries.unit_of(side.request or {"products": []})

    return [
        line(_("Tid"), lambda side: _weeks(side.answer)),
        line(_("Slut"), lambda side: longday_with_year(_last(side.answer))),
        line(_("Antal steg"), lambda side: str(len(side.answer["steps"]) - 1)),
        line(
            _("Största minskning"), lambda side: _largest_cut(side.answer, unit(side))
        ),
        line(
            _("Största minskning av dosen före, utom den sista"),
            lambda side: _largest_share(side.answer),
        ),
        line(
            _("Sista dosen före målet"),
            lambda side: _last_dose(side.answer, side.request["taper"], unit(side)),
        ),
        line(_("Att förskriva i hela planen"), lambda side: _pieces(side.answer)),
        line(_("Att ta ställning till"), _findings),
        line(_("Källa"), lambda side: side.policy.source),
    ]


def _chart(substance: str, sides: Sequence[Compared]) -> Chart | None:
    if not all(side.answer for side in sides):
        return None
    first, second = (
        tuple(
            Dose(on=on, amount=amount)
            for on, amount in answer_points(side.answer or {}, substance)
        )
        for side in sides
    )
    unit = "µg/h" if queries.unit_of(sides[0].request or {}) == "ug_per_h" else "mg"
    return compare_chart(
        Curve(name=sides[0].policy.name, doses=first),
        Curve(name=sides[1].policy.name, doses=second),
        substance=substance,
        unit=unit,
    )


def comparison(substance: str, sides: Sequence[Compared]) -> Comparison:
    """Two rules as the page shows them."""
    return Comparison(sides=sides, chart=_chart(substance, sides), lines=_lines(sides))
