"""The grid of steps written by hand: what was posted, and what is wrong in which cell.

All steps travel in one field (`steps`); cells are posted only of the rows that are
shown, so that a plan of two thousand steps can still be written by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jurisdictions import doses
from jurisdictions.typed import Fault
from tapering.lifecycle import Daypart
from tapering.queries import Grid, HandRow, Json, dose_row, exact_text
from tapering.queries.grid import (
    LONGEST_CELL,
    day_of,
    days_of,
    dumped,
    loaded,
    remembered,
)
from ui.fields import DateField
from ui.templatetags.numbers import decimal_mark

SHOWN_ROWS = 40
LONGEST_STEP = 730
LARGEST = Decimal(10_000)
CELL = "cell"


@dataclass(frozen=True, kw_only=True)
class Written:
    """The grid as posted, what it was before, and which rows are shown."""

    grid: Grid
    undo: tuple[str, ...] = ()
    at: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All steps, for the hidden field."""
        return dumped(self.grid)

    @property
    def undo_text(self) -> str:
        """What can be gone back to, for the hidden field."""
        return json.dumps(self.undo, ensure_ascii=False)

    @property
    def left_behind(self) -> str:
        """The same with the grid itself, to come back to from the rule."""
        undo = remembered(self.undo, self.text)
        return json.dumps(undo, ensure_ascii=False)

    @property
    def steps(self) -> list[Json]:
        """The steps as the engine reads them; only when no cell is wrong."""
        last = len(self.grid.rows) - 1
        return [
            {
                "from": row.starts,
                "days": days_of(row.days) if n < last else None,
                "doses": _doses(self.grid, row),
            }
            for n, row in enumerate(self.grid.rows)
        ]

    def changed(self, grid: Grid) -> "Written":
        """The same with another grid, and the one before to go back to."""
        if grid == self.grid:
            return self
        undo = remembered(self.undo, self.text)
        return replace(self, grid=grid, undo=undo, faults={})

    def undone(self) -> "Written":
        """What stood before the last change."""
        if not self.undo:
            return self
        before = loaded(self.undo[-1])
        return replace(self, grid=before or self.grid, undo=self.undo[:-1], faults={})


def said(amount: Decimal | str | None) -> str:
    """A dose as it is written here: exact, with our decimal mark; none is empty."""
    known = Decimal(amount or 0)
    return exact_text(known).replace(".", decimal_mark()) if known else ""


def cell_name(n: int, column: int | str) -> str:
    """The name of one cell: of row `n`, "from", "days" or the number of a dose."""
    return f"{CELL}-{n}-{column}"


def _doses(grid: Grid, row: HandRow) -> list[Json]:
    found = []
    for (substance, part), text in zip(grid.slots, row.doses, strict=True):
        amount = _amount(text)
        if amount:
            found.append(dose_row(substance, part, amount))
    return found


def _amount(text: str) -> Decimal:
    """The dose that was written; an empty cell is none."""
    return doses.parse(text, allow_zero=True) if text.strip() else Decimal(0)


def _iso(text: str) -> str:
    """A day typed in any way we read, as ISO; anything else as typed."""
    try:
        return str(DateField(required=False).clean(text) or "")
    except forms.ValidationError:
        return text


def _typed(row: HandRow, n: int, data: Mapping[str, Any]) -> HandRow:
    """A row with what stands in its cells, where they were posted."""

    def cell(column: int | str, known: str) -> str:
        text = str(data.get(cell_name(n, column), known))
        return text.replace("\x00", "").strip()[:LONGEST_CELL]

    return HandRow(
        starts=_iso(cell("from", row.starts)),
        days=cell("days", row.days),
        doses=tuple(cell(k, dose) for k, dose in enumerate(row.doses)),
    )


def _undo(data: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        known = json.loads(str(data.get("undo") or "[]"))
    except (ValueError, RecursionError):
        return ()
    texts = known if isinstance(known, list) else []
    return tuple(text for text in texts if isinstance(text, str))


def _at(data: Mapping[str, Any], rows: int) -> int:
    at = days_of(str(data.get("at", "0")))
    return at if at < rows else 0


def left_behind(data: Mapping[str, Any]) -> Written | None:
    """The grid that stood before somebody went back to the rule."""
    undo = _undo(data)
    grid = loaded(undo[-1]) if undo else None
    return Written(grid=grid, undo=undo[:-1]) if grid else None


def showing(written: Written, n: int, *, exactly: bool = False) -> Written:
    """The same with step `n` on the page that is shown."""
    if not exactly and written.at <= n < written.at + SHOWN_ROWS:
        return written
    return replace(written, at=n if exactly else max(n - 2, 0))


def shown_from(data: Mapping[str, Any]) -> int:
    """The first step of the table's page."""
    return days_of(str(data.get("rows", "0")))


def doses_of(grid: Grid, n: int) -> dict[tuple[str, str], Fraction]:
    """The doses of a row whose cells can be read."""
    pairs = zip(grid.slots, grid.rows[n].doses, strict=True)
    return {slot: Fraction(amount) for slot, text in pairs if (amount := _amount(text))}


def said_exactly(amount: Fraction | None) -> str:
    """A dose that can be made, as it is written here."""
    if not amount:
        return ""
    return said(Decimal(amount.numerator) / Decimal(amount.denominator))


def written_in(data: Mapping[str, Any]) -> Written | None:
    """The grid that was posted, with what was typed in it; None when there is none."""
    before = loaded(str(data.get("steps", "")))
    if before is None:
        return None
    undo, at = _undo(data), _at(data, len(before.rows))
    rows = tuple(_typed(row, n, data) for n, row in enumerate(before.rows))
    return Written(grid=before, undo=undo, at=at).changed(replace(before, rows=rows))


def _day_fault(text: str, today: date) -> str:
    on = day_of(text)
    if on is None:
        return _("Skriv datumet så här: 2026-12-01.")
    if on < today:
        return _("Skriv i dag eller en dag som kommer.")
    if (on - today).days > 366 * 20:
        return _("Skriv en dag inom tjugo år.")
    return ""


def _days_fault(text: str, *, is_last: bool) -> str:
    if is_last and not text:
        return ""
    if not 1 <= days_of(text) <= LONGEST_STEP:
        return _("Skriv antal dagar, mellan 1 och %(most)d.") % {"most": LONGEST_STEP}
    return ""


def _dose_fault(text: str) -> str:
    try:
        amount = _amount(text)
    except Fault as fault:
        return _(str(fault))
    if amount > LARGEST:
        return _("Dosen är för stor. Skriv den i milligram.")
    return ""


def checked(written: Written, today: date) -> Written:
    """The same with a sentence for every cell that the engine could not read."""
    faults: dict[str, str] = {}
    last = len(written.grid.rows) - 1
    for n, row in enumerate(written.grid.rows):
        found = {
            cell_name(n, "from"): _day_fault(row.starts, today),
            cell_name(n, "days"): _days_fault(row.days, is_last=n == last),
        }
        for column, text in enumerate(row.doses):
            found[cell_name(n, column)] = _dose_fault(text)
        faults |= {name: fault for name, fault in found.items() if fault}
    return replace(written, faults=faults)


def _slots(substances: list[str], answer: Json) -> tuple[tuple[str, str], ...]:
    rows = [dose for step in answer["steps"] for dose in step["doses"]]
    if any("daypart" not in dose for dose in rows):
        return tuple((name, "") for name in substances)
    return tuple((name, part) for name in substances for part in Daypart.values)


def grid_of(substances: list[str], answer: Json) -> Grid:
    """The steps of an answer, to be changed by hand."""
    slots = _slots(substances, answer)
    rows = []
    for step in answer["steps"]:
        taken = {
            (dose["substance"], dose.get("daypart", "")): dose.get("mg")
            or dose["ug_per_h"]
            for dose in step["doses"]
        }
        rows.append(
            HandRow(
                starts=step["from"],
                days=str(step["days"] or ""),
                doses=tuple(said(taken.get(slot)) for slot in slots),
            )
        )
    return Grid(slots=slots, rows=tuple(rows))


def grid_from_start(substance: str, start: date, known: Mapping[str, Decimal]) -> Grid:
    """One step with what is taken now: where a plan by hand begins."""
    parts = [""] if "" in known else list(Daypart.values)
    row = HandRow(
        starts=start.isoformat(),
        days="",
        doses=tuple(said(known.get(part)) for part in parts),
    )
    return Grid(slots=tuple((substance, part) for part in parts), rows=(row,))
