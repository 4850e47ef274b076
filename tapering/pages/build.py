"""The table of a plan with what to take a stand on and what to prescribe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from tapering import queries
from tapering.lifecycle import Daypart, State
from tapering.models import Plan, PlanVersion
from tapering.pages.amounts import pieces_in_words, quantity_in_words
from tapering.pages.charts import plan_charts
from tapering.pages.wording import Stand, in_words, reasons_left
from ui.charts import Chart
from ui.templatetags.numbers import mg_or_dash, number, percent

Json = Mapping[str, Any]
USUAL = (Daypart.MORNING, Daypart.NOON, Daypart.EVENING)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A dose of one daypart: mg, and the pieces that make it."""

    mg: str
    pieces: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A step as a row."""

    n: int
    from_on: date
    cells: list[Cell]
    total: str
    change: str
    lasts: str
    mark: str
    is_current: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much of one strength: tablets, ml or patches."""

    substance: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """What to prescribe for one period."""

    from_on: date
    to_on: date
    rows: list[Amount]

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.to_on - self.from_on).days + 1


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Everything that the builder shows about an answer."""

    labels: list[str]
    rows: list[Row]
    charts: list[Chart]
    stands: list[Stand]
    left: str
    amounts: Amounts | None
    ends_on: date
    weeks: int


def _used(answer: Json) -> list[str]:
    """Dayparts with a column: those used, or else the usual three; none for patches."""
    used = {
        dose.get("daypart", "") for step in answer["steps"] for dose in step["doses"]
    }
    if "" in used:
        return [""]
    shown = used | (set(USUAL) if Daypart.NIGHT not in used else set(USUAL[:2]))
    return [part for part in Daypart.values if part in shown]


def lasts_in_words(days: int | None) -> str:
    """How long a step lasts, short: weeks when they are whole."""
    if days is None:
        return "–"
    if days % 7:
        return _("%(days)d d") % {"days": days}
    return _("%(weeks)d v") % {"weeks": days // 7}


def _change(row: Json) -> str:
    """The real cut against the dose before."""
    cut = row["cut"]
    if row.get("switch"):
        return _("byte")
    if row["n"] == 0 or cut is None:
        return _("nu")
    share = Fraction(cut["percent_of_current"])
    return percent(-share / 100)


def _cell(row: Json, part: str, *, named: bool) -> Cell:
    """All that is taken at one part of the day; named when medicines are several."""
    doses = [dose for dose in row["doses"] if dose.get("daypart", "") == part]
    lines = []
    for dose in doses:
        amount = mg_or_dash(dose_amount(dose))
        lines.append(f"{dose['substance']} {amount}" if named else amount)
    return Cell(
        mg=", ".join(lines) or "–",
        pieces=", ".join(pieces_in_words(dose["pieces"]) for dose in doses),
    )


def dose_amount(dose: Json) -> str:
    """The amount of one dose of an answer, mg or µg/h."""
    amount: str = dose["mg"] if "mg" in dose else dose["ug_per_h"]
    return amount


def row_totals(row: Json) -> Json:
    """The totals of one row of an answer, mg or µg/h."""
    totals: Json = row["total_mg"] if "total_mg" in row else row["total_ug_per_h"]
    return totals


def _total(row: Json, substances: Sequence[str]) -> str:
    totals = {name: row_totals(row).get(name, "0") for name in substances}
    if len(totals) == 1:
        return number(next(iter(totals.values())))
    return " + ".join(
        f"{name} {number(amount)}" for name, amount in totals.items() if amount != "0"
    )


def _row(
    row: Json,
    substances: Sequence[str],
    shown: Iterable[str],
    marks: Mapping[int, str],
) -> Row:
    return Row(
        n=row["n"],
        from_on=date.fromisoformat(row["from"]),
        cells=[_cell(row, part, named=len(substances) > 1) for part in shown],
        total=_total(row, substances),
        change=_change(row),
        lasts=lasts_in_words(row["days"]),
        mark=marks.get(row["n"], ""),
    )


def _marks(concerns: Iterable[queries.Concern]) -> dict[int, str]:
    """The gravest severity of each step."""
    marks: dict[int, str] = {}
    for concern in concerns:
        for step in concern.steps:
            marks.setdefault(step, concern.severity)
    return marks


def amounts_of(answer: Json, on: date) -> Amounts | None:
    """What to prescribe for the period of a day, or the first one to come."""
    periods = sorted({(row["from"], row["to"]) for row in answer["quantities"]})
    ahead = [period for period in periods if period[1] >= on.isoformat()]
    if not ahead:
        return None
    first, last = ahead[0]
    return Amounts(
        from_on=date.fromisoformat(first),
        to_on=date.fromisoformat(last),
        rows=[
            Amount(substance=row["substance"], words=quantity_in_words(row))
            for row in answer["quantities"]
            if row["from"] == first and queries.amount_of(row)
        ],
    )


def rows_of(
    answer: Json, substances: Sequence[str], marks: Mapping[int, str]
) -> tuple[list[str], list[Row]]:
    """The headings of the dayparts and the rows of the table."""
    shown = _used(answer)
    rows = [_row(row, substances, shown, marks) for row in answer["steps"]]
    labels = [str(Daypart(part).label) if part else _("Plåster") for part in shown]
    return labels, rows


def preview(
    plan: Plan,
    request: Json,
    answer: Json,
    *,
    on: date,
    reasons: Mapping[str, str],
    before: PlanVersion | None = None,
    prescribers: Sequence[queries.Prescriber] | None = None,
) -> Preview:
    """Gather what the builder and the version page show about an answer."""
    concerns = queries.weigh(
        plan, dict(request), dict(answer), on, prescribers=prescribers
    )
    stands = in_words(concerns, reasons)
    substances = queries.moved_by(request)
    labels, rows = rows_of(answer, substances, _marks(concerns))
    ends_on = date.fromisoformat(answer["ends_on"])
    start = rows[0].from_on
    return Preview(
        labels=labels,
        rows=rows,
        charts=plan_charts(substances, answer, before=before),
        stands=stands,
        left=reasons_left(stands),
        amounts=amounts_of(answer, max(on, start)),
        ends_on=ends_on,
        weeks=(ends_on - start).days // 7,
    )


@dataclass(frozen=True, kw_only=True)
class ShownVersion:
    """A version as its own page shows it."""

    version: PlanVersion
    preview: Preview
    is_old: bool
    replaces: PlanVersion | None
    policy_words: str
    sources: str


def shown_version(version: PlanVersion, *, on: date) -> ShownVersion:
    """The page of one version: the answer as it was stored."""
    return ShownVersion(
        version=version,
        preview=preview(
            version.plan,
            version.request,
            version.answer,
            on=on,
            reasons=version.reasons,
            before=version.replaces,
            prescribers=queries.prescribers_of(version),
        ),
        is_old=version.state == State.SUPERSEDED,
        replaces=version.replaces,
        policy_words=version.policy.words,
        sources=version.policy.source,
    )
