"""Lists as units keep them, of invented people."""

import io
import itertools
import uuid
from collections.abc import Iterable

import openpyxl

from accounts.models import User
from jurisdictions.identity import synthetic_numbers
from referrals.actions import importing
from referrals.models import ImportBatch
from tests.factories.referrals import AT

HEADINGS = ["Personnummer", "Förnamn", "Efternamn", "Datum", "Läkemedel"]
_numbers = itertools.chain.from_iterable(
    synthetic_numbers(year) for year in range(1990, 2007)
)


def number() -> str:
    """A number that no other row has."""
    return next(_numbers)


def row(**changes: str) -> list[str]:
    """One person, nothing wrong."""
    cells = {
        "Personnummer": changes.pop("number", "") or number(),
        "Förnamn": "Berit",
        "Efternamn": "Lundh",
        "Datum": "2026-11-02",
        "Läkemedel": "oxazepam 25 mg",
    }
    return list({**cells, **changes}.values())


def csv_of(rows: Iterable[list[str]], headings: list[str] | None = None) -> bytes:
    """A file as Excel saves it here."""
    lines = [headings or HEADINGS, *rows]
    return "\r\n".join(";".join(line) for line in lines).encode("utf-8-sig")


def xlsx_of(rows: Iterable[list[object]], headings: list[str] | None = None) -> bytes:
    """A workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in [headings or HEADINGS, *rows]:
        sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def looked_at(
    by: User, content: bytes | None = None, *, rows: int = 2, **more: object
) -> ImportBatch:
    """A list that waits for approval."""
    content = content or csv_of([row() for _turn in range(rows)])
    fields = {"form_key": uuid.uuid4(), "name": "lista.csv", "at": AT, **more}
    return importing.look(content=content, by=by, **fields)  # type: ignore[arg-type]


def approved(by: User, **more: object) -> ImportBatch:
    """A list that was brought in."""
    batch = looked_at(by, **more)  # type: ignore[arg-type]
    return importing.approve(batch, by=by, at=AT)
