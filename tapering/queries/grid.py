"""Steps as a person writes them: rows of text, and what each button does to them.

What was typed stays as typed, also when it is no date and no dose: the engine judges
the rows, and nothing here corrects them. Days are ISO, doses as people write them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

Slot = tuple[str, str]  # substance and daypart; a patch has no daypart
# As long as a plan may be; the engine takes more, a page does not.
MOST_ROWS = 2_000
LONGEST_CELL = 40
USUAL_DAYS = 14
# How much of what was written before is kept to go back to.
MOST_UNDO, LONGEST_UNDO = 20, 150_000


@dataclass(frozen=True, kw_only=True)
class HandRow:
    """One step: from when, for how many days (the last one for good), which doses."""

    starts: str
    days: str
    doses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All steps, with the substance and daypart of each column of doses."""

    slots: tuple[Slot, ...]
    rows: tuple[HandRow, ...]


def day_of(text: str) -> date | None:
    """The day that was written, or None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_of(text: str) -> int:
    """How many days were written; 0 when it is no such number."""
    is_number = text.isascii() and text.isdigit() and len(text) < 5
    return int(text) if is_number else 0


def dumped(grid: Grid) -> str:
    """The grid as text: the same grid is always the same text."""
    rows = [[row.starts, row.days, *row.doses] for row in grid.rows]
    whole = {"slots": grid.slots, "rows": rows}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Grid | None:
    """The grid that was written down; None when it is none."""
    try:
        whole = json.loads(text)
        slots = tuple((_text(slot[0]), _text(slot[1])) for slot in whole["slots"])
        rows = tuple(_row(cells, len(slots)) for cells in whole["rows"][:MOST_ROWS])
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return Grid(slots=slots, rows=rows) if slots and rows else None


def _text(value: object) -> str:
    return str(value)[:60].replace("\x00", "")


def _row(cells: Sequence[Any], width: int) -> HandRow:
    starts, days, *doses = [_text(cell)[:LONGEST_CELL] for cell in cells]
    whole = (*doses, *("" for _ in range(width)))[:width]
    return HandRow(starts=starts, days=days, doses=whole)


def _moved(row: HandRow, days: int) -> HandRow:
    """The row so many days later; a day that is none stays as typed."""
    on = day_of(row.starts)
    if on is None or not date.min <= on <= date(9000, 1, 1):
        return row
    return replace(row, starts=(on + timedelta(days=days)).isoformat())


def _longer(row: HandRow, days: int) -> HandRow:
    """The row with so many days more; the last one has no number to add to."""
    known = days_of(row.days)
    return replace(row, days=str(known + days)) if known else row


def _from(grid: Grid, n: int, days: int) -> tuple[HandRow, ...]:
    return tuple(_moved(row, days) for row in grid.rows[n:])


def later(grid: Grid, n: int, days: int) -> Grid:
    """Step `n` and all after it begin later; the step before goes on until then."""
    before = grid.rows[:n]
    if before:
        before = (*before[:-1], _longer(before[-1], days))
    return replace(grid, rows=(*before, *_from(grid, n, days)))


def paused(grid: Grid, n: int, days: int) -> Grid:
    """Step `n` lasts longer, and all after it move; the last step lasts anyway."""
    if n + 1 >= len(grid.rows):
        return grid
    return later(grid, n + 1, days)


def _days_after(grid: Grid, n: int) -> int:
    """How long a new step beside `n` is: as long as that one, or the one before."""
    near = (grid.rows[n].days, grid.rows[max(n - 1, 0)].days)
    return next((days for text in near if (days := days_of(text))), USUAL_DAYS)


def inserted(grid: Grid, n: int, doses: tuple[str, ...], days: int) -> Grid:
    """A step of `days` on these doses where step `n` began; `n` and the rest move."""
    new = HandRow(starts=grid.rows[n].starts, days=str(days), doses=doses)
    return replace(grid, rows=(*grid.rows[:n], new, *_from(grid, n, days)))


def added(grid: Grid, n: int) -> Grid:
    """A step after `n` with the same doses, to be changed; the rest move."""
    row, days = grid.rows[n], _days_after(grid, n)
    if n + 1 < len(grid.rows):
        return inserted(grid, n + 1, row.doses, days)
    ended = replace(row, days=str(days))
    rows = (*grid.rows[:n], ended, _moved(replace(row, days=""), days))
    return replace(grid, rows=rows)


def removed(grid: Grid, n: int) -> Grid:
    """Without step `n`: the step before goes on in its place, no date moves."""
    if len(grid.rows) == 1:
        return grid
    before, gone, after = grid.rows[:n], grid.rows[n], grid.rows[n + 1 :]
    if before and after:
        before = (*before[:-1], _longer(before[-1], days_of(gone.days)))
    elif before:
        before = (*before[:-1], replace(before[-1], days=""))
    return replace(grid, rows=(*before, *after))


def in_a_row(grid: Grid) -> Grid:
    """Each step begins when the one before it ends."""
    rows = [grid.rows[0]]
    for row in grid.rows[1:]:
        on, days = day_of(rows[-1].starts), days_of(rows[-1].days)
        if on is None or not days:
            rows.append(row)
            continue
        rows.append(replace(row, starts=(on + timedelta(days=days)).isoformat()))
    return replace(grid, rows=tuple(rows))


def remembered(undo: tuple[str, ...], text: str) -> tuple[str, ...]:
    """What can be gone back to, newest last, with `text` added; the oldest fall off."""
    kept = (*undo, text)[-MOST_UNDO:]
    while len(kept) > 1 and sum(map(len, kept)) > LONGEST_UNDO:
        kept = kept[1:]
    return kept
