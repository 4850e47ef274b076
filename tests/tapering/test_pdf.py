"""The printed schedule and the letter as files: tagged, whole, on one page."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tapering import actions
from tapering.models import PlanLetter, PlanVersion
from tapering.pages import Variant, sheet_pdf
from tapering.pages.layout import laid_out
from tests.factories import tapering as make
from ui import paper


def printed(version: PlanVersion, **fields) -> PdfReader:  # type: ignore[no-untyped-def]
    """The sheet of a version, read back."""
    first = fields.pop("first", make.START)
    language = fields.pop("language", "sv")
    made = sheet_pdf(
        version,
        first,
        on=make.ON,
        language=language,
        variant=Variant(**fields),
    )
    return PdfReader(io.BytesIO(made))


def words(reader: PdfReader) -> str:
    """All text of a file, however it was broken into lines."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def is_tagged(reader: PdfReader) -> list[str]:
    """What a file lacks of PDF/UA: structure tree, marks, language, title, identity."""
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    wanted = {
        "structure tree": "/StructTreeRoot" in root,
        "marked": bool(root.get("/MarkInfo", {}).get("/Marked")),
        "language": bool(root.get("/Lang")),
        "title": bool(reader.metadata and reader.metadata.title),
        "title shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "identifier": "pdfuaid:part" in metadata,
    }
    return [name for name, there in wanted.items() if not there]


def roles(reader: PdfReader) -> list[str]:
    """The kinds of elements in the structure tree."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if not hasattr(element, "get"):
            continue
        if "/S" in element:
            found.append(element["/S"])
        children = element.get("/K", [])
        children = children if isinstance(children, list) else [children]
        waiting += [child for child in children if hasattr(child, "get_object")]
    return found


@pytest.fixture
def version(team, prescriber):
    """A signed plan of three dayparts and two strengths."""
    return make.decided(team, prescriber)


def test_the_file_is_tagged_in_the_readers_language(version):
    reader = printed(version, language="en")

    assert is_tagged(reader) == []
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert {"/Table", "/TH", "/TD", "/H1"} <= set(roles(reader))


def test_four_weeks_stand_on_one_page_with_every_day(version):
    reader = printed(version)

    assert len(reader.pages) == 1
    said = words(reader)
    for number in range(28):
        day = make.START + timedelta(days=number)
        assert re.search(rf"\b{day.day} (dec|nov)\b", said)
    assert "25 mg" in said
    assert "Besvär 0–10" in said


def test_it_says_the_name_the_version_and_what_to_do_but_no_number(version):
    said = words(printed(version))
    patient = version.plan.case.patient

    assert patient.name in said
    assert not re.search(r"\d{6,8}[-+ ]?\d{4}", said)
    assert "Plan version 1" in said
    assert "Sluta inte tvärt." in said
    assert "1177" in said
    assert "112" in said


def test_nothing_past_the_next_unconfirmed_step_is_printed(team, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)

    said = words(printed(version, first=date(2027, 1, 5)))

    assert "Stanna på den här dosen tills vi har pratat" in said
    assert "20 mg" not in said


def test_the_overview_promises_no_day_that_waits_for_a_word(team, prescriber, nurse):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)
    lines = [
        actions.Line(substance="oxazepam", doses={"night": Decimal(25)}),
        actions.Line(substance="zopiklon", doses={"night": Decimal("7.5")}),
    ]
    actions.write_mapping(team, lines=lines, by=nurse, at=make.AT)

    said = words(printed(version, first=date(2026, 12, 5)))

    assert "Alla dina läkemedel" in said
    assert "Nästa ändring: när vi har pratat" in said
    assert "zopiklon 7,5 mg till natten oförändrat" in said


def test_large_print_holds_two_weeks_in_fourteen_points(version):
    reader = printed(version, large=True)
    sizes = []
    reader.pages[0].extract_text(
        visitor_text=lambda text, _c, _t, _font, size: (
            sizes.append(size) if text.strip() else None
        )
    )

    assert len(reader.pages) == 1
    assert "14 dec" in words(reader)
    assert "15 dec" not in words(reader)
    assert max(sizes) >= 14


def test_two_languages_stand_beside_each_other(version):
    reader = printed(version, also="en")

    assert len(reader.pages) == 1
    said = words(reader)
    assert "Morgon / Morning" in said
    assert "Sluta inte tvärt." in said
    assert "Do not stop suddenly." in said


def test_a_replaced_version_says_which_one_counts(version, nurse):
    plan = version.plan
    actions.hold(plan, days=7, because="vila", by=nurse, at=make.AT + make.days(10))
    version.refresh_from_db()

    assert "Gammal version. Nu gäller version 2." in words(printed(version))


def test_what_a_person_typed_is_never_a_command(version):
    patient = version.plan.case.patient
    patient.given_name = '#eval("1+1") *Ån* $x$ <b> \\u{41} Жанна 名 مريم'
    patient.save(update_fields=["given_name"])

    said = words(printed(version))

    assert '#eval("1+1") *Ån* $x$ <b>' in said
    assert "Жанна" in said


PIECES = st.lists(
    st.sampled_from(
        [("½", 0.5), ("1", 1), ("1½\xa0×\xa07,5\xa0mg", 1.5), ("4\xa0×\xa05\xa0mg", 4)]
    ),
    max_size=2,
)
DAY = st.fixed_dictionaries(
    {"boxes": st.lists(PIECES, min_size=3, max_size=3), "changes": st.booleans()}
)


def _laid(days: list[dict[str, Any]]) -> dict[str, Any]:
    """A sheet of 28 days where any day may bring something new."""
    stretches: list[dict[str, Any]] = []
    for number, day in enumerate(days):
        if not stretches or day["changes"] or number % 7 == 0:
            news = "Ny lägre dos från i dag: 12,5 mg om dagen"
            stretches.append(
                {
                    "heading": "1–3 dec",
                    "dose": "5 mg",
                    "news": news,
                    "stays": False,
                    "days": [],
                }
            )
        boxes = [
            {"nothing": None, "pieces": [{"text": t, "draw": d} for t, d in pieces]}
            if pieces
            else {"nothing": "ingen", "pieces": []}
            for pieces in day["boxes"]
        ]
        told = {"weekday": "tors", "date": "28 nov", "total": "112,5 mg"}
        stretches[-1]["days"].append({**told, "boxes": boxes})
    return {
        "name": "Anna-Karin Lindström-Petersson",
        "old": "Gammal version. Nu gäller version 12.",
        "footer": "Version 11",
        "printed": "Utskriven",
        "heading": "Din nedtrappning: klordiazepoxid",
        "what": "Tabletter 7,5 mg och 5 mg som kan delas",
        "period": "22 november – 19 december 2026",
        "version": ["Plan version 11", "Ersätter version 10. Kasta den gamla."],
        "labels": ["Morgon", "Middag", "Kväll"],
        "legend": [{"part": 1, "words": "en hel"}, {"part": 0.5, "words": "en halv"}],
        "stretches": stretches,
    }


def _content(days: list[dict[str, Any]]) -> dict[str, Any]:
    said = "Mår du sämre: stanna på dosen och ring oss, 031-390 06 12. " * 3
    return {
        "sheets": [_laid(days)],
        "overview": None,
        "also": None,
        "warning": [{"text": said, "strong": True}],
        "warning-also": None,
        "day": "Dag",
        "per-day": "Per dag",
        "symptoms": "Besvär 0–10",
        "tick": "kryssa när du har tagit",
    }


def test_several_strengths_stand_on_one_line():
    boxes = [[("1\xa0×\xa010\xa0mg", 1), ("½\xa0×\xa05\xa0mg", 0.5)], [], []]
    content = laid_out(_content([{"boxes": boxes, "changes": False}] * 28), Variant())

    made = paper.SHEET.pdf(content, language="sv", title="Schema")

    lines = PdfReader(io.BytesIO(made)).pages[0].extract_text().splitlines()
    wanted = "1 × 10 mg + ½ × 5 mg"
    whole = [line for line in lines if wanted in " ".join(line.split())]
    assert len(whole) == 28


@settings(max_examples=8, deadline=None)
@given(days=st.lists(DAY, min_size=28, max_size=28))
def test_three_dayparts_fit_on_one_page_however_often_they_change(days):
    content = _content(days)

    made = paper.SHEET.pdf(laid_out(content, Variant()), language="sv", title="Schema")

    assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_the_page_and_the_file_say_the_same_days(version, signed_in, nurse):
    client = signed_in(nurse)

    page = client.get(reverse("tapering:sheet", args=[version.pk]))
    file = client.get(reverse("tapering:sheet_pdf", args=[version.pk]))

    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert reverse("tapering:sheet_pdf", args=[version.pk]) in page.content.decode()


def test_a_letter_is_a_tagged_file_with_the_kept_words(version, signed_in, nurse):
    letter = PlanLetter.objects.filter(version=version).first()
    if letter is None:
        letter = PlanLetter.objects.create(
            version=version,
            to_name="Maj Ek",
            text="# Plan\n\n## Vad det gäller\nEn plan.\n- Ett steg",
            written_at=make.AT,
        )

    file = signed_in(nurse).get(reverse("tapering:letter_pdf", args=[letter.pk]))
    reader = PdfReader(io.BytesIO(file.content))

    assert is_tagged(reader) == []
    assert letter.to_name in words(reader)


def test_an_unknown_sign_does_not_stop_the_file():
    content = {
        "old": None,
        "to": ["名前 🙂 \u0000"],
        "from": [],
        "heading": "x",
        "about": "x",
        "sections": [],
        "footer": "x",
    }

    made = paper.LETTER.pdf(content, language="sv", title="x")

    assert "??" in words(PdfReader(io.BytesIO(made)))
