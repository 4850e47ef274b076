"""Reading an answer back: the plan that somebody wants changed."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tapering.engine.parse import MOST_DOSES, MOST_STEPS
from tapering.engine.reading import MG, Fields, Node
from tapering.engine.values import (
    DAYPARTS,
    PATCH_DAYPART,
    Dose,
    Finding,
    Json,
    Piece,
    Request,
    Step,
)

FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?|[0-9]{1,9}/[24]")
ROW_KEYS = ("n", "from", "days", "target_mg", "doses", "total_mg", "cut")
FINDING_KEYS = ("code", "severity", "step", "values", "source", "message")
MOST_FINDINGS = 1_000_000
MOST_PIECES = 100
LONGEST_STEP = 3_700_000  # days: a held step may be longer than a request allows
STRENGTHS = {
    "strength_mg": ("tablet", "count"),
    "mg_per_ml": ("liquid", "ml"),
    "ug_per_h": ("patch", "count"),
}


class Told(NamedTuple):
    """An earlier answer: its rows as they were written, and as steps."""

    rows: Sequence[Json]
    steps: Sequence[Step]
    findings: Sequence[Finding]


def read_answer(node: Node, request: Request) -> Told:
    """Return the answer that `node` is; `request` says which substances it has."""
    fields = node.fields(("steps", "quantities", "findings", "ends_on"))
    rows = fields["steps"].items(most=MOST_STEPS + 1)
    findings = fields["findings"].items(least=0, most=MOST_FINDINGS)
    return Told(
        rows=[row.members() for row in rows],
        steps=[_step(row, n, len(rows), request) for n, row in enumerate(rows)],
        findings=[_finding(finding, len(rows)) for finding in findings],
    )


def _step(node: Node, n: int, count: int, request: Request) -> Step:
    fields = node.fields(ROW_KEYS, ("switch",))
    if fields["n"].value != n or isinstance(fields["n"].value, bool):
        raise fields["n"].refuse("Steps are numbered from 0.")
    days = fields["days"]
    endless = days.value is None and n == count - 1
    return Step(
        n=n,
        starts=fields["from"].day(),
        days=None if endless else days.integer(most=LONGEST_STEP),
        target=None,
        doses=tuple(
            _dose(dose, request)
            for dose in fields["doses"].items(least=0, most=MOST_DOSES)
        ),
        is_switch=_flag(fields.get("switch")),
    )


def _flag(node: Node | None) -> bool:
    if node and node.value is not True:
        raise node.refuse("This is true, or left out.")
    return bool(node)


def _dose(node: Node, request: Request) -> Dose:
    dayparts = ("daypart",) if node.measure == MG else ()
    fields = node.fields(("substance", *dayparts, "mg", "pieces"))
    daypart = fields["daypart"].choice(*DAYPARTS) if dayparts else PATCH_DAYPART
    pieces = fields["pieces"].items(least=0, most=MOST_PIECES)
    return Dose(
        substance=fields["substance"].choice(*request.substances),
        daypart=daypart,
        mg=_figure(fields["mg"]),
        pieces=tuple(_piece(piece) for piece in pieces),
    )


def _piece(node: Node) -> Piece:
    plain = Node(node.value, node.path)
    known = [key for key in STRENGTHS if key in plain.members()]
    if len(known) != 1:
        raise plain.refuse("A piece has one strength.")
    form, amount = STRENGTHS[known[0]]
    fields = plain.fields((known[0], amount))
    strength = _figure(fields[known[0]])
    return Piece(form=form, strength=strength, amount=_figure(fields[amount]))


def _figure(node: Node) -> Fraction:
    if not isinstance(node.value, str) or not FIGURE.fullmatch(node.value):
        raise node.refuse("This must be a number as text.")
    return Fraction(node.value)


def _finding(node: Node, count: int) -> Finding:
    fields = node.fields(FINDING_KEYS)
    step, source = fields["step"], fields["source"]
    return Finding(
        code=fields["code"].text(),
        severity=fields["severity"].choice("refuse", "reason", "note"),
        step=None if step.value is None else step.integer(least=0, most=count - 1),
        values=fields["values"].members(),
        source=None if source.value is None else source.text(),
        message=_message(fields),
    )


def _message(fields: Fields) -> str:
    message = fields["message"].value
    if not isinstance(message, str):
        raise fields["message"].refuse("This must be a text.")
    return message
