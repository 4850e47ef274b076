"""Real starts of the launcher, and what is left of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The sockets stand in the folder for temporary files.
KEPT = ("PATH", "HOME", "TMPDIR")


def bare_environment(**more: str) -> dict[str, str]:
    """Nothing from the servers of the test run that is going on."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | more


def command(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher to its end."""
    return subprocess.run(
        [sys.executable, "-m", "nedtrappning", *words],
        cwd=ROOT,
        env=bare_environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Start:
    """A launcher that is under way."""

    def __init__(self, state: Path, *words: str, **more: str) -> None:
        self.state = state
        self._out = state.with_name(f"{state.name}-{time.monotonic_ns()}.out")
        with self._out.open("wb") as out:
            self.popen = subprocess.Popen(
                [
                    *(sys.executable, "-m", "nedtrappning", "run", "--empty"),
                    *("--state", str(state), *words),
                ],
                cwd=ROOT,
                env=bare_environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._out.read_text()

    @property
    def url(self) -> str:
        """The address in the one Ready line."""
        (line,) = [x for x in self.output.splitlines() if x.startswith("Ready: ")]
        return line.removeprefix("Ready: ")

    def wait_until_ready(self) -> "Start":
        deadline = time.monotonic() + 120
        while "\nReady: " not in self.output:
            assert self.popen.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)
        return self

    def end(self, number: signal.Signals) -> int:
        self.popen.send_signal(number)
        return self.popen.wait(timeout=30)


def left_of(state: Path) -> list[str]:
    """Commands that live and still have to do with this state folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            known = words + (folder / "environ").read_bytes()
        except OSError:
            continue
        if words and os.fsencode(state) in known:
            found.append(words.replace(b"\0", b" ").decode(errors="replace"))
    return found


def nothing_left_within(seconds: float, state: Path) -> bool:
    deadline = time.monotonic() + seconds
    while left_of(state):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
