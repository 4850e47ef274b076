"""What a file is: by its own first bytes, whatever it is called."""

import time

import pytest

from accounts.refusals import Refused
from nedtrappning.standins import EICAR
from referrals import filetypes
from referrals.html_words import text_of_html
from tests.factories import attachments as make


@pytest.mark.parametrize(("name", "content"), make.ALL.items())
def test_every_kind_of_the_rule_is_taken(name, content):
    file = filetypes.read(name, content)

    assert file.content
    assert file.media_type in filetypes.ENDINGS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("svar.pdf", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("svar.pdf", make.TEXT),
        ("svar.pdf", b" %PDF-1.7"),
        ("bild.jpg", make.PNG),
        ("bild.png", make.HTML),
        ("bild.bmp", b"BMW \xc3\xa4r en bil som har ett l\xc3\xa5ngt namn"),
        ("text.txt", make.PDF),
        ("text.txt", b"text\x00med nolla"),
        ("sida.html", make.GIF),
    ],
)
def test_a_wrong_kind_under_a_right_name_is_refused_in_words(name, content):
    with pytest.raises(Refused) as refusal:
        filetypes.read(name, content)

    assert "innehåller något annat än namnet säger" in str(refusal.value)
    assert name in str(refusal.value)


@pytest.mark.parametrize("name", ["brev.docx", "x.exe", "x.pdf.js", "x.svg", "x.zip"])
def test_another_ending_is_refused_with_those_that_are_taken(name):
    with pytest.raises(Refused, match="pdf, jpeg, png"):
        filetypes.read(name, make.PDF)


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="är tom"):
        filetypes.read("svar.pdf", b"")


def test_a_file_without_an_ending_gets_the_one_that_it_is():
    assert filetypes.read("svar", make.PDF).name == "svar.pdf"


def test_html_becomes_the_words_that_a_reader_sees():
    file = filetypes.read("sida.html", make.HTML)

    words = file.content.decode()
    assert (file.media_type, file.name) == ("text/plain", "sida.html.txt")
    assert "Epikris" in words
    assert "Tar 20 mg & sover." in words
    for hidden in ("<", "alert", "onerror", "Dold", "p{}"):
        assert hidden not in words


def test_html_called_text_is_text_too():
    assert b"<" not in filetypes.read("sida.txt", make.HTML).content


def test_html_without_a_word_is_refused():
    with pytest.raises(Refused, match="ingen text"):
        filetypes.read("sida.html", b"<html><body><img src=x></body></html>")


@pytest.mark.parametrize("way", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_text_however_it_was_saved(way):
    assert filetypes.read("a.txt", "Åsa är här".encode(way)).media_type == "text/plain"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\nils\\svar.pdf", "svar.pdf"),
        ("../../etc/svar.pdf", "svar.pdf"),
        ("svar\u202efdp.pdf", "svarfdp.pdf"),
        ("sv\nar\t\x00.pdf", "svar.pdf"),
        ("  svar  .PDF ", "svar.pdf"),
        ("a\u0308pple.pdf", "äpple.pdf"),
        ('s"v<a>r.pdf', "s v a r.pdf"),
        ("...pdf", "pdf.pdf"),
        ("", "bilaga.pdf"),
    ],
)
def test_names_lose_what_could_deceive(typed, kept):
    assert filetypes.read(typed, make.PDF).name == kept


def test_a_long_name_keeps_its_ending():
    name = filetypes.read(f"{'a' * 500}.pdf", make.PDF).name

    assert len(name) == filetypes.LONGEST_NAME
    assert name.endswith("a.pdf")


def test_the_test_file_of_scanners_is_a_text_like_any_other():
    assert filetypes.read("eicar.txt", EICAR).media_type == "text/plain"


def test_nothing_that_could_be_read_is_lost_with_the_tags():
    page = (
        "<html><head><title>x</title><style>p{}</style><body>a<!-- b --><!-->c"
        "<p>dos < 5 mg</p><ScRipt>z</SCRIPT >d<td>1<td>2 &lt;b&gt; <object>z</object>e"
        "<!-- som aldrig tar slut"
    )

    assert text_of_html(page) == "ac\ndos < 5 mg\nd 1 2 <b> e<!-- som aldrig tar slut"


@pytest.mark.parametrize(
    "piece",
    [
        *("<a ", "<!--", "<object>", "</a ", "<!", "<![CDATA[", '<a b="', "<script>"),
        *("<!-->", "&", "&amp", "<", "<script></script ", "<object></object>"),
    ],
)
def test_a_page_made_to_keep_its_reader_busy_does_not(piece):
    """Once through is a moment for a megabyte; over and over would be hours."""
    page = f"<html>{piece * (1_000_000 // len(piece))}"

    began = time.process_time()
    text_of_html(page)

    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "sign", [f"&#{'9' * 5000};", f"&#x{'f' * 5000};", "&#99999999"]
)
def test_a_sign_with_an_endless_number_is_no_sign(sign):
    assert (
        filetypes.read("a.html", f"<html><p>x{sign}".encode()).content
        == "x\ufffd".encode()
    )
