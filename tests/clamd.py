"""A real clamd of one's own: one signature, one socket, gone when the tests end."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from nedtrappning.standins import EICAR

# name:kind of file:where in it:the bytes. Any kind, anywhere.
SIGNATURE = f"Local.EICAR:0:*:{EICAR.hex()}\n"
LARGEST = 1_000_000
PATIENCE = 30
CONFIGURATION = """\
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/db
TemporaryDirectory {folder}/tmp
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength {largest}
OfficialDatabaseOnly no
MaxThreads 2
"""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start clamd; its address, as CLAMD_URL wants it. A socket's path is short."""
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    for name in ("db", "tmp"):
        (folder / name).mkdir()
    (folder / "db" / "local.ndb").write_text(SIGNATURE)
    settings = folder / "clamd.conf"
    settings.write_text(CONFIGURATION.format(folder=folder, largest=LARGEST))
    process = subprocess.Popen(  # noqa: S603
        [os.environ["CLAMD"], "--foreground", f"--config-file={settings}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(folder / "clamd.sock", process)
        yield f"unix://{folder}/clamd.sock"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            log = path.with_name("clamd.log")
            raise RuntimeError(log.read_text() if log.exists() else "clamd ended.")
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            return
        time.sleep(0.05)
    raise RuntimeError("clamd did not begin to listen.")
