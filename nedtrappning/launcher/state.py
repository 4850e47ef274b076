"""The state folder: private, locked by one launcher, with its random passwords."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from nedtrappning.launcher.refusal import Refusal

LONGEST_SOCKET_FOLDER = 80
"""A socket's whole path must stay under 104 bytes, on macOS the least."""
SECRETS = ("superuser", "owner", "app", "secret_key", "sms_token")
CONTENTS = (
    *("pg", "pg.new", "valkey", "beat", "static"),
    *("sent.jsonl", "log", "secrets.json"),
)
"""What `--fresh` removes: names this launcher made, never a whole folder."""


class State:
    """One state folder, held by this process alone while it is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._launcher = -1
        self.servers = -1
        """A second lock that the reaper holds on to until the last server is gone."""

    def __enter__(self) -> Self:
        self._make_private()
        with contextlib.ExitStack() as undo:
            self._launcher = self._open("lock")
            undo.callback(os.close, self._launcher)
            if not _locked(self._launcher):
                raise Refusal(_already_running(self._url(), self.folder))
            self.servers = self._open("lock.servers")
            undo.callback(os.close, self.servers)
            self._wait_for_servers()
            undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.ftruncate(self._launcher, 0)
        os.close(self.servers)
        os.close(self._launcher)

    def announce(self, url: str) -> None:
        """Tell the next launcher who holds this folder, and where it answers."""
        os.ftruncate(self._launcher, 0)
        os.pwrite(self._launcher, url.encode(), 0)

    def clear(self) -> None:
        """Remove everything this launcher has made here."""
        for name in CONTENTS:
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        """A log file, begun anew at each start."""
        path = self.folder / "log" / f"{name}.log"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
        return path

    def secrets(self) -> dict[str, str]:
        """The passwords of this folder, made once."""
        path = self.folder / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(32) for name in SECRETS}
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(made))
            draft.rename(path)
        known: dict[str, str] = json.loads(path.read_text())
        return known

    def sockets(self) -> Path:
        """Where the servers' sockets go; a short path of its own if need be."""
        folder = self.folder / "sockets"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
            name = f"nedtrappning-{os.geteuid()}-{digest}"
            folder = Path(tempfile.gettempdir()) / name
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise Refusal(f"{folder} belongs to somebody else: remove it first.")
        folder.chmod(0o700)
        return folder

    def _make_private(self) -> None:
        if self.folder.exists():
            self._check_it_is_ours()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise Refusal(
                f"The state folder {self.folder} cannot be made: {error.strerror}.",
                code=2,
            ) from error

    def _check_it_is_ours(self) -> None:
        if not self.folder.is_dir():
            raise Refusal(f"{self.folder} is not a folder: name another.", code=2)
        if self.folder.stat().st_uid != os.geteuid():
            raise Refusal(
                f"{self.folder} belongs to another user: choose one with --state DIR.",
                code=2,
            )
        if any(self.folder.iterdir()) and not (self.folder / "lock").exists():
            raise Refusal(
                f"{self.folder} holds other things and is no state folder: "
                "name an empty or new one with --state DIR.",
                code=2,
            )

    def _open(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)

    def _url(self) -> str:
        return os.pread(self._launcher, 200, 0).decode()

    def _wait_for_servers(self) -> None:
        """After a kill the reaper is still taking the old servers down."""
        deadline = time.monotonic() + 10
        while not _locked(self.servers):
            if time.monotonic() > deadline:
                raise Refusal(f"Servers of an earlier start still use {self.folder}.")
            time.sleep(0.1)


def _locked(descriptor: int) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _already_running(url: str, folder: Path) -> str:
    where = f" at {url}" if url else ""
    return (
        f"Already running{where} (state folder {folder}). Stop it with Ctrl+C "
        "there, or start a second one with --port N --state DIR."
    )
