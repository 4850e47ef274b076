"""How long `./run` takes: a fresh clone with a warm package cache, and the next start.

.venv/bin/python -m bench.startup [--port 8790]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import machine

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 300


def clone(folder: Path) -> None:
    """What is committed here, as somebody else would get it."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)  # noqa: S603, S607


def start(folder: Path, port: int) -> float:
    """Seconds until `Ready`; then everything is stopped."""
    began = time.perf_counter()
    running = subprocess.Popen(  # noqa: S603
        ["./run", "--port", str(port)],
        cwd=folder,
        env={
            name: value
            for name, value in os.environ.items()
            if name not in {"MODE", "DATABASE_URL", "REDIS_URL", "VIRTUAL_ENV"}
        },
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in running.stdout or ():
            if time.perf_counter() - began > LONGEST:
                break
            print(f"    {line.rstrip()}")
            if line.startswith("Ready:"):
                return time.perf_counter() - began
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=60)
    raise SystemExit(f"./run was not ready within {LONGEST} s.")


def main(words: list[str]) -> int:
    """Clone, start twice, say how long each took."""
    parser = argparse.ArgumentParser(prog="python -m bench.startup")
    parser.add_argument("--port", type=int, default=8790)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="nedtrappning-bench-") as temporary:
        folder = Path(temporary) / "clone"
        clone(folder)
        print("From clone to ready, packages from the cache (first run fills it):")
        first = start(folder, options.port)
        print("Again:")
        second = start(folder, options.port)
    print(f"{machine()}: first {first:.1f} s (aim 60), again {second:.1f} s (aim 6)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
