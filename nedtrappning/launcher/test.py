"""`./test`: every check there is, on servers that are thrown away afterwards."""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from nedtrappning.launcher import postgres, servers
from nedtrappning.launcher.state import State
from nedtrappning.launcher.supervisor import CommandFailed, Supervisor

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "Left out: the tests marked 'browser' (journeys, accessibility), because no "
    "Chromium was found. Get it with: apt-get install chromium (or set CHROMIUM to "
    "the path of one)."
)
NO_SCANNER = (
    "Left out: the tests marked 'clamd' (virus scanning), because no clamd was found. "
    "Get it with: apt-get install clamav-daemon (or set CLAMD to the path of one)."
)
# Where Debian keeps it, outside the path of people who are not root.
SYSTEM_PROGRAMS = "/usr/sbin:/usr/local/sbin"
PASSED, FAILED, LEFT_OUT = 0, 1, 3
# Migrated once; each process of the tests begins with a copy of it.
TEMPLATE = "nedtrappning_tests"


def _tool(name: str) -> str:
    """A program that came with the environment."""
    return str(Path(sys.prefix) / "bin" / name)


CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("lint", [_tool("ruff"), "check", "."]),
    ("import contracts", [_tool("lint-imports"), "--no-logo"]),
    ("types", [_tool("mypy"), "."]),
    (
        "migrations",
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    ),
    ("translations", [sys.executable, "manage.py", "messages", "--check"]),
)


@dataclass(frozen=True)
class Options:
    """What the person asked for."""

    paths: list[str]
    extra: list[str]


def read(words: list[str]) -> Options:
    """Read the command line; what follows `--` is pytest's."""
    parser = argparse.ArgumentParser(
        prog="./test", description="Run every check, or only the tests named."
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH")
    parser.add_argument("paths", nargs="*", metavar="PATH")
    ours, extra = words, []
    if "--" in words:
        cut = words.index("--")
        ours, extra = words[:cut], words[cut + 1 :]
    found = parser.parse_args(ours)
    return Options(found.only + found.paths, extra)


def usable_browser() -> str:
    """The Chromium that the journeys drive, or nothing."""
    named = os.environ.get("CHROMIUM", "")
    for name in (named,) if named else BROWSERS:
        path = shutil.which(name)
        if path is not None and _starts(path):
            return path
    return ""


def _starts(path: str) -> bool:
    done = subprocess.run([path, "--version"], capture_output=True, check=False)
    return done.returncode == 0


def usable_scanner() -> str:
    """The clamd that the scanning is tried with, or nothing."""
    search = os.environ.get("PATH", os.defpath) + os.pathsep + SYSTEM_PROGRAMS
    path = shutil.which(os.environ.get("CLAMD") or "clamd", path=search)
    return path if path is not None and _starts(path) else ""


@dataclass(frozen=True)
class Found:
    """The programs that some tests need and a machine may lack."""

    browser: str = ""
    scanner: str = ""

    @property
    def missing(self) -> dict[str, str]:
        """What is left out, by its marker, and the sentence that says so."""
        lacks = {}
        if not self.browser:
            lacks["browser"] = NO_BROWSER
        if not self.scanner:
            lacks["clamd"] = NO_SCANNER
        return lacks


@dataclass
class Report:
    """What passed, what did not, and pytest's last line."""

    lines: list[str] = field(default_factory=list)
    failed: bool = False
    closing: str = ""

    def add(self, name: str, began: float, *, passed: bool) -> None:
        """One line of the summary."""
        self.failed = self.failed or not passed
        word = "passed" if passed else "FAILED"
        self.lines.append(f"  {name:<20}{word}  {time.monotonic() - began:6.1f} s")


def main(words: list[str]) -> int:
    """Start the throw-away servers, run the checks, sum up."""
    options = read(words)
    found = Found(browser=usable_browser(), scanner=usable_scanner())
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="nedtrappning-test-"))
    try:
        with State(folder) as state, Supervisor() as supervisor:
            supervisor.removes(folder)
            env = _environment(state, supervisor, found)
            runner = Runner(env, supervisor, report)
            if not options.paths:
                _everything(runner)
            runner.check("tests", _pytest(options, found))
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        return FAILED
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _sum_up(report, found)


def _environment(
    state: State, supervisor: Supervisor, programs: Found
) -> dict[str, str]:
    ours = servers.in_state(state, durable=False, allow_other=False)
    ours.start(supervisor)
    secrets = state.secrets()
    found = ours.environment()
    clean = servers.clean_environment()
    # Each process would compile everything for itself.
    clean.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **clean,
        **found,
        # pytest makes databases; the tests step down to the app role where it matters.
        "DATABASE_URL": found["OWNER_DATABASE_URL"],
        "MODE": "test",
        "SECRET_KEY": secrets["secret_key"],
        "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "SITE_URL": "http://testserver",
        # Nothing answers there: a test that sends starts a stand-in of its own.
        "SMTP_URL": "smtp://127.0.0.1:1",
        "SMS_GATEWAY_URL": "http://127.0.0.1:1/messages",
        "SMS_GATEWAY_TOKEN": secrets["sms_token"],
        "STATE_DIR": str(state.folder),
        "CLAMD_URL": "tcp://127.0.0.1:1",
        "CHROMIUM": programs.browser,
        "CLAMD": programs.scanner,
        # Tests are spread over processes, and each must list them in the same order.
        "PYTHONHASHSEED": "0",
    }


def _pytest(options: Options, found: Found) -> list[str]:
    argv = [sys.executable, "-m", "pytest", *options.paths]
    if not options.paths:
        # A core that is done takes over from one that has the long journeys.
        argv += ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
    if found.missing:
        argv += ["-m", " and ".join(f"not {marker}" for marker in found.missing)]
    if sys.stdout.isatty():
        argv.append("--color=yes")
    return argv + options.extra


@dataclass
class Runner:
    """Runs commands in the environment of the tests."""

    env: dict[str, str]
    supervisor: Supervisor
    report: Report

    def check(self, name: str, argv: list[str]) -> None:
        """Run a command to its end."""
        self.finish(name, argv, self.supervisor.begin(argv, env=self.env))

    def finish(self, name: str, argv: list[str], lines: Iterator[str]) -> None:
        """Show what a command says until it has ended."""
        print(f"== {name}: {' '.join(Path(word).name for word in argv)}", flush=True)
        began = time.monotonic()
        passed = True
        try:
            for line in lines:
                print(line, flush=True)
                self.report.closing = line or self.report.closing
        except CommandFailed:
            passed = False
        self.report.add(name, began, passed=passed)


def _everything(runner: Runner) -> None:
    """All that is no test; the tests' database is made meanwhile."""
    url = runner.env["DATABASE_URL"]
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {TEMPLATE}")
    argv = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    there = {"DATABASE_URL": url.replace(f"/{postgres.DATABASE}?", f"/{TEMPLATE}?")}
    migrating = runner.supervisor.begin(argv, env=runner.env | there)
    for name, words in CHECKS:
        runner.check(name, words)
    runner.finish("test database", argv, migrating)
    runner.env["TEST_TEMPLATE"] = TEMPLATE


def _sum_up(report: Report, found: Found) -> int:
    print("== summary")
    print("\n".join(report.lines))
    for sentence in found.missing.values():
        print(sentence)
    print(report.closing, flush=True)
    if report.failed:
        return FAILED
    return LEFT_OUT if found.missing else PASSED
