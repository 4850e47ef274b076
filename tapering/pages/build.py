"""The table of a plan with what to take a stand on and what to prescribe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from tapering import queries
from tapering.lifecycle import Daypart, State
from tapering.models import Plan, PlanVersion
from tapering.pages.charts import plan_chart
from tapering.pages.wording import Stand, in_words, reasons_left
from ui.charts import Chart
from ui.templatetags.numbers import NO_BREAK, count, mg_or_dash, number, percent

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
    """How many tablets of one strength."""

    tablets: int
    strength: str


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
    chart: Chart
    stands: list[Stand]
    left: str
    amounts: Amounts | None
    ends_on: date
    weeks: int


def pieces_in_words(pieces: Iterable[Mapping[str, str]]) -> str:
    """½ av 10, 1 av 15: which tablets."""
    parts = [
        _("%(count)s av %(strength)s")
        % {
            "count": count(Fraction(piece["count"])),
            "strength": number(piece["strength_mg"]),
        }
        for piece in pieces
    ]
    return ", ".join(part.replace(" ", NO_BREAK) for part in parts)


def _used(answer: Json, substance: str) -> list[str]:
    """Dayparts with a column: those used, or else the usual three."""
    used = {
        dose["daypart"]
        for step in answer["steps"]
        for dose in step["doses"]
        if dose["substance"] == substance
    }
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
    if row["n"] == 0 or cut is None:
        return _("nu")
    share = Fraction(cut["percent_of_current"])
    return percent(-share / 100)


def _row(
    row: Json, substance: str, shown: Iterable[str], marks: Mapping[int, str]
) -> Row:
    doses = {d["daypart"]: d for d in row["doses"] if d["substance"] == substance}
    return Row(
        n=row["n"],
        from_on=date.fromisoformat(row["from"]),
        cells=[
            Cell(
                mg=mg_or_dash(doses[part]["mg"]) if part in doses else "–",
                pieces=pieces_in_words(doses[part]["pieces"]) if part in doses else "",
            )
            for part in shown
        ],
        total=number(row["total_mg"].get(substance, "0")),
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
            Amount(tablets=row["tablets"], strength=number(row["strength_mg"]))
            for row in answer["quantities"]
            if row["from"] == first and row["tablets"]
        ],
    )


def rows_of(
    answer: Json, substance: str, marks: Mapping[int, str]
) -> tuple[list[str], list[Row]]:
    """The headings of the dayparts and the rows of the table."""
    shown = _used(answer, substance)
    rows = [_row(row, substance, shown, marks) for row in answer["steps"]]
    return [str(Daypart(part).label) for part in shown], rows


def preview(
    plan: Plan,
    request: Json,
    answer: Json,
    *,
    on: date,
    reasons: Mapping[str, str],
    before: PlanVersion | None = None,
) -> Preview:
    """Gather what the builder and the version page show about an answer."""
    concerns = queries.weigh(plan, dict(request), dict(answer), on)
    stands = in_words(concerns, reasons)
    labels, rows = rows_of(answer, plan.substance, _marks(concerns))
    ends_on = date.fromisoformat(answer["ends_on"])
    start = rows[0].from_on
    return Preview(
        labels=labels,
        rows=rows,
        chart=plan_chart(plan.substance, answer, before=before),
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
        ),
        is_old=version.state == State.SUPERSEDED,
        replaces=version.replaces,
        policy_words=version.policy.words,
        sources=version.policy.sources,
    )
