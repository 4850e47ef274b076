"""From a file's bytes to rows of plain text. Nothing in a cell is ever calculated."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from accounts.refusals import Refused

MOST_BYTES = 5_000_000
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 20_000
# A workbook is packed: what it becomes when opened has a limit too, and so has how
# much larger that is. Reading takes a second or two for each megabyte.
MOST_UNPACKED = 25_000_000
MUCH_UNPACKED, MOST_TIMES_LARGER = 2_000_000, 100
# As many as Excel has. A file may number its rows as it likes.
LAST_LINE = 1_048_576
# How a workbook with a password names what is inside, in a file of the older kind.
LOCKED = "EncryptedPackage".encode("utf-16-le")
DELIMITERS = ";\t,"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The headings of a list and its rows, each with its number in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(content: bytes) -> Sheet:
    """Read a list; a file that cannot be one is refused with a sentence."""
    if not content:
        raise Refused(_("Filen är tom."))
    if content.startswith(b"PK"):
        return _sheet(_of_workbook(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if LOCKED in content:
            raise Refused(
                _("Filen är låst med lösenord. Ta bort det och spara filen på nytt.")
            )
        raise Refused(
            _("Filen är sparad i ett äldre format. Spara den som xlsx eller csv.")
        )
    return _sheet(_of_text(content))


def _sheet(lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The first row that says anything is the headings; empty rows are left out."""
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if not headings:
            headings = _until_last(cells)
            continue
        rows.append((number, (cells + [""] * len(headings))[: len(headings)]))
        if len(rows) > MOST_ROWS:
            raise Refused(
                _("Filen har fler än %(most)s rader. Dela den i flera.")
                % {"most": f"{MOST_ROWS:,}".replace(",", " ")}
            )
    if not rows:
        raise Refused(_("Filen har ingen rad under rubrikerna."))
    return Sheet(headings=headings, rows=rows)


def _until_last(cells: list[str]) -> list[str]:
    """The headings without the empty ones at the end."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _of_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in lines:
            yield lines.line_num, [_plain(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error as fault:
        raise Refused(
            _("Filen går inte att läsa som en lista. Spara den som xlsx eller csv.")
        ) from fault


def _decoded(content: bytes) -> str:
    """As Excel and others write it; what is no text at all is refused."""
    for way in _ways(content):
        try:
            text = content.decode(way)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
    raise Refused(_("Filen är ingen lista. Spara den som xlsx eller csv."))


def _ways(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return ["utf-8-sig", "cp1252"]


def _of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet that is shown. Formulas come as they are written."""
    try:
        _check_size(content)
        for number, cells in enumerate(_rows(content), start=1):
            if number > LAST_LINE:
                raise InvalidFileException
            # A cell far down makes many empty rows: those are passed over quickly.
            if any(cell is not None for cell in cells):
                yield number, [_written(cell) for cell in cells]
    except Refused:
        raise
    except _BROKEN as fault:
        raise Refused(
            _("Excel-filen går inte att läsa. Spara den på nytt som xlsx eller csv.")
        ) from fault


def _rows(content: bytes) -> Iterator[tuple[object, ...]]:
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=False, keep_links=False
    )
    shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    if not shown:
        raise Refused(_("Filen har inget blad som syns."))
    sheet = shown[0]
    # What the file says of its own size may be wrong.
    sheet.reset_dimensions()
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(
        max_col=MOST_COLUMNS, values_only=True
    )
    return rows


# As Excel and others pack; the rest is nobody's list.
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What a damaged or forged workbook makes its reader say.
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ArithmeticError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    OSError,
    EOFError,
    RuntimeError,
)


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    if any(part.compress_type not in PACKED for part in parts):
        raise InvalidFileException
    size = sum(part.file_size for part in parts)
    is_pumped_up = size > max(MUCH_UNPACKED, MOST_TIMES_LARGER * len(content))
    if size > MOST_UNPACKED or is_pumped_up:
        raise Refused(
            _(
                "Listan är för stor när den packas upp. Ta bort tomma rader och blad, "
                "eller dela den i flera."
            )
        )


def _written(cell: object) -> str:
    """A cell as text: dates as dates, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        is_day = cell.time() == time(0)
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _plain(str(cell))


def _plain(cell: str) -> str:
    """Text without signs that hide, cut where nobody reads on; the rest is checked."""
    text = CONTROL.sub("", cell.replace("\u00a0", " ")).strip()
    if text.startswith("'") and text[1:].startswith(FORMULA):
        # The sign with which our own files, and Excel, say that it is only text.
        text = text[1:].strip()
    return text[: LONGEST_CELL + 1]


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as a file that Excel opens, with nothing in it that Excel would run."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([escaped(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def escaped(cell: str) -> str:
    """A cell that begins like a formula gets the sign that makes it text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
