"""A local mail server, SMS gateway and virus scanner: nothing leaves the machine.

What they receive is written, one JSON object a line, to `sent.jsonl` in the state
folder. The gateway speaks the same HTTP as the real one: POST with a bearer token and
a JSON body that has `to` and `text`; the answer is 201 and an `id`. The scanner speaks
clamd's protocol and knows one thing only, the harmless test file of the trade.
"""

import argparse
import asyncio
import email
import email.policy
import hmac
import json
import os
import signal
import socketserver
import struct
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"
LONGEST_BODY = 100_000
LONGEST_COMMAND = 100
LARGEST_FILE = 25_000_000
# In two parts: a file that holds it whole is stopped by scanners itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Sent:
    """The file that shows what was sent."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def add(self, **fields: Any) -> None:
        """Write one message, whole or not at all."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"at": at, **fields}, ensure_ascii=False) + "\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with self._lock:
            descriptor = os.open(self.path, flags, 0o600)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)

    def all(self) -> list[dict[str, Any]]:
        """Every message so far, oldest first."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines()]


class MailBox:
    """Takes every mail and writes down what a reader would see."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Called by aiosmtpd with a whole mail."""
        raw = envelope.content or b""
        mail = email.message_from_bytes(
            raw if isinstance(raw, bytes) else raw.encode(),
            policy=email.policy.default,
        )
        body = mail.get_body(("plain", "html"))
        self._sent.add(
            kind="email",
            to=envelope.rcpt_tos,
            sender=envelope.mail_from,
            subject=str(mail["subject"] or ""),
            text=body.get_content() if body is not None else "",
        )
        return "250 Message accepted for delivery"


class MailServer(Controller):
    """Learns which port it was given before it tries itself out."""

    def _trigger_server(self) -> None:
        if not isinstance(self.server, asyncio.Server):
            raise TypeError("aiosmtpd did not start a TCP server")
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Gateway(ThreadingHTTPServer):
    """The SMS gateway: a token, a place to write."""

    daemon_threads = True

    def __init__(self, sent: Sent, *, token: str, port: int) -> None:
        super().__init__((LOOPBACK, port), GatewayRequest)
        self.sent = sent
        self.token = token


class GatewayRequest(BaseHTTPRequestHandler):
    """One message to one telephone."""

    server: Gateway

    def do_POST(self) -> None:
        """Accept the message, or say why not."""
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(
            given.encode(), f"Bearer {self.server.token}".encode()
        ):
            return self._answer(401, {"error": "The token is missing or wrong."})
        message = self._body()
        if not message.get("to") or not message.get("text"):
            return self._answer(400, {"error": "A message needs 'to' and 'text'."})
        self.server.sent.add(**{**message, "kind": "sms"})
        return self._answer(201, {"id": message.get("id") or str(uuid.uuid4())})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep numbers and texts out of the log."""

    def _body(self) -> dict[str, Any]:
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(min(length, LONGEST_BODY)))
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    def _answer(self, status: int, body: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Scanner(socketserver.ThreadingTCPServer):
    """Stands in for clamd: the same protocol, one signature."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, port: int) -> None:
        super().__init__((LOOPBACK, port), ScannerRequest)


class ScannerRequest(socketserver.StreamRequestHandler):
    """One command, one answer."""

    timeout = 30

    def handle(self) -> None:
        """Read the command up to its end and answer it."""
        command = b""
        while not command.endswith(b"\0") and len(command) < LONGEST_COMMAND:
            command += self.rfile.read(1) or b"\0"
        self.wfile.write(self._answer(command.strip(b"z\0")) + b"\0")

    def _answer(self, command: bytes) -> bytes:
        if command == b"PING":
            return b"PONG"
        if command == b"VERSION":
            return b"Stand-in for ClamAV, knows only the EICAR test file"
        if command == b"INSTREAM":
            return self._scanned()
        return b"UNKNOWN COMMAND"

    def _scanned(self) -> bytes:
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > LARGEST_FILE:
                return b"INSTREAM size limit exceeded. ERROR"
        found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        return b"stream: " + found


@dataclass(frozen=True)
class Addresses:
    """Where they answer, as the settings want it."""

    smtp_url: str
    sms_gateway_url: str
    clamd_url: str
    sent: Sent


@contextmanager
def serve(
    folder: Path,
    *,
    token: str,
    smtp_port: int = 0,
    sms_port: int = 0,
    clamd_port: int = 0,
) -> Iterator[Addresses]:
    """The stand-ins, until the block ends. Port 0 means any free one."""
    sent = Sent(folder / "sent.jsonl")
    gateway = Gateway(sent, token=token, port=sms_port)
    scanner = Scanner(port=clamd_port)
    for server in (gateway, scanner):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    mail = MailServer(MailBox(sent), hostname=LOOPBACK, port=smtp_port)
    try:
        mail.start()
        yield Addresses(
            smtp_url=f"smtp://{LOOPBACK}:{mail.port}",
            sms_gateway_url=f"http://{LOOPBACK}:{gateway.server_port}/messages",
            clamd_url=f"tcp://{LOOPBACK}:{scanner.server_address[1]}",
            sent=sent,
        )
    finally:
        mail.stop()
        for server in (gateway, scanner):
            server.shutdown()
            server.server_close()


def main() -> None:
    """`python -m nedtrappning.standins`: run until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--sms-port", type=int, required=True)
    parser.add_argument("--clamd-port", type=int, required=True)
    options = parser.parse_args()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
    with serve(
        options.state,
        token=os.environ["SMS_GATEWAY_TOKEN"],
        smtp_port=options.smtp_port,
        sms_port=options.sms_port,
        clamd_port=options.clamd_port,
    ):
        stopped.wait()


if __name__ == "__main__":
    main()
