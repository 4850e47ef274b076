"""`python -m nedtrappning run ...` and `python -m nedtrappning test ...`."""

import sys

from nedtrappning.launcher import run, test
from nedtrappning.launcher.refusal import Refusal

COMMANDS = {"run": run.main, "test": test.main}


def main(words: list[str]) -> int:
    """Hand the rest of the line to the command that the first word names."""
    command = COMMANDS.get(words[0]) if words else None
    if command is None:
        print("Say ./run or ./test.", file=sys.stderr)  # noqa: T201
        return 2
    try:
        return command(words[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)  # noqa: T201
        return refusal.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
