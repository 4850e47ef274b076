"""The ports of this machine: holding one, finding a free one, asking one."""

import contextlib
import http.client
import random
import socket
from collections.abc import Iterator

from nedtrappning.launcher.refusal import Refusal

LOOPBACK = "127.0.0.1"


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Hold the port from the first moment; the web server takes it over."""
    with socket.socket(socket.AF_INET) as web:
        web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            web.bind((LOOPBACK, port))
            web.listen(128)
        except (OSError, OverflowError) as error:
            raise Refusal(
                f"Port {port} cannot be used ({_reason(error)}): "
                "choose another one with --port N."
            ) from error
        yield web


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "ports end at 65535"


def free_port() -> int:
    """A free port below those that outgoing connections are given."""
    while True:
        port = random.randint(20_000, 32_000)  # noqa: S311
        with socket.socket(socket.AF_INET) as trial, contextlib.suppress(OSError):
            trial.bind((LOOPBACK, port))
            return port


def healthy(port: int) -> bool:
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        line.request("GET", "/health/")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
