"""No identity number in the repository may belong to somebody (rules ID-09, ID-10)."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jurisdictions.identity import (
    NotAnIdentity,
    is_synthetic,
    norwegian_synthetic_numbers,
    parse,
    synthetic_numbers,
)
from jurisdictions.phones import fictional_mobiles

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.now(tz=UTC).date()

# Published as test numbers, outside the series that the demo draws from.
DOCUMENTED = {"189001019802", "190001019801", "191401682396", "202601612381"}
# The mobiles reserved for fiction read like samordningsnummer of January 2007.
PHONES = {number.replace("+46", "0") for number in fictional_mobiles()}

SWEDISH = re.compile(r"(?<![\w.+])(?:18|19|20)?[0-9]{6}[-+ ]?[0-9]{4}(?!\w)")
NORWEGIAN = re.compile(r"(?<![\w.+])[0-9]{6} ?[0-9]{5}(?!\w)")


def could_be_somebody(typed):
    if typed in PHONES:
        return False
    try:
        number = parse(typed, today=TODAY).number
    except NotAnIdentity:
        return False
    return not is_synthetic(number) and number not in DOCUMENTED


def could_be_norwegian(typed):
    """Of any kind, by the rule of today or of 2032; test numbers are nobody's."""
    for day in (TODAY, date(2032, 1, 1)):
        try:
            parse(typed, today=day, country="NO")
        except NotAnIdentity:
            continue
        return True
    return False


def suspects(text):
    found = [typed for typed in SWEDISH.findall(text) if could_be_somebody(typed)]
    return found + list(filter(could_be_norwegian, NORWEGIAN.findall(text)))


def tracked_texts():
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("git lists the tracked files, and this is no clone")
    command = [git, "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield name, content.decode(errors="replace")


def test_no_number_in_a_tracked_file_could_be_somebody():
    found = {name: suspects(text) for name, text in tracked_texts()}

    # Only the names: the numbers must not end up in a log of this test either.
    assert [name for name, numbers in found.items() if numbers] == []


def test_the_search_knows_a_number_that_could_be_somebody():
    # Put together here, so that it stands in no file.
    real_form = "19620314" + "0006"
    while not could_be_somebody(real_form):
        real_form = f"{int(real_form) + 1}"
    short = f"{real_form[2:8]}-{real_form[8:]}"

    for text in (f"={real_form};", f"pnr {short}.", f'"{real_form[2:]}"'):
        assert suspects(text)


def test_the_search_lets_test_numbers_pass():
    for number in [*synthetic_numbers(1990), *DOCUMENTED]:
        assert suspects(f"a {number} b {number[:8]}-{number[8:]}") == []


def test_the_search_knows_norwegian_numbers_and_lets_the_test_series_pass():
    # Without 80 on the month this one is somebody's; put together here, in no file.
    synthetic = next(norwegian_synthetic_numbers(date(1985, 3, 9)))
    real_form = "0903" + synthetic[4:9]
    found = [f"{real_form}{rest:02}" for rest in range(100)]

    assert suspects(f"fnr {synthetic}.") == []
    assert any(suspects(f"fnr {one}.") for one in found)
