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
    argv = checks._pytest(checks.Options([], []), browser="")

    assert argv[argv.index("-m", 3) + 1] == "not browser"


def test_a_browser_that_does_not_start_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))

    assert checks.usable_browser() == ""


def report(*, failed: bool) -> checks.Report:
    made = checks.Report(closing="=== 3 passed in 1.00s ===")
    made.add("tests", time.monotonic(), passed=not failed)
    return made


@pytest.mark.parametrize(
    ("failed", "browser", "code"),
    [(False, "chromium", 0), (True, "chromium", 1), (True, "", 1), (False, "", 3)],
)
def test_the_exit_code_tells_how_it_went(failed: bool, browser: str, code: int):
    assert checks._sum_up(report(failed=failed), browser) == code


def test_what_was_left_out_is_said_before_the_closing_line(
    capsys: pytest.CaptureFixture[str],
):
    checks._sum_up(report(failed=False), browser="")

    said = capsys.readouterr().out.splitlines()
    assert "apt-get install chromium" in said[-2]
    assert said[-1] == "=== 3 passed in 1.00s ==="
