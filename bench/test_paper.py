"""Paper: twelve weeks of schedules as accessible PDF, beside one schedule."""

from statistics import median
from typing import Any

from bench.measure import timed
from tapering.pages import Variant
from tapering.pages.layout import laid_out
from ui import paper

AIM = 1000  # ms for twelve weeks
TIMES = 7
# Three schedules beside one: their number and what a first page costs, no more.
GROWTH = 3.6


def _sheet() -> dict[str, Any]:
    """Four weeks of two strengths at three times of the day."""
    pieces = [{"text": "1 × 10 mg", "draw": 1}, {"text": "½ × 5 mg", "draw": 0.5}]
    boxes = [{"nothing": None, "pieces": pieces} for _part in range(3)]
    days = [
        {"weekday": "tors", "date": f"{day} nov", "boxes": boxes, "total": "37,5 mg"}
        for day in range(1, 8)
    ]
    week = {"heading": "1–7 nov", "dose": "37,5 mg om dagen", "stays": False}
    return {
        "name": "Anna Berg",
        "old": None,
        "footer": "Version 2",
        "printed": "Utskriven 2026-11-22",
        "heading": "Din nedtrappning: oxazepam",
        "what": "Tabletter 10 mg och 5 mg",
        "period": "1–28 november 2026",
        "version": ["Plan version 2"],
        "labels": ["Morgon", "Middag", "Kväll"],
        "legend": [{"part": 1, "words": "en hel tablett"}],
        "stretches": [{**week, "news": None, "days": days} for _week in range(4)],
    }


def _pdf(sheets: int) -> bytes:
    content = {
        "sheets": [_sheet() for _number in range(sheets)],
        "overview": None,
        "also": None,
        "warning": [{"text": "Sluta inte tvärt.", "strong": True}],
        "warning-also": None,
        "day": "Dag",
        "per-day": "Per dag",
        "symptoms": "Besvär 0–10",
        "tick": "kryssa när du har tagit",
    }
    return paper.SHEET.pdf(laid_out(content, Variant()), language="sv", title="Schema")


def test_twelve_weeks_on_paper(told):  # type: ignore[no-untyped-def]
    _pdf(1)
    one = median(timed(lambda: _pdf(1)) for _time in range(TIMES))
    three = median(timed(lambda: _pdf(3)) for _time in range(TIMES))

    told.append(
        f"PDF of 12 weeks (aim {AIM} ms): {three * 1000:.0f} ms, "
        f"{three / one:.1f} times one of 4 weeks"
    )
    assert three < GROWTH * one
