"""Reading products from a register file: every fault named by its row.

The columns and their meaning stand in docs/product-register.md. Cells are text: a cell
that begins with = or < is kept as the characters that it is, or refused as no number.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from tapering.lifecycle import Form
from tapering.models import Product

REQUIRED = ("substance", "atc", "form", "strength")
OPTIONAL = ("brand", "parts", "smallest_ml", "worn_days", "register_id")
COLUMNS = (*REQUIRED, *OPTIONAL, "jurisdiction", "source")
LONGEST = {"substance": 60, "brand": 60, "register_id": 40, "jurisdiction": 10}
MOST_ROWS = 20_000
LARGEST = Decimal(10_000)
ATC = re.compile(r"[A-Z][0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?")
STRENGTH = {
    Form.TABLET: "strength_mg",
    Form.LIQUID: "mg_per_ml",
    Form.PATCH: "ug_per_h",
}
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the file held: products to keep, those known already, and faults."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


class Unreadable(ValueError):
    """What is wrong with a row, as a sentence."""


def register_text(content: bytes) -> str:
    """A file as text, as spreadsheets and others write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _number(text: str, what: str, *, whole: bool = False) -> Decimal:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(
            _("”%(text)s” är inget tal (%(what)s).") % {"text": text[:40], "what": what}
        ) from None
    if not found.is_finite() or not 0 < found <= LARGEST:
        raise Unreadable(
            _("%(what)s ska vara större än 0 och högst 10 000.") % {"what": what}
        )
    places = -int(found.normalize().as_tuple().exponent)
    if places > (0 if whole else 4):
        raise Unreadable(_("%(what)s har för många decimaler.") % {"what": what})
    return found


def _measure(line: Mapping[str, str]) -> dict[str, Any]:
    """Strength and what belongs to the form."""
    if line["form"] not in STRENGTH:
        raise Unreadable(_("form ska vara tablet, liquid eller patch."))
    form = Form(line["form"])
    found: dict[str, Any] = {
        "form": form.value,
        STRENGTH[form]: _number(line["strength"], "strength"),
    }
    if form == Form.TABLET:
        # A score that the register does not speak of is none.
        parts = int(_number(line["parts"] or "1", "parts", whole=True))
        if parts not in {1, 2, 4}:
            raise Unreadable(_("parts ska vara 1, 2 eller 4."))
        return {**found, "parts": parts}
    if form == Form.LIQUID:
        return {**found, "smallest_ml": _number(line["smallest_ml"], "smallest_ml")}
    days = int(_number(line["worn_days"], "worn_days", whole=True))
    return {**found, "worn_days": days}


def _checked(line: Mapping[str, str]) -> None:
    for name in ("substance", "atc"):
        if not line[name]:
            raise Unreadable(_("%(what)s saknas.") % {"what": name})
    for name, longest in LONGEST.items():
        if len(line[name]) > longest:
            raise Unreadable(_("%(what)s är för långt.") % {"what": name})
    if not ATC.fullmatch(line["atc"].upper()):
        raise Unreadable(_("atc ska se ut som N05BA04."))


def _row(line: Mapping[str, str], source: str) -> dict[str, Any]:
    _checked(line)
    origin = line["source"] or source
    if not origin:
        raise Unreadable(_("Källan saknas."))
    return {
        "substance": line["substance"].lower(),
        "brand": line["brand"],
        "atc": line["atc"].upper(),
        "register_id": line["register_id"],
        "jurisdiction": line["jurisdiction"].upper(),
        "source": origin[:2000],
        **_measure(line),
    }


def identity(row: Mapping[str, Any]) -> Key:
    """What makes two rows the same package: one entry in the list of products."""
    amounts = [row.get(name) for name in STRENGTH.values()]
    return (
        row["substance"],
        row["brand"],
        row["form"],
        *(None if a is None else Decimal(a).normalize() for a in amounts),
    )


SAME = ("parts", "smallest_ml", "worn_days", "atc")


def is_same(row: Mapping[str, Any], product: Product) -> bool:
    """Tell whether the register says of a package what is kept already."""
    return all(row.get(name) == getattr(product, name) for name in SAME)


def live_products() -> dict[Key, Product]:
    """What is worked with, by what makes a package; a draft before what it replaces."""
    rows = Product.objects.live().order_by("standing")
    return {identity(vars(product)): product for product in rows}


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.split("\n", 1)[0]
    marks = {mark: first.count(mark) for mark in ";,\t"}
    delimiter = max(marks, key=lambda mark: marks[mark])
    found = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [str(name).strip().lower() for name in found.fieldnames or []]
    lacking = [name for name in REQUIRED if name not in names]
    if lacking:
        raise Unreadable(
            _("Kolumner saknas: %(names)s.") % {"names": ", ".join(lacking)}
        )
    found.fieldnames = names
    for line in found:
        clean = {name: str(line.get(name) or "").strip() for name in COLUMNS}
        yield found.line_num, {n: v.replace("\x00", "") for n, v in clean.items()}


class _Reader:
    """Sorts the lines of a file into rows, rows known already and faults."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.kept, self.seen = live_products(), dict[Key, int]()
        self.found = Register()

    def take(self, number: int, line: Mapping[str, str]) -> None:
        """Keep a line as a row, or say what is wrong with it."""
        try:
            row = _row(line, self.source)
        except Unreadable as fault:
            self.found.faults.append((number, str(fault)))
            return
        key = identity(row)
        if key in self.seen:
            words = _("Samma läkemedel och styrka står på rad %(first)d.")
            fault_words = words % {"first": self.seen[key]}
            self.found.faults.append((number, fault_words))
            return
        self.seen[key] = number
        if key in self.kept and is_same(row, self.kept[key]):
            self.found.known.append(number)
        else:
            self.found.rows.append(row)


def read_register(content: bytes, *, source: str = "") -> Register:
    """Read a register file: semicolon, comma or tab; decimal comma or point.

    A package that stands twice is a fault; one that is kept already, as the file says
    it, is counted and left alone.
    """
    reader = _Reader(source.strip())
    try:
        for count, (number, line) in enumerate(_lines(register_text(content))):
            if count >= MOST_ROWS:
                raise Unreadable(_("Filen har för många rader. Dela den."))
            if any(line.values()):
                reader.take(number, line)
    except (Unreadable, csv.Error) as fault:
        reader.found.faults.append((1, str(fault)))
    return reader.found
