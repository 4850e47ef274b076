"""Outlives a killed launcher and takes its servers down.

Run as a script of its own (no imports from the project). It reads from a pipe whose
other end only the launcher holds: `+pid signal` when something is started, `-pid` when
it has ended, `rm path` for a folder that must not stay. End of file means the launcher
is gone, by whatever means.
"""

import os
import shutil
import signal
import sys
import time

PATIENCE = 3.0
"""Seconds from the polite signal to the hard one; all must be gone within five."""


def read_to_the_end() -> tuple[dict[int, int], list[str]]:
    """What was alive when the pipe closed (pid: signal), and what to remove."""
    alive: dict[int, int] = {}
    leftovers: list[str] = []
    for line in sys.stdin:
        word = line.rstrip("\n")
        if word.startswith("+"):
            pid, number = word[1:].split()
            alive[int(pid)] = int(number)
        elif word.startswith("-"):
            alive.pop(int(word[1:]), None)
        else:
            leftovers.append(word.removeprefix("rm "))
    return alive, leftovers


def tell(pid: int, number: int) -> bool:
    """Signal the group that `pid` leads; False when there is no such group."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def only_a_zombie(pid: int) -> bool:
    """An ended process whose new parent has not collected it yet holds nothing."""
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def take_down(alive: dict[int, int]) -> None:
    """The polite signal to all, the hard one to those who are left."""
    for pid, number in alive.items():
        tell(pid, number)
    deadline = time.monotonic() + PATIENCE
    left = set(alive)
    while left and time.monotonic() < deadline:
        time.sleep(0.1)
        left = {pid for pid in left if tell(pid, 0) and not only_a_zombie(pid)}
    for pid in alive:
        tell(pid, signal.SIGKILL)


def main() -> None:
    """Wait for the launcher to end, then leave nothing behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    alive, leftovers = read_to_the_end()
    take_down(alive)
    for folder in leftovers:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
