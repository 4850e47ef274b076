"""How a printed schedule fits on its page: sizes, widths, a second language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from tapering.queries.schedule import SHEET_DAYS
from ui.templatetags.numbers import NO_BREAK

Json = dict[str, Any]
LARGE_DAYS = 14
# Of the A4: what rows of days and their headings share, and a row at its best, in mm.
ROOM, BEST_ROW, TIGHT_ROW, LARGE_ROW = 214, 6.6, 5.6, 10.5
SIZE, SMALL_SIZE, LARGE_SIZE, SMALLER = 10.0, 9.0, 14.0, 0.85
MOST_HEADINGS = 10
# How many letters the parts of the day share, and how many a drawn tablet is.
WIDE, WIDE_LARGE, TABLET_WIDTH = 62, 40, 2.6


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How a sheet is wanted: large print, and a second language beside the first."""

    large: bool = False
    also: str = ""

    @property
    def days(self) -> int:
        """How many days one sheet holds."""
        return LARGE_DAYS if self.large else SHEET_DAYS


def in_two(one: Any, other: Any) -> Any:
    """The same content in two languages: texts that differ stand beside each other.

    >>> in_two({"day": "Dag", "of": ["5 mg"]}, {"day": "Day", "of": ["5 mg"]})
    {'day': {'first': 'Dag', 'also': 'Day'}, 'of': ['5 mg']}
    """
    if isinstance(one, Mapping):
        return {key: in_two(value, other[key]) for key, value in one.items()}
    if isinstance(one, list):
        return [in_two(a, b) for a, b in zip(one, other, strict=True)]
    if isinstance(one, str) and _bare(one) != _bare(other):
        return {"first": one, "also": other}
    return one


def _bare(text: str) -> str:
    """A text without what only differs in how numbers and months are written."""
    return text.lower().replace(",", ".")


def _length(text: Any) -> int:
    """How many letters a text is, in both languages."""
    if isinstance(text, Mapping):
        return len(text["first"]) + len(text["also"]) + 3
    return len(text or "")


def _width(box: Json) -> float:
    """How wide a box is, in letters."""
    if not box["pieces"]:
        return _length(box["nothing"])
    pieces = box["pieces"]
    drawn: float = sum(TABLET_WIDTH * ceil(piece["draw"]) for piece in pieces)
    said = sum(_length(piece["text"]) + 2 for piece in pieces)
    return TABLET_WIDTH + drawn + said


def _widths(sheet: Json) -> list[float]:
    """How wide each part of the day has to be."""
    days = [day for stretch in sheet["stretches"] for day in stretch["days"]]
    columns = zip(*[map(_width, day["boxes"]) for day in days], strict=True)
    heads = map(_length, sheet["labels"])
    return [max(*widest, head + 1) for widest, head in zip(columns, heads, strict=True)]


def _change_pieces(sheet: Json, change: Callable[[Json], None]) -> None:
    for stretch in sheet["stretches"]:
        for day in stretch["days"]:
            for box in day["boxes"]:
                for piece in box["pieces"]:
                    change(piece)


def _undraw(piece: Json) -> None:
    """Leave the drawing out: the words say the same."""
    piece["draw"] = 0


def _shorten(piece: Json) -> None:
    """Leave the unit out: the heading of the sheet says it."""
    if isinstance(piece["text"], str):
        piece["text"] = piece["text"].removesuffix(f"{NO_BREAK}mg")


def _narrow(sheet: Json, letters: float) -> float:
    """Make the rows narrower until they fit; the size of the letters that do."""
    for change in (_undraw, _shorten):
        if sum(_widths(sheet)) <= letters:
            return 1
        _change_pieces(sheet, change)
    return 1 if sum(_widths(sheet)) <= letters else SMALLER


def _row(sheet: Json, variant: Variant) -> float:
    """How high a row is, so that 28 days fit on one page."""
    if variant.large:
        return LARGE_ROW
    headings = [s for s in sheet["stretches"] if s["stays"] or not sheet["dense"]]
    days = sum(len(stretch["days"]) for stretch in sheet["stretches"])
    room = ROOM - (14 if variant.also else 0) - (10 if sheet["old"] else 0)
    return round(min(BEST_ROW, room / (days + len(headings) + 1)), 2)


def _lay_out(sheet: Json, variant: Variant) -> None:
    """Widths and heights of one sheet; a row that needs two lines gets them.

    Where the dose changes very often, a change is marked in its row, not above it.
    """
    letters = WIDE_LARGE if variant.large else WIDE
    sheet["dense"] = len(sheet["stretches"]) > MOST_HEADINGS
    sheet["scale"] = _narrow(sheet, letters)
    sheet["widths"] = _widths(sheet)
    fits = sum(sheet["widths"]) * sheet["scale"] <= letters
    sheet["row"] = _row(sheet, variant) if fits else None


def laid_out(content: Json, variant: Variant) -> Json:
    """The content with the sizes that make each sheet fit on its page."""
    for sheet in content["sheets"]:
        _lay_out(sheet, variant)
    tight = variant.also or any(
        sheet["row"] and sheet["row"] < TIGHT_ROW for sheet in content["sheets"]
    )
    content["size"] = LARGE_SIZE if variant.large else SMALL_SIZE if tight else SIZE
    return content
