"""`python -m nedtrappning.legitimation --port N --callback URL`, until told to stop."""

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from nedtrappning.legitimation import people
from nedtrappning.legitimation.clients import Client
from nedtrappning.legitimation.issuer import Issuer
from nedtrappning.legitimation.server import Server

ONLY_LOCAL = (
    "The demo e-ID lets anybody be anybody: it starts only with MODE=demo or MODE=test."
)


def main() -> int:
    """Answer on the port; the first line tells where."""
    mode = os.environ.get("MODE")
    if mode not in {"demo", "test"}:
        print(ONLY_LOCAL, file=sys.stderr)  # noqa: T201
        return 2
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--callback", action="append", default=[])
    parser.add_argument("--people", type=Path)
    parser.add_argument("--client-keys", type=Path)
    options = parser.parse_args()
    server = Server(
        options.port,
        Issuer(
            client=Client(
                os.environ["OIDC_CLIENT_ID"],
                os.environ["OIDC_CLIENT_SECRET"],
                _keys(options.client_keys),
            ),
            callbacks=set(options.callback),
            people=_people(options.people),
        ),
        # Only the tests may ask it to lie.
        obeys=mode == "test",
    )
    signal.signal(signal.SIGTERM, lambda number, frame: _stop(server))
    print(server.issuer.url, flush=True)  # noqa: T201
    server.serve_forever()
    server.server_close()
    return 0


def _people(path: Path | None) -> list[people.Person]:
    if path is None:
        return people.of_the_demo()
    return [people.Person(**row) for row in json.loads(path.read_text())]


def _keys(path: Path | None) -> dict[str, Any] | None:
    """The public keys that the client has registered here, as a set of JWK."""
    return json.loads(path.read_text()) if path else None


def _stop(server: Server) -> None:
    """Shutting down waits for the loop, so another thread has to ask."""
    threading.Thread(target=server.shutdown).start()


if __name__ == "__main__":
    sys.exit(main())
