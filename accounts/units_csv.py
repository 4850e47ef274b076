"""Reading care units from a CSV file: every fault named by its row."""

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CareUnit, Municipality

COLUMNS = ("name", "hsa_id", "municipality", "phone", "email")
HSA_ID = re.compile(r"^SE[0-9]{10,12}-[A-Za-z0-9]+$")
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the file held: rows to import and faults as (row number, sentence)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> Read:
    """Read a file with the columns name;hsa_id;municipality;phone;email.

    Comma, semicolon and tab are understood, UTF-8 and Windows-1252 as well.
    """
    text = _text(content)
    dialect = ";" if text.split("\n", 1)[0].count(";") else ","
    lines = csv.DictReader(io.StringIO(text), delimiter=dialect)
    lacking = [name for name in COLUMNS[:3] if name not in (lines.fieldnames or [])]
    if lacking:
        return Read(
            faults=[
                (1, _("Kolumner saknas: %(names)s.") % {"names": ", ".join(lacking)})
            ]
        )
    places = {place.name.lower(): place for place in Municipality.objects.all()}
    return _sorted_out(list(lines)[:MOST_ROWS], places)


def _text(content: bytes) -> str:
    """Decode as Excel and others write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sorted_out(lines: list[dict[str, Any]], places: dict[str, Municipality]) -> Read:
    """Split the lines into rows and faults."""
    result, seen = Read(), set[str]()
    for number, line in enumerate(lines, start=2):
        clean = {name: (line.get(name) or "").strip() for name in COLUMNS}
        fault = _fault(clean, places, seen)
        if fault:
            result.faults.append((number, fault))
            continue
        seen.add(clean["hsa_id"])
        result.rows.append(
            {
                **clean,
                "municipality": places[clean["municipality"].lower()],
                "kind": CareUnit.Kind.HEALTH_CENTRE,
            }
        )
    return result


def _fault(
    line: dict[str, str], places: dict[str, Municipality], seen: set[str]
) -> str:
    """Say what is wrong with a line, or nothing."""
    if not line["name"]:
        return _("Namnet saknas.")
    if not HSA_ID.match(line["hsa_id"]):
        return _("HSA-id har inte formen SE0000000000-ABC1.")
    if line["hsa_id"] in seen:
        return _("Samma HSA-id står på en tidigare rad.")
    if line["municipality"].lower() not in places:
        return _("Kommunen %(name)s finns inte i regionen.") % {
            "name": line["municipality"] or "?"
        }
    return ""


def as_text(rows: list[dict[str, Any]]) -> str:
    """Write rows back as text, so that the preview's approval sends them again."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([str(row[name]) for name in COLUMNS])
    return target.getvalue()
