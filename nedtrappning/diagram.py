"""The states and moves of referral and case, drawn from their tables."""

import re
from collections.abc import Mapping
from typing import Any

from patients import lifecycle as patients
from referrals import lifecycle as referrals


def _drawn(moves: Mapping[Any, frozenset[Any]]) -> str:
    """Return the table as a state diagram that the repository's page renders."""
    lines = [
        f"    {now} --> {then}"
        for now, targets in moves.items()
        for then in sorted(targets)
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


TABLES: dict[str, Mapping[Any, frozenset[Any]]] = {
    "referral": referrals.MOVES,
    "case": patients.MOVES,
}


def redrawn(text: str) -> str:
    """Replace what stands between the marks of each table."""
    for name, moves in TABLES.items():
        start, end = f"<!-- states of {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
        drawing = f"{start}\n{_drawn(moves)}\n{end}"
        text = pattern.sub(drawing, text)
    return text
