"""Every hazard in docs/hazards.md has a control and a test that still tests."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
HEADING = re.compile(r"^### (H\d\d) (.+)$", re.MULTILINE)
LINE = re.compile(r"^- (Could happen|Cause|Severity|Control|Test): (.+)$", re.MULTILINE)
NODE = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINES = ["Could happen", "Cause", "Severity", "Control", "Test"]
SEVERITIES = {"minor", "serious", "grave"}
# What issue and rules ask for by name; a log that has lost one is not the log.
MUST = [
    "wrong patient", "ten times", "add up", "split that cannot", "rises",
    "acceleration", "never ends", "rounded away", "last jump", "printed sheet",
    "on the phone", "unconfirmed step", "unsigned plan", "figure of the patient",
    "two medicines", "in two plans", "equivalence", "risk table", "methadone",
    "recalled", "approved", "two people", "not told", "run out", "is forgotten",
    "contact is missed", "naloxone", "red flag", "date slips", "holiday",
    "protected identity", "text message", "hangs", "wrong language",
]  # fmt: skip


def hazards() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Id to heading and lines."""
    text = (ROOT / "docs" / "hazards.md").read_text()
    parts = HEADING.split(text)[1:]
    return {
        number: (title, LINE.findall(body))
        for number, title, body in zip(
            parts[::3], parts[1::3], parts[2::3], strict=True
        )
    }


HAZARDS = hazards()


@cache
def functions(path: str) -> dict[str, ast.FunctionDef]:
    """The tests of a file, by name."""
    found = ROOT / path
    tree = ast.parse(found.read_text()) if found.exists() else ast.Module([], [])
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _calls(node: ast.AST) -> set[str]:
    """Names of what is called in it, last part only."""
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    names = {func.id for func in calls if isinstance(func, ast.Name)}
    return names | {func.attr for func in calls if isinstance(func, ast.Attribute)}


def _asserts(path: str, node: ast.AST) -> bool:
    """Whether it asserts, itself or through a helper of the same file."""
    if any(isinstance(part, ast.Assert) for part in ast.walk(node)):
        return True
    called = _calls(node)
    helpers = [functions(path)[name] for name in called if name in functions(path)]
    return "raises" in called or any(
        isinstance(part, ast.Assert) for helper in helpers for part in ast.walk(helper)
    )


def _is_skipped(node: ast.FunctionDef) -> bool:
    words = " ".join(ast.unparse(mark) for mark in node.decorator_list)
    return "skip" in words or "xfail" in words


@pytest.mark.parametrize("number", HAZARDS)
def test_a_hazard_has_cause_severity_control_and_test(number):
    _title, lines = HAZARDS[number]

    assert [name for name, _text in lines] == LINES
    assert dict(lines)["Severity"] in SEVERITIES
    assert NODE.findall(dict(lines)["Test"])


@pytest.mark.parametrize("number", HAZARDS)
def test_the_tests_of_a_hazard_exist_and_assert(number):
    for path, name in NODE.findall(dict(HAZARDS[number][1])["Test"]):
        assert name in functions(path), f"{path}::{name} does not exist"
        node = functions(path)[name]
        assert _asserts(path, node), f"{path}::{name} asserts nothing"
        assert not _is_skipped(node), f"{path}::{name} is skipped"


def test_every_test_of_the_log_is_written_so_that_it_is_read():
    """A slip in the way a test is named would leave a hazard unguarded."""
    for number, (_title, lines) in HAZARDS.items():
        named = dict(lines)["Test"].split(", ")
        assert len(named) == len(NODE.findall(dict(lines)["Test"])), number


def test_ids_are_in_order_and_used_once():
    assert list(HAZARDS) == [f"H{n:02}" for n in range(1, len(HAZARDS) + 1)]


def test_the_log_has_every_hazard_that_was_asked_for():
    titles = " | ".join(title.lower() for title, _lines in HAZARDS.values())

    assert [words for words in MUST if words not in titles] == []


def test_an_emptied_test_is_noticed():
    """The check itself must be able to fail."""
    empty = ast.parse("def test_x():\n    make()\n").body[0]
    skipped = ast.parse("@pytest.mark.skip\ndef test_x():\n    assert 1\n").body[0]

    assert not _asserts("tests/test_hazards.py", empty)
    assert isinstance(skipped, ast.FunctionDef)
    assert _is_skipped(skipped)
