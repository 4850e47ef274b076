"""`python -m nedtrappning.legitimation --port N --callback URL`, until told to stop."""

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

from nedtrappning.legitimation import people
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
    options = parser.parse_args()
    server = Server(
        options.port,
        Issuer(
            client=os.environ["OIDC_CLIENT_ID"],
            secret=os.environ["OIDC_CLIENT_SECRET"],
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


def _stop(server: Server) -> None:
    """Shutting down waits for the loop, so another thread has to ask."""
    threading.Thread(target=server.shutdown).start()


if __name__ == "__main__":
    sys.exit(main())
