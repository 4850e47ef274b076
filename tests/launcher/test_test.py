"""./test: what it runs, what it leaves out, how it ends."""

import time
from pathlib import Path

import pytest

from nedtrappning.launcher import test as checks


def test_paths_and_words_for_pytest_are_told_apart():
    options = checks.read(["--only", "tests/audit", "tests/ui", "--", "-k", "ear"])

    assert options.paths == ["tests/audit", "tests/ui"]
    assert options.extra == ["-k", "ear"]


def test_without_a_browser_its_tests_are_left_out():
    argv = checks._pytest(checks.Options([], []), checks.Found(scanner="clamd"))

    assert argv[argv.index("-m", 3) + 1] == "not browser"


def test_a_browser_that_does_not_start_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))

    assert checks.usable_browser() == ""


def test_a_scanner_that_does_not_start_is_no_scanner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    broken = tmp_path / "clamd"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CLAMD", str(broken))

    assert checks.usable_scanner() == ""


def report(*, failed: bool) -> checks.Report:
    made = checks.Report(closing="=== 3 passed in 1.00s ===")
    made.add("tests", time.monotonic(), passed=not failed)
    return made


WHOLE = checks.Found(browser="chromium", scanner="clamd")


def test_without_browser_and_scanner_both_kinds_are_left_out():
    argv = checks._pytest(checks.Options([], []), checks.Found())

    assert argv[argv.index("-m", 3) + 1] == "not browser and not clamd"


@pytest.mark.parametrize(
    ("failed", "found", "code"),
    [
        (False, WHOLE, 0),
        (True, WHOLE, 1),
        (True, checks.Found(), 1),
        (False, checks.Found(scanner="clamd"), 3),
        (False, checks.Found(browser="chromium"), 3),
    ],
)
def test_the_exit_code_tells_how_it_went(failed: bool, found: checks.Found, code: int):
    assert checks._sum_up(report(failed=failed), found) == code


def test_a_scanner_is_found_where_debian_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    there = tmp_path / "clamd"
    there.write_text("#!/bin/sh\nexit 0\n")
    there.chmod(0o755)
    monkeypatch.setattr(checks, "SYSTEM_PROGRAMS", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CLAMD", raising=False)

    assert checks.usable_scanner() == str(there)


def test_what_was_left_out_is_said_before_the_closing_line(
    capsys: pytest.CaptureFixture[str],
):
    checks._sum_up(report(failed=False), checks.Found(scanner="clamd"))

    said = capsys.readouterr().out.splitlines()
    assert "apt-get install chromium" in said[-2]
    assert said[-1] == "=== 3 passed in 1.00s ==="
