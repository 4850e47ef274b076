"""One request as JSON on standard input, one JSON on standard output."""

import json
import sys

from tapering.engine import Refusal, answer
from tapering.engine.reading import pairs

LONGEST = 50_000_000  # bytes
REFUSED = 2


def _never(word: str) -> object:
    raise Refusal("", f"{word} is not a number.")


def _request(raw: bytes) -> object:
    if len(raw) > LONGEST:
        raise Refusal("", "The request is too long.")
    try:
        return json.loads(raw, object_pairs_hook=pairs, parse_constant=_never)
    except (ValueError, RecursionError):
        raise Refusal("", "This is not JSON.") from None


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    try:
        code, whole = 0, answer(_request(sys.stdin.buffer.read(LONGEST + 1)))
    except Refusal as refusal:
        error = {"path": refusal.path, "message": refusal.message}
        code, whole = REFUSED, {"error": error}
    sys.stdout.write(json.dumps(whole) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
