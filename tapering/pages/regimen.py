"""The line that says what is taken: ½ + 0 + 1½ (20 mg/dygn)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tapering.lifecycle import Daypart
from tapering.queries import Taken
from ui.templatetags.numbers import count, mg, number

# Shown although nothing is taken then; the night only when it is used.
USUAL = (Daypart.MORNING, Daypart.NOON, Daypart.EVENING)


@dataclass(frozen=True, kw_only=True)
class RegimenLine:
    """One medicine as staff read it."""

    substance: str
    product: str
    split: str
    total: str
    as_needed: bool
    why: str
    since: str


def _tablets(dose: Decimal, strength: Decimal | None) -> str:
    """The dose as tablets of the strength when that comes out even, else in mg."""
    if strength:
        tablets = Fraction(dose) / Fraction(strength)
        if (tablets * 4).denominator == 1:
            return count(tablets) if tablets else "0"
    return number(dose) or "0"


def split_of(taken: Taken) -> str:
    """Dayparts with a plus between: in tablets if one strength makes them all."""
    shown = [
        part
        for part in Daypart.values
        if part in USUAL or taken.doses.get(part, Decimal(0))
    ]
    doses = [taken.doses.get(part, Decimal(0)) for part in shown]
    even = all(
        taken.strength_mg
        and (Fraction(dose) / Fraction(taken.strength_mg) * 4).denominator == 1
        for dose in doses
    )
    strength = taken.strength_mg if even else None
    return " + ".join(_tablets(dose, strength) for dose in doses)


def regimen_lines(lines: Iterable[Taken]) -> list[RegimenLine]:
    """The mapping, ready to show."""
    return [
        RegimenLine(
            substance=line.substance,
            product=" ".join(
                part for part in (line.product, mg(line.strength_mg)) if part
            ),
            split=split_of(line),
            total=mg(line.total_mg),
            as_needed=line.as_needed,
            why=line.why,
            since=line.since,
        )
        for line in lines
    ]
