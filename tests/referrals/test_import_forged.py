"""Workbooks that are damaged, locked, or made to keep their reader busy."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from accounts.refusals import Refused
from referrals.lists import sheets
from tests.factories import lists as make

SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"
X = b'<c r="A%d" t="inlineStr"><is><t>x</t></is></c>'
Edit = Callable[[bytes], bytes]


def book(change: Edit = bytes, part: str = SHEET) -> bytes:
    """A small list, one part of it rewritten."""
    whole = make.xlsx_of([["199002022384", "Berit Ek", date(2026, 11, 2)]],
                         ["Personnummer", "Namn", "Datum"])  # fmt: skip
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            kept = before.read(name)
            after.writestr(name, change(kept) if name == part else kept)
    return target.getvalue()


def with_rows(rows: bytes) -> bytes:
    return book(lambda sheet: sheet.replace(END, rows + END))


def marked(at: int, value: int) -> bytes:
    """The list with one byte changed of what its directory says of each part."""
    content = bytearray(book())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + at] = value
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def test_a_cell_on_the_last_row_of_the_sheet_is_reached_in_a_moment():
    last = sheets.LAST_LINE
    began = time.process_time()

    sheet = sheets.read(with_rows(b'<row r="%d">' % last + X % last + b"</row>"))

    assert [number for number, _cells in sheet.rows] == [2, last]
    assert time.process_time() - began < 20


FORGED = {
    "a row after the last": with_rows(b'<row r="99999999999">' + X % 9 + b"</row>"),
    "a column after the last": with_rows(b'<row r="3"><c r="ZZZZZZ3"/></row>'),
    "a number of 6000 digits": with_rows(
        b'<row r="3"><c r="A3"><v>' + b"9" * 6000 + b"</v></c></row>"
    ),
    "a text that is not there": with_rows(
        b'<row r="3"><c r="A3" t="s"><v>99</v></c></row>'
    ),
    "a year of five digits": with_rows(
        b'<row r="3"><c r="A3" t="d"><v>99999-01-01</v></c></row>'
    ),
    "letters of nowhere": book(lambda sheet: b'<?xml version="1.0" encoding="x"?>'),
    "no XML": book(lambda sheet: b"%PDF-1.7"),
    "a text that grows": book(
        lambda sheet: (
            b'<!DOCTYPE a [<!ENTITY e "'
            + b"y" * 60_000
            + b'">]>'
            + sheet.replace(
                END, b"<row><c><is><t>" + b"&e;" * 9000 + b"</t></is></c></row>"
            )
        )
    ),
    "locked parts": marked(8, 1),
    "packed in another way": marked(10, 14),
}


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_a_forged_workbook_is_refused_in_words(content):
    with pytest.raises(Refused, match="går inte att läsa"):
        sheets.read(content)


BOMBS = {
    "empty rows": with_rows(b"<row/>" * 1_000_000),
    "empty cells": with_rows(b"<row>" + b"<c/>" * 1_000_000 + b"</row>"),
    "formats": book(
        lambda styles: styles.replace(
            b"</cellXfs>", b"<xf/>" * 600_000 + b"</cellXfs>"
        ),
        "xl/styles.xml",
    ),
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_becomes_a_large_one_is_not_unpacked(content):
    assert len(content) < 50_000

    with pytest.raises(Refused, match="när den packas upp"):
        sheets.read(content)


def test_a_password_is_said_to_be_one():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + sheets.LOCKED

    with pytest.raises(Refused, match="låst med lösenord"):
        sheets.read(locked)


def test_whatever_a_workbook_is_damaged_by_it_is_read_or_refused():
    """A file with a few bytes changed is never a fault of ours."""
    whole, chance = book(), random.Random(4)
    for _turn in range(300):
        damaged = bytearray(whole)
        for _byte in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            sheets.read(bytes(damaged))
        except Refused:
            continue
