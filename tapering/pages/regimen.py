"""The line that says what is taken: ½ + 0 + 1½ (20 mg/dygn)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from tapering.lifecycle import Daypart, Unit
from tapering.queries import Taken
from ui.templatetags.numbers import count, mg, number, per_hour

# Shown although nothing is taken then; the night only when it is used.
USUAL = (Daypart.MORNING, Daypart.NOON, Daypart.EVENING)


@dataclass(frozen=True, kw_only=True)
class RegimenLine:
    """One medicine as staff read it."""

    substance: str
    product: str
    # ½ + 0 + 1½ (20 mg/dygn), or plåster 25 µg/h.
    dose: str
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


def _dose(line: Taken) -> str:
    """What is taken in a day, as one phrase."""
    if line.unit == Unit.UG_PER_H:
        return _("plåster %(dose)s") % {"dose": per_hour(line.total_mg)}
    return _("%(split)s (%(total)s/dygn)") % {
        "split": split_of(line),
        "total": mg(line.total_mg),
    }


def regimen_lines(lines: Iterable[Taken]) -> list[RegimenLine]:
    """The mapping, ready to show."""
    return [
        RegimenLine(
            substance=line.substance,
            product=" ".join(
                part for part in (line.product, mg(line.strength_mg)) if part
            ),
            dose=_dose(line),
            as_needed=line.as_needed,
            why=line.why,
            since=line.since,
        )
        for line in lines
    ]
