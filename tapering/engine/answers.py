"""From steps and findings to the JSON of the contract."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tapering.engine.cuts import Cut
from tapering.engine.figures import count, exact, share
from tapering.engine.quantities import Quantity
from tapering.engine.reading import MG, reworded
from tapering.engine.values import Dose, Finding, Json, Piece, Step, added

STRENGTH = {"tablet": "strength_mg", "liquid": "mg_per_ml", "patch": "ug_per_h"}
AFTER_A_FIGURE = re.compile(r"(?<=[0-9] )mg\b")
AMOUNT = {"tablet": "tablets", "liquid": "ml", "patch": "patches"}


def step_row(step: Step, cut: Cut | None, substances: Iterable[str]) -> Json:
    """Return one row of the plan."""
    row: Json = {
        "n": step.n,
        "from": step.starts.isoformat(),
        "days": step.days,
        "target_mg": None if step.target is None else exact(step.target),
        "doses": [_dose(dose) for dose in step.doses],
        "total_mg": _totals(step, substances),
        "cut": _cut(cut) if cut else None,
    }
    if step.is_switch:
        row["switch"] = True
    return row


def _totals(step: Step, substances: Iterable[str]) -> Json:
    mgs: dict[str, list[Fraction]] = {each: [] for each in substances}
    for dose in step.doses:
        mgs[dose.substance].append(dose.mg)
    return {each: exact(added(found)) for each, found in mgs.items()}


def _dose(dose: Dose) -> Json:
    row: Json = {"substance": dose.substance}
    if dose.daypart:
        row["daypart"] = dose.daypart
    row["mg"] = exact(dose.mg)
    row["pieces"] = [_piece(piece) for piece in dose.pieces]
    return row


def _piece(piece: Piece) -> Json:
    strength: Json = {STRENGTH[piece.form]: exact(piece.strength)}
    if piece.form == "liquid":
        return strength | {"ml": exact(piece.amount)}
    return strength | {"count": count(piece.amount)}


def _cut(cut: Cut) -> Json:
    return {
        "mg": exact(cut.mg),
        "percent_of_current": _share(cut.of_current),
        "percent_of_start": _share(cut.of_start),
        "occupancy_points": _share(cut.points),
    }


def _share(value: Fraction | None) -> str | None:
    return None if value is None else share(value)


def quantity_row(quantity: Quantity) -> Json:
    """Return what is dispensed of one product in one period."""
    amount: object = exact(quantity.amount)
    if quantity.form != "liquid":
        amount = int(quantity.amount)
    return {
        "substance": quantity.substance,
        STRENGTH[quantity.form]: exact(quantity.strength),
        AMOUNT[quantity.form]: amount,
        "from": quantity.first.isoformat(),
        "to": quantity.last.isoformat(),
    }


def finding_row(finding: Finding) -> Json:
    """Return one finding."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "step": finding.step,
        "values": finding.values,
        "source": finding.source,
        "message": finding.message,
    }


def answer(
    rows: Sequence[Json],
    quantities: Sequence[Quantity],
    findings: Sequence[Json],
    *,
    ends_on: str,
    measure: str,
) -> Json:
    """Return the whole answer, its doses worded in `measure`."""
    whole: Json = {
        "steps": list(rows),
        "quantities": [quantity_row(each) for each in quantities],
        "findings": list(findings),
        "ends_on": ends_on,
    }
    return whole if measure == MG else _worded(whole, measure)


def _worded(value: Json, measure: str) -> Json:
    """Return `value` with doses worded in `measure`, in its keys and its `of`."""
    return {
        reworded(key, measure): _inner(key, inner, measure)
        for key, inner in value.items()
    }


def _inner(key: str, value: object, measure: str) -> object:
    if key == "total_mg":  # its keys are substances
        return value
    if isinstance(value, str):
        return _worded_text(key, value, measure)
    if isinstance(value, dict):
        return _worded(value, measure)
    if isinstance(value, list):
        return [
            _worded(each, measure) if isinstance(each, dict) else each for each in value
        ]
    return value


def _worded_text(key: str, text: str, measure: str) -> str:
    if key == "message":
        return AFTER_A_FIGURE.sub(measure, text)
    return measure if key == "of" and text == MG else text
