"""The grid of steps written by hand: what was posted, and what is wrong in which cell.

All steps travel in one field (`steps`); cells are posted only of the rows that are
shown, so that a plan of two thousand steps can still be written by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jurisdictions.typed import Fault
from tapering.hand import Written, amount_in, cell_name
from tapering.queries import HandRow
from tapering.queries.grid import (
    LONGEST_CELL,
    day_of,
    days_of,
    loaded,
)
from ui.fields import DateField

LONGEST_STEP = 730
LARGEST = Decimal(10_000)


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


def shown_from(data: Mapping[str, Any]) -> int:
    """The first step of the table's page."""
    return days_of(str(data.get("rows", "0")))


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
        amount = amount_in(text)
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
