"""Amounts in words: a day's dose, and the pieces that make it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering.lifecycle import Unit
from tapering.models import PlanVersion, Step
from tapering.queries.running import totals_of
from ui.templatetags.numbers import NO_BREAK, Amount, count, mg, number, per_hour

Piece = Mapping[str, str]


def in_unit(amount: Amount | None, unit: str) -> str:
    """25 mg, or 25 µg/h for a patch."""
    return per_hour(amount) if unit == Unit.UG_PER_H else mg(amount)


def a_day(amount: Amount | None, unit: str) -> str:
    """25 mg/dygn; what a patch gives is said by the hour already."""
    if unit == Unit.UG_PER_H:
        return per_hour(amount)
    return _("%(amount)s/dygn") % {"amount": mg(amount)}


def totals_in_words(totals: Mapping[str, Decimal], unit: str) -> str:
    """The daily dose: bare when there is one medicine, named when there are two."""
    taken = {name: amount for name, amount in totals.items() if amount}
    if len(totals) == 1 or not taken:
        return in_unit(sum(totals.values(), Decimal(0)), unit)
    return " + ".join(
        f"{name} {in_unit(amount, unit)}" for name, amount in taken.items()
    )


def daily(step: Step, version: PlanVersion | None = None) -> str:
    """The daily dose of a step in words."""
    of = version or step.version
    return totals_in_words(totals_of(of, step), of.unit)


def per_day(step: Step, version: PlanVersion | None = None) -> str:
    """The daily dose of a step in a sentence: 25 mg per dygn, or 25 µg/h."""
    of = version or step.version
    amount = daily(step, of)
    if of.unit == Unit.UG_PER_H:
        return amount
    return _("%(amount)s per dygn") % {"amount": amount}


def strength_of(piece: Piece) -> str:
    """10 mg, 1 mg/ml or 25 µg/h: what one piece is."""
    if "strength_mg" in piece:
        return mg(piece["strength_mg"])
    if "mg_per_ml" in piece:
        return f"{number(piece['mg_per_ml'])}{NO_BREAK}mg/ml"
    return per_hour(piece["ug_per_h"])


def _piece(piece: Piece) -> str:
    if "ml" in piece:
        words = _("%(ml)s ml av %(strength)s") % {
            "ml": number(piece["ml"]),
            "strength": strength_of(piece),
        }
    else:
        words = _("%(count)s av %(strength)s") % {
            "count": count(Fraction(piece["count"])),
            "strength": strength_of(piece),
        }
    return words.replace(" ", NO_BREAK)


def pieces_in_words(pieces: Iterable[Piece], *, mark: str = ", ") -> str:
    """½ av 10 mg, 1 av 15 mg: which tablets, how much liquid, which patches."""
    return mark.join(_piece(piece) for piece in pieces)


def quantity_in_words(row: Mapping[str, str | int]) -> str:
    """One of the engine's quantities: 42 tabletter 10 mg, 84 ml 1 mg/ml."""
    words = {"strength": strength_of({k: str(v) for k, v in row.items()})}
    if "ml" in row:
        return _("%(ml)s ml %(strength)s") % {**words, "ml": number(str(row["ml"]))}
    if "patches" in row:
        found = ngettext(
            "%(count)s plåster %(strength)s",
            "%(count)s plåster %(strength)s",
            int(row["patches"]),
        )
        return found % {**words, "count": row["patches"]}
    found = ngettext(
        "%(count)s tablett %(strength)s",
        "%(count)s tabletter %(strength)s",
        int(row["tablets"]),
    )
    return found % {**words, "count": row["tablets"]}


def quantities_in_words(rows: Iterable[Mapping[str, str | int]]) -> list[str]:
    """Several quantities, each with its medicine.

    After a switch a plan still has the old one's name, so none is left out.
    """
    return [
        f"{str(row['substance']).capitalize()}: {quantity_in_words(row)}"
        for row in rows
    ]
