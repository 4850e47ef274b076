"""What the virus scanner says of a file: clamd's own protocol, over TCP or a socket.

A file is clean only when the scanner says so. A scanner that is away, slow or
confused says nothing, and what nobody has looked at goes on waiting.
"""

import contextlib
import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# The scanner unpacks what it is given: it may take a while for a large file.
SECONDS = 30
CHUNK = 64 * 1024
LONGEST_REPLY = 4096
CLEAN = "stream: OK"
FOUND = " FOUND"


class ScannerAway(Exception):
    """Nobody answered, or not in time. The next sweep asks again."""


class NotScanned(Exception):
    """The scanner answered, but did not look at this file."""


@dataclass(frozen=True)
class Verdict:
    """What was found in a file; nothing in a clean one."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        """Tell whether the file may be opened."""
        return not self.found


def scan(content: bytes) -> Verdict:
    """Hand the file over in pieces and read what was found."""
    return _verdict(_asked(b"zINSTREAM\0", _pieces(content)))


def ping() -> bool:
    """Tell whether the scanner answers."""
    try:
        return _asked(b"zPING\0") == "PONG"
    except ScannerAway:
        return False


def version() -> str:
    """The scanner's program and signatures, as it names them."""
    return _asked(b"zVERSION\0")


def _pieces(content: bytes) -> list[bytes]:
    """Each piece after its length, and an empty one last."""
    parts = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)]
    return [struct.pack("!L", len(part)) + part for part in [*parts, b""]]


def _asked(command: bytes, pieces: list[bytes] | None = None) -> str:
    """Send a command and what belongs to it; return the answer."""
    try:
        with contextlib.closing(_connected()) as line:
            _hand_over(line, [command, *(pieces or [])])
            return _reply(line)
    except OSError as error:
        raise ScannerAway(str(error)) from error


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(address.path)
        return line
    return socket.create_connection(
        (address.hostname or "", address.port or 0), timeout=SECONDS
    )


def _hand_over(line: socket.socket, parts: list[bytes]) -> None:
    """Send everything. One that stops listening has usually said why: then read on."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for part in parts:
            line.sendall(part)


def _reply(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_REPLY:
        part = line.recv(LONGEST_REPLY)
        if not part:
            break
        said += part
    words, end, _rest = said.partition(b"\0")
    if not end:
        # Half an answer is none: "stream: OK" may have been going to be a longer name.
        raise ScannerAway("The scanner hung up before it had answered.")
    return words.decode("utf-8", "replace").strip()


def _verdict(reply: str) -> Verdict:
    if reply == CLEAN:
        return Verdict()
    if reply.endswith(FOUND):
        name = reply.removeprefix("stream:").removesuffix(FOUND).strip()
        return Verdict(found=name or "?")
    raise NotScanned(reply)
