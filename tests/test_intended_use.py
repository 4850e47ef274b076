"""What is said about the calculator is what was approved, and promises no more."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from tapering import intended_use

ROOT = Path(settings.BASE_DIR)
DOCUMENT = ROOT / "docs" / "intended-use.md"
MARKED = re.compile(r"<!-- intended purpose -->(.+?)<!-- end of intended", re.DOTALL)

# Words that promise advice or safety (rules MD-02): what a product says of itself is
# evidence of what it is for. In all three languages, by their beginnings.
PROMISES = re.compile(
    r"\b("
    r"rekommender\w*|optimal\w*|optimer\w*|säker dos\w*|säkra doser|ofarlig\w*|"
    r"riskfri\w*|garanter\w*|bästa dos\w*|rätt dos\b|"
    r"anbefal\w*|trygg dose\w*|trygge doser|beste dose\w*|ufarlig\w*|risikofri\w*|"
    r"recommend\w*|safe dose\w*|safe taper\w*|best dose\w*|right dose\b|we guarantee|"
    r"risk-free|harmless"
    r")",
    re.IGNORECASE,
)


def shown() -> Iterator[Path]:
    """Everything that a reader of the system meets: pages, their words, the README."""
    yield from sorted((ROOT / "templates").rglob("*.html"))
    yield from sorted((ROOT / "templates").rglob("*.txt"))
    yield from sorted((ROOT / "locale").rglob("*.po"))
    yield ROOT / "README.md"


def spoken() -> Iterator[Path]:
    """Python files whose texts reach a page."""
    for app in ("tapering", "overview", "aftercare", "visits", "messaging", "offers"):
        yield from sorted(
            path
            for path in (ROOT / app).rglob("*.py")
            if "migrations" not in path.parts
        )
    yield from sorted((ROOT / "nedtrappning" / "demo").rglob("*.py"))


def test_the_version_is_the_one_in_the_document():
    text = DOCUMENT.read_text()

    assert f"calculator: **{intended_use.VERSION}**" in text


def test_new_words_are_a_new_version():
    (words,) = MARKED.findall(DOCUMENT.read_text())

    digest = sha256(" ".join(words.split()).encode()).hexdigest()[:16]

    assert digest == intended_use.DIGEST, "raise VERSION, then set DIGEST to this"


def test_the_version_fits_where_an_approval_keeps_it():
    assert 0 < len(intended_use.VERSION) <= 40


@pytest.mark.parametrize(
    "path", [*shown(), *spoken()], ids=lambda path: str(path.relative_to(ROOT))
)
def test_nothing_promises_advice_or_safety(path):
    lines = path.read_text().splitlines()

    promises = [line.strip() for line in lines if PROMISES.search(line)]

    assert promises == []


def test_the_lint_notices_a_promise():
    for text in (
        "Vi rekommenderar 5 mg",
        "optimal takt",
        "en säker dos",
        "vi anbefaler",
        "a safe dose",
        "recommended",
    ):
        assert PROMISES.search(text), text
    assert not PROMISES.search("Bara en läkare beslutar.")


def test_the_engine_reaches_for_nothing_but_arithmetic():
    """No learning, no network, no clock: what it imports is the standard library."""
    allowed = {
        "__future__", "collections", "dataclasses", "datetime", "decimal", "enum",
        "fractions", "functools", "heapq", "bisect", "itertools", "json", "math",
        "operator", "re", "sys", "tapering", "types", "typing",
    }  # fmt: skip
    found = set()
    for path in (ROOT / "tapering" / "engine").glob("*.py"):
        text = path.read_text()
        found |= set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE))

    assert found <= allowed


def test_the_log_in_page_says_that_nobody_answers_for_it_yet(client, db, settings):
    words = "inte CE-märkt och inte registrerat som NMI"
    settings.LEGAL_MANUFACTURER = ""
    assert words in client.get("/account/login/").content.decode()

    settings.LEGAL_MANUFACTURER = "Region Exempel"
    assert words not in client.get("/account/login/").content.decode()
