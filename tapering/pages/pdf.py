"""Sheets and letters as accessible PDF: the same words as their HTML twins."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from patients.models import Case
from tapering import queries
from tapering.letters import taken_in_words
from tapering.lifecycle import State
from tapering.models import PlanLetter, PlanVersion
from tapering.pages.amounts import in_unit, pieces_in_words
from tapering.pages.layout import Variant, in_two, laid_out
from tapering.pages.letter import shown_letter
from tapering.pages.sheet import (
    Box,
    ShownSheet,
    shown_sheets,
    warning_parts,
)
from ui import paper
from ui.templatetags.dates import (
    longday,
    longday_with_year,
    short_day,
    weekday,
)

Json = dict[str, Any]
Told = TypeVar("Told")


def _drawn(box: Box) -> Json:
    if box.stays:
        return {"nothing": _("sitter kvar"), "pieces": []}
    if not box.pieces:
        return {"nothing": _("ingen"), "pieces": []}
    pieces = [
        {"text": piece.text, "draw": float(piece.count) if box.is_drawn else 0}
        for piece in box.pieces
    ]
    return {"nothing": None, "pieces": pieces}


def _period(first: date, last: date) -> str:
    return f"{date_format(first, 'j F')} – {date_format(last, 'j F Y')}"


def _version_words(version: PlanVersion) -> list[str]:
    words = [_("Plan version %(number)d") % {"number": version.number}]
    if version.replaces:
        words.append(
            _("Ersätter version %(number)d. Kasta den gamla.")
            % {"number": version.replaces.number}
        )
    return words


def old_words(version: PlanVersion, now: PlanVersion | None) -> str | None:
    """What stands across a version that counts no more."""
    if version.state != State.SUPERSEDED:
        return None
    if now is None:
        return _("Gammal version")
    return _("Gammal version. Nu gäller version %(number)d.") % {"number": now.number}


def _sheet(version: PlanVersion, sheet: ShownSheet, frame: Json) -> Json:
    stretches = [
        {
            "heading": stretch.heading,
            "dose": stretch.dose,
            "news": stretch.news or None,
            "stays": stretch.stays,
            "days": [
                {
                    "weekday": weekday(line.on),
                    "date": short_day(line.on),
                    "boxes": [_drawn(box) for box in line.boxes],
                    "total": line.total,
                }
                for line in stretch.lines
            ],
        }
        for stretch in sheet.stretches
    ]
    return {
        **frame,
        "heading": _("Din nedtrappning: %(substance)s")
        % {"substance": sheet.substance},
        "what": sheet.heading,
        "period": _period(sheet.first_on, sheet.last_on),
        "version": _version_words(version),
        "labels": sheet.labels,
        "legend": [
            {"part": float(part), "words": words} for part, words in sheet.legend
        ],
        "stretches": stretches,
    }


def _next_change(now: queries.Running) -> str:
    """When the dose changes next; no day while the step waits for somebody's word."""
    if now.following is None:
        return ""
    if queries.waits_for_word(now.version, now.following):
        return _("Nästa ändring: när vi har pratat")
    return _("Nästa ändring: %(day)s") % {"day": longday(now.following.from_on)}


def _overview_rows(case: Case, on: date) -> list[Json]:
    """Every medicine on a day: those that are tapered, then those that stand."""
    rows, known = [], set()
    for dose in queries.dose_today(case, on):
        now = dose.running
        known.update(queries.moved(now.plan))
        lines = [
            f"{portion.label}: {pieces_in_words(portion.pieces)}".lstrip(": ")
            for portion in dose.portions
            if portion.pieces
        ]
        if words := _next_change(now):
            lines.append(words)
        medicine = {
            "name": dose.substance,
            "dose": in_unit(dose.total, now.version.unit),
        }
        rows.append({"medicine": "{name}, {dose}".format(**medicine), "lines": lines})
    others = [line for line in queries.mapped(case) if line.substance not in known]
    for line in others:
        rows.append({"medicine": taken_in_words(line), "lines": [_("oförändrat")]})
    return rows


def _said(version: PlanVersion, first: date, on: date, variant: Variant) -> Json:
    """Everything that stands on the paper, in the language of now."""
    sheets = shown_sheets(version, first, variant.days)
    decided = longday_with_year(version.decided_at)
    frame = {
        "name": version.plan.case.patient.name,
        "old": old_words(version, queries.in_force(version.plan)),
        "footer": _("Version %(number)d, beslutad %(day)s")
        % {"number": version.number, "day": decided},
        "printed": _("Utskriven %(day)s") % {"day": on.isoformat()},
    }
    rows = _overview_rows(version.plan.case, max(first, on))
    overview = None
    if len(rows) > 1:
        overview = {**frame, "heading": _("Alla dina läkemedel"), "rows": rows}
    return {
        "sheets": [_sheet(version, sheet, frame) for sheet in sheets],
        "overview": overview,
        "warning": warning_parts(),
        "day": _("Dag"),
        "per-day": _("Per dag"),
        "symptoms": _("Besvär 0–10"),
        "tick": _("kryssa när du har tagit"),
    }


def sheet_pdf(
    version: PlanVersion,
    first: date,
    *,
    on: date,
    language: str,
    variant: Variant,
) -> bytes:
    """The schedule from a day on, tagged for screen readers (PDF/UA-1)."""

    def say() -> Json:
        return _said(version, first, on, variant)

    content, title = _in(language, say), _in(language, lambda: _("Schema"))
    content["also"], content["warning-also"] = None, None
    if variant.also:
        other = _in(variant.also, say)
        warning_also = other.pop("warning")
        spoken = content.pop("warning")
        content.pop("also"), content.pop("warning-also")
        content = in_two(content, other)
        content |= {
            "warning": spoken,
            "warning-also": warning_also,
            "also": variant.also,
        }
    return paper.SHEET.pdf(laid_out(content, variant), language=language, title=title)


def _in(language: str, say: Callable[[], Told]) -> Told:
    with override(language):
        return say()


def letter_pdf(letter: PlanLetter, now: PlanVersion | None) -> bytes:
    """A plan letter as it was written, on paper."""
    language = settings.LANGUAGE_CODE
    with override(language):
        page = shown_letter(letter)
        about = {"name": page.patient, "number": page.identity}
        content = {
            "old": old_words(letter.version, now),
            "to": [row for row in dict.fromkeys([page.to_name, page.to_unit]) if row],
            "from": [page.from_unit, longday_with_year(page.written_on)],
            "heading": page.content.title,
            "about": _("Gäller %(name)s, %(number)s") % about
            if page.identity
            else _("Gäller %(name)s") % about,
            "sections": [
                {
                    "heading": section.heading,
                    "sentences": section.sentences,
                    "items": section.items,
                }
                for section in page.content.sections
            ],
            "footer": _("Plan version %(number)d") % {"number": letter.version.number},
        }
        title = page.content.title
    return paper.LETTER.pdf(content, language=language, title=title)
