"""One request as JSON on standard input, one JSON on standard output."""

import json
import sys

from tapering.engine import Refusal, answer
from tapering.engine.border import loads

LONGEST = 4_000_000  # bytes; as values they take up to forty times the room
REFUSED = 2


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    try:
        code, whole = (
            0,
            answer(loads(sys.stdin.buffer.read(LONGEST + 1), longest=LONGEST)),
        )
    except Refusal as refusal:
        error = {"path": refusal.path, "message": refusal.message}
        code, whole = REFUSED, {"error": error}
    sys.stdout.write(json.dumps(whole) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
