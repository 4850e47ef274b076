"""Reading care units from a CSV file: every fault named by its row."""

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CareUnit, Municipality
from jurisdictions import postcodes

NEEDED = ("name", "hsa_id", "municipality")
ADDRESS = ("street", "postcode", "town")
COLUMNS = (*NEEDED, "phone", "email", *ADDRESS)
HSA_ID = re.compile(r"^SE[0-9]{10,12}-[A-Za-z0-9]+$")
MOST_ROWS, LONGEST = 2000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the file held: rows to import and faults as (row number, sentence)."""

    # A column that the file lacks changes nothing of what is known.
    columns: tuple[str, ...] = COLUMNS
    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> Read:
    """Read a file with a header; the first three of `COLUMNS` are needed.

    Comma, semicolon and tab are understood, UTF-8 and Windows-1252 as well.
    """
    text = text_of(content)
    dialect = ";" if text.split("\n", 1)[0].count(";") else ","
    lines = csv.DictReader(io.StringIO(text), delimiter=dialect)
    there = tuple(name for name in COLUMNS if name in (lines.fieldnames or []))
    # An address is read whole or not at all.
    needed = NEEDED + (ADDRESS if set(ADDRESS) & set(there) else ())
    lacking = [name for name in needed if name not in there]
    if lacking:
        return Read(
            faults=[
                (1, _("Kolumner saknas: %(names)s.") % {"names": ", ".join(lacking)})
            ]
        )
    places = {place.name.lower(): place for place in Municipality.objects.all()}
    return _sorted_out(list(lines)[:MOST_ROWS], there, places)


def text_of(content: bytes) -> str:
    """Decode as Excel and others write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sorted_out(
    lines: list[dict[str, Any]],
    columns: tuple[str, ...],
    places: dict[str, Municipality],
) -> Read:
    """Split the lines into rows and faults."""
    result, seen = Read(columns=columns), set[str]()
    for number, line in enumerate(lines, start=2):
        clean = {name: (line.get(name) or "").strip() for name in columns}
        fault = _fault(clean, places, seen)
        if fault:
            result.faults.append((number, fault))
            continue
        seen.add(clean["hsa_id"])
        result.rows.append(
            {
                **clean,
                **_tidied(clean),
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
    if long := [name for name, said in line.items() if len(said) > _room_for(name)]:
        return _("För lång text i kolumnen %(name)s.") % {"name": long[0]}
    return _fault_of_address([line.get(name, "") for name in ADDRESS])


def _room_for(column: str) -> int:
    if column == "municipality":
        return LONGEST
    room: int = getattr(CareUnit._meta.get_field(column), "max_length", LONGEST)
    return room


def _fault_of_address(address: list[str]) -> str:
    """Half an address reaches nobody."""
    if not any(address):
        return ""
    if not all(address):
        return _("Adressen behöver gata eller box, postnummer och ort.")
    try:
        postcodes.tidy(address[1])
    except postcodes.NotAPostcode as fault:
        return fault.translated(_)
    return ""


def _tidied(line: dict[str, str]) -> dict[str, str]:
    code = line.get("postcode")
    return {"postcode": postcodes.tidy(code)} if code else {}


def as_text(read: Read) -> str:
    """Write rows back as text, so that the preview's approval sends them again."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(read.columns)
    for row in read.rows:
        writer.writerow([str(row[name]) for name in read.columns])
    return target.getvalue()
