"""The launcher's children: started, watched, started again, stopped in order."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from nedtrappning.launcher import reaper
from nedtrappning.launcher.refusal import Refusal

ROOT = Path(__file__).resolve().parents[2]
MANY_FALLS = 5
"""A child that falls this often in a row is not started again."""
STEADY = 60.0
"""Seconds on its feet after which earlier falls are forgiven."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to start, and how it wants to be asked to stop."""

    name: str
    argv: list[str]
    env: dict[str, str]
    log: Path
    stop: signal.Signals = signal.SIGTERM
    stage: int = 0
    before: Callable[[], None] | None = None
    sockets: tuple[int, ...] = ()


@dataclass
class Running:
    """A task that has been started, and how often it fell."""

    task: Task
    popen: subprocess.Popen[bytes]
    since: float = field(default_factory=time.monotonic)
    falls: int = 0

    def wait_until(self, answers: Callable[[], bool], *, patience: float = 60) -> None:
        """Until it is of use; refuse with its last words if it never is."""
        deadline = time.monotonic() + patience
        while self.popen.poll() is None and time.monotonic() < deadline:
            if answers():
                return
            time.sleep(0.02)
        last_words = self.task.log.read_text(errors="replace").splitlines()[-12:]
        raise Refusal("\n".join([*last_words, f"{self.task.name} does not start."]))


class Supervisor:
    """Holds all children; leaving it stops them, highest stage first."""

    def __init__(self, *, keep_open: tuple[int, ...] = ()) -> None:
        self._running: list[Running] = []
        self._reaper = subprocess.Popen(
            [sys.executable, "-I", "-S", reaper.__file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=keep_open,
        )

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Explicitly, also SIGINT: a background job inherits it ignored.
            signal.signal(number, _interrupt)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for stage in sorted({one.task.stage for one in self._running}, reverse=True):
            self._stop_stage(stage)
        stdin = self._reaper.stdin
        if stdin is not None:
            stdin.close()
        self._reaper.wait()

    def removes(self, folder: Path) -> None:
        """Leave no trace of this folder, however the launcher ends."""
        self._tell_reaper(f"rm {folder}")

    def start(self, task: Task) -> Running:
        """Start a child; its output goes to its log."""
        running = Running(task, self._spawn(task))
        self._running.append(running)
        return running

    def begin(self, argv: list[str], *, env: dict[str, str]) -> Iterator[str]:
        """Start a command now; to read its lines to the end is to wait for it."""
        popen = subprocess.Popen(
            argv,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._tell_reaper(f"+{popen.pid} {int(signal.SIGTERM)}")
        return self._lines(popen, argv)

    def _lines(self, popen: subprocess.Popen[bytes], argv: list[str]) -> Iterator[str]:
        try:
            if popen.stdout is not None:
                for line in popen.stdout:
                    yield line.decode(errors="replace").rstrip()
            popen.wait()
        finally:
            _end(popen, signal.SIGTERM)
            self._tell_reaper(f"-{popen.pid}")
        if popen.returncode:
            raise CommandFailed(argv, popen.returncode)

    def watch(self, say: Callable[[str], None]) -> None:
        """Stay until interrupted; a child that falls is started again."""
        while True:
            time.sleep(0.5)
            for one in self._running:
                if one.popen.poll() is not None:
                    self._raise_again(one, say)

    def _raise_again(self, one: Running, say: Callable[[str], None]) -> None:
        self._tell_reaper(f"-{one.popen.pid}")
        if time.monotonic() - one.since > STEADY:
            one.falls = 0
        one.falls += 1
        if one.falls > MANY_FALLS:
            raise Refusal(
                f"{one.task.name} keeps stopping. The reason is in {one.task.log}."
            )
        say(f"{one.task.name} stopped unexpectedly and is started again.")
        one.popen, one.since = self._spawn(one.task), time.monotonic()

    def _spawn(self, task: Task) -> subprocess.Popen[bytes]:
        with task.log.open("ab") as log:
            popen = subprocess.Popen(
                task.argv,
                cwd=ROOT,
                env=task.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl+C must reach the launcher alone.
                start_new_session=True,
                pass_fds=task.sockets,
                preexec_fn=task.before,
            )
        self._tell_reaper(f"+{popen.pid} {int(task.stop)}")
        return popen

    def _stop_stage(self, stage: int) -> None:
        chosen = [one for one in self._running if one.task.stage == stage]
        for one in chosen:
            with contextlib.suppress(ProcessLookupError):
                one.popen.send_signal(one.task.stop)
        for one in chosen:
            _end(one.popen, one.task.stop)
            self._tell_reaper(f"-{one.popen.pid}")

    def _tell_reaper(self, line: str) -> None:
        stdin = self._reaper.stdin
        if stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                stdin.write(f"{line}\n")
                stdin.flush()


class CommandFailed(Exception):
    """A command that should have succeeded did not."""

    def __init__(self, argv: list[str], code: int) -> None:
        super().__init__(f"{' '.join(argv[1:])} ended with {code}")
        self.code = code


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(popen: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Ask, wait, and in the end insist: also on what the child itself started."""
    if popen.poll() is None:
        popen.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            popen.wait(timeout=8)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
