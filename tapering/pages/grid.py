"""The grid where steps are written by hand, as it is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tapering import hand, queries
from tapering.lifecycle import Daypart
from tapering.pages.build import Preview
from tapering.pages.wording import in_words

Column = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class GridCell:
    """One cell: its name, what stands in it, and what is wrong with that."""

    name: str
    label: str
    value: str
    fault: str
    kind: str
    width: str
    is_focus: bool


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """A step with its cells and its buttons."""

    n: int
    cells: list[GridCell]
    is_last: bool

    @property
    def faults(self) -> list[GridCell]:
        """Cells that something is wrong with."""
        return [cell for cell in self.cells if cell.fault]


@dataclass(frozen=True, kw_only=True)
class GridPage:
    """The rows that are shown, and what belongs to the whole grid."""

    written: hand.Written
    labels: list[str]
    rows: list[GridRow]
    part: str
    steps: int

    @property
    def previous(self) -> int | None:
        """Where the page before begins."""
        at = self.written.at
        return max(at - hand.SHOWN_ROWS, 0) if at else None

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.written.at + len(self.rows)
        return after if after < self.steps else None

    @property
    def can_be_removed(self) -> bool:
        """Tell whether a step may go: a plan has at least one."""
        return self.steps > 1


def _headings(slots: Iterable[tuple[str, str]]) -> list[str]:
    """Dayparts, with the medicine where there are several."""
    slots = list(slots)
    several = len({substance for substance, _part in slots}) > 1
    return [
        " ".join(
            [
                *([substance] if several else []),
                str(Daypart(part).label) if part else _("Plåster, µg/h"),
            ]
        )
        for substance, part in slots
    ]


def _unmakeable(written: hand.Written, preview: Preview | None) -> dict[str, str]:
    """What the engine cannot make, by the name of the cell."""
    slots = list(written.grid.slots)
    found = {}
    for concern in preview.concerns if preview else ():
        if concern.code != "not_makeable":
            continue
        slot = (concern.values["substance"], concern.values.get("daypart", ""))
        name = hand.cell_name(concern.steps[0], slots.index(slot))
        stand = in_words([concern], {})[0]
        found[name] = f"{stand.heading}. {stand.text}"
    return found


def _part(request: Mapping[str, Any] | None) -> str:
    """What + and - change a dose by: the smallest part of the products."""
    part = queries.smallest_part(request, request["taper"]) if request else None
    return hand.said_exactly(part) if part else ""


def _columns(labels: Sequence[str], row: queries.HandRow) -> list[Column]:
    """The cells of a row: what they are called, and what stands in them."""
    doses: list[Column] = [
        (str(k), label, dose)
        for k, (label, dose) in enumerate(zip(labels, row.doses, strict=True))
    ]
    return [("from", _("Från"), row.starts), ("days", _("Dagar"), row.days), *doses]


def _cells(
    n: int, columns: Sequence[Column], faults: Mapping[str, str], focus: str
) -> list[GridCell]:
    """The cells of step `n` as they are drawn."""
    cells = []
    for column, what, value in columns:
        name = hand.cell_name(n, column)
        kind = {"from": "day", "days": "days"}.get(column, "dose")
        cells.append(
            GridCell(
                name=name,
                label=_("Steg %(n)d, %(what)s") % {"n": n, "what": what.lower()},
                value=value,
                fault=faults.get(name, ""),
                kind=kind,
                width="b-10" if kind == "day" else "b-4",
                is_focus=name == focus,
            )
        )
    return cells


def cell_faults(
    written: hand.Written | None, preview: Preview | None
) -> list[GridCell]:
    """Every cell that something is wrong with, named."""
    if written is None:
        return []
    labels = _headings(written.grid.slots)
    faults = {**_unmakeable(written, preview), **written.faults}
    if not faults:
        return []
    return [
        cell
        for n, row in enumerate(written.grid.rows)
        for cell in _cells(n, _columns(labels, row), faults, "")
        if cell.fault
    ]


def grid_page(
    written: hand.Written | None,
    request: Mapping[str, Any] | None,
    preview: Preview | None,
    *,
    focus: str = "",
) -> GridPage | None:
    """The grid as it is drawn; None while the rule says the steps."""
    if written is None:
        return None
    labels = _headings(written.grid.slots)
    faults = {**_unmakeable(written, preview), **written.faults}
    last = len(written.grid.rows) - 1
    rows = []
    for n in range(written.at, min(written.at + hand.SHOWN_ROWS, last + 1)):
        columns = _columns(labels, written.grid.rows[n])
        cells = _cells(n, columns, faults, focus)
        rows.append(GridRow(n=n, cells=cells, is_last=n == last))
    return GridPage(
        written=written,
        labels=[_("Från"), _("Dagar"), *labels],
        rows=rows,
        part=_part(request),
        steps=last + 1,
    )
