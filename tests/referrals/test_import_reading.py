"""Reading a list: any usual file, and every row's faults in words."""

import io
import zipfile
from datetime import date

import pytest

from accounts.refusals import Refused
from referrals.lists import columns, dates, sheets
from referrals.lists import rows as lines
from tests.factories import lists as make

TODAY = date(2026, 11, 20)
KNOWN = lines.Known(
    clinics={"hamnens vårdcentral": "key"}, municipalities=frozenset({"uddevalla"})
)


# files


@pytest.mark.parametrize("way", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_is_read_however_it_was_saved(way, delimiter):
    text = delimiter.join(["Namn", "Ort"]) + "\r\n" + delimiter.join(["Åsa", "Öckerö"])

    sheet = sheets.read(text.encode(way))

    assert sheet.headings == ["Namn", "Ort"]
    assert sheet.rows == [(2, ["Åsa", "Öckerö"])]


def test_a_workbook_gives_days_and_numbers_as_text():
    content = make.xlsx_of(
        [[199002022384, "Berit", date(2026, 11, 2), 2.5, None]],
        ["Personnummer", "Namn", "Datum", "Dos", "Tom"],
    )

    (row,) = sheets.read(content).rows

    assert row == (2, ["199002022384", "Berit", "2026-11-02", "2.5", ""])


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_file():
    sheet = sheets.read(b"\n\nNamn;Ort\n;\nBerit;Ale\n\nEva;Ale\n")

    assert sheet.headings == ["Namn", "Ort"]
    assert [number for number, _cells in sheet.rows] == [5, 7]


def test_a_cell_over_several_lines_is_one_cell():
    sheet = sheets.read(b'Namn;Text\nBerit;"rad ett\nrad tv\xc3\xa5"\n')

    assert sheet.rows[0][1] == ["Berit", "rad ett\nrad två"]


def test_five_thousand_rows_are_read_and_one_more_is_refused():
    rows = ["Berit"] * sheets.MOST_ROWS
    assert len(sheets.read("\n".join(["Namn", *rows]).encode()).rows) == 5000

    with pytest.raises(Refused, match="fler än 5 000"):
        sheets.read("\n".join(["Namn", *rows, "Eva"]).encode())


def packed(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "är tom"),
        (b"Namn;Ort\n", "ingen rad under rubrikerna"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "äldre format"),
        (b"PK\x03\x04skadad", "går inte att läsa"),
        (packed(1000), "går inte att läsa"),
        (packed(sheets.MOST_UNPACKED + 1), "för stor"),
        (b"%PDF-1.7\x00\x01\x02", "ingen lista"),
        (b'Namn\n"' + b"a" * 200_000, "går inte att läsa som en lista"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence):
        sheets.read(content)


def test_a_formula_is_text_and_is_never_calculated():
    content = make.xlsx_of([["=1+1", "@SUM(A1)"]], ["Namn", "Text"])

    assert sheets.read(content).rows == [(2, ["=1+1", "@SUM(A1)"])]


@pytest.mark.parametrize("cell", ["=1+1", "+46701740605", "-2", "@x", "\tx", "vanlig"])
def test_what_we_hand_out_is_never_a_formula_and_is_read_back_as_it_was(cell):
    content = sheets.as_csv([["Namn"], [cell]])

    written = content.decode("utf-8-sig").split("\r\n")[1]
    assert written[0] not in "=+-@\t"
    assert sheets.read(content).rows[0][1] == [cell.strip()]


# columns


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Personnr.", "Namn", "Remissdatum"], {"number", "name", "issued_on"}),
        (
            ["Fødselsnummer", "Fornavn", "Etternavn", "Henvist dato"],
            {"number", "given_name", "family_name", "issued_on"},
        ),
        (
            ["Personal number", "First name", "Last name", "Referral date"],
            {"number", "given_name", "family_name", "issued_on"},
        ),
        (["Färg", "Form"], set()),
    ],
)
def test_headings_in_three_languages_are_understood(headings, found):
    assert set(columns.guess(headings)) == found


def test_the_headings_of_the_template_are_all_understood():
    headings = [str(columns.FIELDS[name]) for name in columns.IN_TEMPLATE]

    assert list(columns.guess(headings)) == columns.IN_TEMPLATE
    assert columns.lacking(columns.guess(headings)) == []


def test_the_first_of_two_columns_with_the_same_heading_wins():
    assert columns.guess(["Datum", "Datum"]) == {"issued_on": 0}


def test_what_lacks_a_column_is_named():
    assert columns.lacking({}) == [
        "Personnummer",
        "Remissens datum",
        "Namn (för- och efternamn)",
    ]


# days


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11-02", "20261102", "2026/11/02", "2026.11.2", "2.11.2026"),
        *("02/11/2026", "2 nov 2026", "2 november 2026", "2. november 2026"),
        *("46328", "46328.5", "2026-11-02 00:00:00", "2026-11-02 14:30"),
    ],
)
def test_a_day_is_read_in_any_usual_form(typed):
    assert dates.day_of(typed) == date(2026, 11, 2)


@pytest.mark.parametrize("typed", ["i går", "02-11-26", "11/2/26", "2026", "1", "-"])
def test_a_day_that_could_be_another_is_not_guessed(typed):
    with pytest.raises(dates.NotADay, match="2026-11-20"):
        dates.day_of(typed)


def test_a_day_that_does_not_exist_is_said():
    with pytest.raises(dates.NotADay, match="finns inte"):
        dates.day_of("2026-02-30")


# rows

GOOD = {
    "number": "19900202-2384",
    "given_name": "Berit",
    "family_name": "Lundh",
    "issued_on": "2026-11-02",
}


def read(**changes):
    numbered = {**GOOD, "number": make.number()}
    cells = {**numbered, **changes}
    places = {name: place for place, name in enumerate(cells)}
    return lines.read(list(cells.values()), places, KNOWN, today=TODAY)


def test_a_row_with_nothing_wrong_has_no_fault():
    row = read(
        phone="070-174 06 05",
        clinic="Hamnens Vårdcentral",
        municipality="UDDEVALLA",
        protected="ja",
    )

    assert (row.faults, row.notes) == ([], [])
    assert row.said.phone == "+46701740605"
    assert row.said.clinic == "key"
    assert row.said.protected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "Personnumret saknas"),
        ({"number": "19900202-2385"}, "Sista siffran"),
        ({"number": "1,99002E+11"}, "Excel har kortat av"),
        ({"given_name": ""}, "För- och efternamn behövs"),
        ({"family_name": "L" * 101}, "Namnet är för långt"),
        ({"issued_on": ""}, "datum saknas"),
        ({"issued_on": "2026-11-21"}, "ligger i framtiden"),
        ({"issued_on": "1926-11-02"}, "äldre än år 2000"),
        ({"issued_on": "i våras"}, "Skriv datumet så här"),
        ({"phone": "12"}, "för kort"),
        ({"clinic": "Okända"}, "Vårdcentralen finns inte"),
        ({"protected": "kanske"}, "Skriv ja eller nej"),
        ({"medicine": "m" * 201}, "201 tecken, högst 200"),
        ({"goal": "m" * 8001}, "för lång"),
    ],
)
def test_a_fault_is_said_in_words(changes, sentence):
    row = read(**changes)

    assert any(sentence in fault for fault in row.faults)


def test_all_faults_of_a_row_are_said_at_once():
    assert len(read(given_name="", issued_on="", phone="12").faults) == 3


@pytest.mark.parametrize("whole", ["Berit Lundh", "Lundh, Berit", "  Lundh ,  Berit "])
def test_a_whole_name_is_parted(whole):
    row = read(given_name="", family_name="", name=whole)

    assert (row.said.given_name, row.said.family_name) == ("Berit", "Lundh")


def test_a_place_outside_the_region_is_a_note_and_stops_nothing():
    row = read(municipality="Kiruna")

    assert row.faults == []
    assert "lämnas tom" in row.notes[0]


def test_a_cell_that_begins_like_a_formula_is_kept_as_text_with_a_note():
    row = read(goal='=HYPERLINK("x")')

    assert row.said.goal == '=HYPERLINK("x")'
    assert "vanlig text" in row.notes[0]
