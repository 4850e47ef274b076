"""Steps written by hand: what stands in each cell, and what could be gone back to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jurisdictions import doses
from tapering.lifecycle import Daypart
from tapering.queries import Grid, HandRow, Json, dose_row, exact_text
from tapering.queries.grid import days_of, dumped, loaded, remembered
from ui.templatetags.numbers import decimal_mark

SHOWN_ROWS = 40
CELL = "cell"


def amount_in(text: str) -> Decimal:
    """The dose that was written; an empty cell is none."""
    return doses.parse(text, allow_zero=True) if text.strip() else Decimal(0)


def said(amount: Decimal | str | None) -> str:
    """A dose as it is written here: exact, with our decimal mark; none is empty."""
    known = Decimal(amount or 0)
    return exact_text(known).replace(".", decimal_mark()) if known else ""


def said_exactly(amount: Fraction | None) -> str:
    """A dose that can be made, as it is written here."""
    if not amount:
        return ""
    return said(Decimal(amount.numerator) / Decimal(amount.denominator))


def cell_name(n: int, column: int | str) -> str:
    """The name of one cell: of row `n`, "from", "days" or the number of a dose."""
    return f"{CELL}-{n}-{column}"


def _doses(grid: Grid, row: HandRow) -> list[Json]:
    found = []
    for (substance, part), text in zip(grid.slots, row.doses, strict=True):
        amount = amount_in(text)
        if amount:
            found.append(dose_row(substance, part, amount))
    return found


def doses_of(grid: Grid, n: int) -> dict[tuple[str, str], Fraction]:
    """The doses of a row whose cells can be read."""
    pairs = zip(grid.slots, grid.rows[n].doses, strict=True)
    return {
        slot: Fraction(amount) for slot, text in pairs if (amount := amount_in(text))
    }


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


def showing(written: Written, n: int, *, exactly: bool = False) -> Written:
    """The same with step `n` on the page that is shown."""
    if not exactly and written.at <= n < written.at + SHOWN_ROWS:
        return written
    return replace(written, at=n if exactly else max(n - 2, 0))


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
