"""The table of a plan: one row a step, with what was reckoned and what to see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from tapering import queries
from tapering.letters import period_in_words, prescribers_in_words
from tapering.lifecycle import Daypart
from tapering.pages.amounts import pieces_in_words
from tapering.pages.wording import in_words
from ui.templatetags.numbers import mg_or_dash, number, percent

Json = Mapping[str, Any]
USUAL = (Daypart.MORNING, Daypart.NOON, Daypart.EVENING)
# So many steps stand on one page; the rest is turned to.
SHOWN = 60
CUTS = {"cut_over_band", "cut_over_limit"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A dose of one daypart: mg, and the pieces that make it."""

    mg: str
    pieces: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the engine reckoned of a step, each number by itself."""

    target: str
    total: str
    over: str
    cut: str
    of_current: str
    of_start: str
    points: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something to see about one step, beside it."""

    key: str
    severity: str
    text: str
    help: str
    wants_reason: bool


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
    figures: Figures
    notes: list[Note] = field(default_factory=list)
    can_split: bool = False
    later_days: int = 0
    # Who prescribes its days and until when; two when one takes over within it.
    prescribers: list[str] = field(default_factory=list)

    @property
    def is_flagged(self) -> bool:
        """Tell whether somebody has to take a stand on it."""
        return self.mark in {"reason", "refuse"}

    @property
    def wants_reason(self) -> str:
        """The key of the first reason that is asked for here."""
        return next((note.key for note in self.notes if note.wants_reason), "")


def used_dayparts(answer: Json) -> list[str]:
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
    if cut is None or (
        row["n"] == 0 and not Fraction(queries.in_measure(cut, "mg") or 0)
    ):
        return _("nu")
    return percent(-Fraction(cut["percent_of_current"]) / 100)


def _cell(row: Json, part: str, *, named: bool) -> Cell:
    """All that is taken at one part of the day; named when medicines are several."""
    doses = [dose for dose in row["doses"] if dose.get("daypart", "") == part]
    lines = []
    for dose in doses:
        amount = mg_or_dash(queries.in_measure(dose, "mg"))
        lines.append(f"{dose['substance']} {amount}" if named else amount)
    return Cell(
        mg=", ".join(lines) or "–",
        pieces=", ".join(pieces_in_words(dose["pieces"]) for dose in doses),
    )


def _total(row: Json, substances: Sequence[str]) -> str:
    known = queries.in_measure(row, "total_mg")
    totals = {name: known.get(name, "0") for name in substances}
    if len(totals) == 1:
        return number(next(iter(totals.values())))
    return " + ".join(
        f"{name} {number(amount)}" for name, amount in totals.items() if amount != "0"
    )


def _figures(row: Json, taper: str) -> Figures:
    """Each number of a step; a dash where there is none."""
    cut, target = row["cut"] or {}, queries.in_measure(row, "target_mg")
    total = Fraction(queries.in_measure(row, "total_mg").get(taper, "0"))
    over = total - Fraction(target) if target is not None else None

    def share(name: str) -> str:
        return f"{number(cut[name])}\u00a0%" if cut.get(name) is not None else "–"

    return Figures(
        target=number(target) or "–",
        total=number(total),
        over="–" if over is None else number(over),
        cut=number(queries.in_measure(cut, "mg")) or "–",
        of_current=share("percent_of_current"),
        of_start=share("percent_of_start"),
        points=number(cut.get("occupancy_points")) or "–",
    )


def _notes(concerns: Iterable[queries.Concern], n: int) -> list[Note]:
    """What concerns this very step, gravest first."""
    mine = [concern.about(n) for concern in concerns if n in concern.steps]
    return [
        Note(
            key=stand.key,
            severity=stand.severity,
            text=stand.heading,
            help=stand.text,
            wants_reason=stand.wants_reason,
        )
        for stand in in_words(mine, {})
    ]


def _later_days(concerns: Iterable[queries.Concern], n: int) -> int:
    """How many days later a step that begins on an unlucky day would begin better."""
    for concern in concerns:
        if "later" in concern.values and n in concern.steps:
            return int(concern.values["later"][n])
    return 0


@dataclass(frozen=True, kw_only=True)
class Table:
    """The steps that are shown, and how many there are before and after them."""

    labels: list[str]
    rows: list[Row]
    first: int
    steps: int
    has_points: bool
    # A column when several take turns; else one line for all steps.
    names_prescribers: bool
    prescriber: str
    unit: str

    @property
    def is_whole(self) -> bool:
        """Tell whether every step is shown."""
        return len(self.rows) == self.steps

    @property
    def previous(self) -> int | None:
        """Where the page before begins."""
        return max(self.first - SHOWN, 0) if self.first else None

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.first + len(self.rows)
        return after if after < self.steps else None

    @property
    def last(self) -> int:
        """The last step that is shown."""
        return self.first + len(self.rows) - 1


def table_of(
    request: Json,
    answer: Json,
    concerns: Sequence[queries.Concern],
    *,
    at: int = 0,
    prescribers: Sequence[queries.Prescriber] = (),
) -> Table:
    """The headings of the dayparts and the rows from step `at` on."""
    shown, steps = used_dayparts(answer), answer["steps"]
    first = at if 0 <= at < len(steps) else 0
    gap = queries.Between.of(request)
    rows = [
        replace(
            _row(request, steps, n, concerns, shown, gap),
            prescribers=_prescribers(steps[n], prescribers),
        )
        for n in range(first, min(first + SHOWN, len(steps)))
    ]
    return Table(
        labels=[str(Daypart(part).label) if part else _("Plåster") for part in shown],
        rows=rows,
        first=first,
        steps=len(steps),
        has_points=any(row.figures.points != "–" for row in rows),
        names_prescribers=len(prescribers) > 1,
        prescriber=_only(prescribers, answer),
        unit="µg/h" if shown == [""] else _("mg/dygn"),
    )


def _only(known: Sequence[queries.Prescriber], answer: Json) -> str:
    """Whoever prescribes all of it, and until when."""
    if len(known) != 1:
        return ""
    starts = date.fromisoformat(answer["steps"][0]["from"])
    return f"{known[0].at} {period_in_words(known[0], starts)}"


def _prescribers(row: Json, known: Sequence[queries.Prescriber]) -> list[str]:
    first = date.fromisoformat(row["from"])
    last = first + timedelta(days=row["days"] - 1) if row["days"] else None
    return prescribers_in_words(known, first, last) if row["doses"] else []


def _row(
    request: Json,
    steps: Sequence[Json],
    n: int,
    concerns: Sequence[queries.Concern],
    shown: Iterable[str],
    gap: queries.Between,
) -> Row:
    row, substances = steps[n], queries.moved_by(request)
    notes = _notes(concerns, n)
    before = steps[n - 1]["doses"] if n else request["regimen"]
    is_cut = any(concern.code in CUTS and n in concern.steps for concern in concerns)
    return Row(
        n=n,
        from_on=date.fromisoformat(row["from"]),
        cells=[_cell(row, part, named=len(substances) > 1) for part in shown],
        total=_total(row, substances),
        change=_change(row),
        lasts=lasts_in_words(row["days"]),
        mark=notes[0].severity if notes else "",
        figures=_figures(row, request["taper"]),
        notes=notes,
        can_split=is_cut and gap.is_between(before, row["doses"]),
        later_days=_later_days(concerns, n),
    )
