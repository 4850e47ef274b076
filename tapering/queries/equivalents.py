"""What tables of equivalents say of a dose, and what a person chooses among it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch

from tapering.lifecycle import TableUse, Unit
from tapering.models import EquivalenceRow, EquivalenceTable, Product

Json = dict[str, Any]
ONE = Fraction(1)
# The engine reads six figures before the point and four after it.
LARGEST, DECIMALS = 999_999, 4
# Its ratio rises with the dose: no table gives it (clinical 3.2).
NEVER_CONVERTED = ("metadon", "methadone")
METHADONE_CODE = "N07BC02"


def _text(value: Fraction) -> str:
    """Exact: a decimal where there is one, else a fraction."""
    decimal = round(value, DECIMALS)
    if decimal != value:
        return str(value)
    text = f"{Decimal(decimal.numerator) / Decimal(decimal.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, kw_only=True)
class Span:
    """A range; a source that prints one figure has the same at both ends."""

    low: Fraction
    high: Fraction

    @property
    def is_single(self) -> bool:
        """Tell whether there is nothing to choose."""
        return self.low == self.high


def _per_mg(row: EquivalenceRow | None) -> Span:
    """How much of the reference one mg stands for; the reference is itself."""
    if row is None:
        return Span(low=ONE, high=ONE)
    return Span(
        low=Fraction(row.equals_low) / Fraction(row.amount_high),
        high=Fraction(row.equals_high) / Fraction(row.amount_low),
    )


def _usual_per_mg(row: EquivalenceRow | None) -> Fraction | None:
    """The figure that a source prints beside its own range, or its only one."""
    each = _per_mg(row)
    if each.is_single:
        return each.low
    if row is None or row.equals_usual is None or row.amount_low != row.amount_high:
        return None
    return Fraction(row.equals_usual) / Fraction(row.amount_low)


def _row(row: EquivalenceRow | None) -> Json | None:
    """A row of a table as it is kept with a version."""
    if row is None:
        return None
    return {
        "substance": row.substance,
        "amount": [_text(Fraction(row.amount_low)), _text(Fraction(row.amount_high))],
        "equals": [_text(Fraction(row.equals_low)), _text(Fraction(row.equals_high))],
        "note": row.note,
    }


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """What one table says that a daily dose of the old is in the new.

    A row is None where the medicine is the table's own reference.
    """

    table: EquivalenceTable
    old: str
    new: str
    dose: Fraction
    old_row: EquivalenceRow | None
    new_row: EquivalenceRow | None

    @property
    def via(self) -> str:
        """The reference that both ends go through, when it is neither of them."""
        return self.table.reference if self.old_row and self.new_row else ""

    @property
    def in_reference(self) -> Span:
        """The dose in the table's reference."""
        each = _per_mg(self.old_row)
        return Span(low=self.dose * each.low, high=self.dose * each.high)

    @property
    def span(self) -> Span:
        """The dose in the new medicine: the lower of the old over the upper of the new.

        Its lower end is the cautious one.
        """
        each, between = _per_mg(self.new_row), self.in_reference
        return Span(low=between.low / each.high, high=between.high / each.low)

    @property
    def usual(self) -> Fraction | None:
        """The dose by the source's own figures, where it prints them beside a range."""
        old, new = _usual_per_mg(self.old_row), _usual_per_mg(self.new_row)
        if self.span.is_single or old is None or new is None:
            return None
        return self.dose * old / new

    @property
    def can_be_chosen(self) -> bool:
        """Tell whether the table is made for a switch."""
        return self.table.use == TableUse.SWITCH

    def ratio(self, figure: Decimal | None) -> tuple[Fraction, Fraction]:
        """So much of the old is so much of the new, as the engine is told."""
        if figure is not None and not self.span.is_single:
            return self.dose, Fraction(figure)
        if self.old_row and not self.new_row:
            return Fraction(self.old_row.amount_low), Fraction(self.old_row.equals_low)
        exact = self.span.low / self.dose
        return Fraction(exact.denominator), Fraction(exact.numerator)

    def allows(self, figure: Decimal) -> bool:
        """Tell whether a figure lies within the range, as the range is printed."""
        low, high = self.span.low, self.span.high
        return min(low, round(low, 2)) <= figure <= max(high, round(high, 2))


@dataclass(frozen=True, kw_only=True)
class SwitchChoice:
    """What a person chose for a switch. Nothing of it has a default."""

    equivalent: Equivalent
    factor: Decimal
    at_once: bool
    every_days: int
    products: Sequence[Product]
    figure: Decimal | None = None
    order: Sequence[str] = ()
    # What is taken of the new medicine before the switch.
    already: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def style(self) -> str:
        """As the engine names it."""
        return "at_once" if self.at_once else "daypart_by_daypart"

    @property
    def request(self) -> Json:
        """The engine's `switch`."""
        before, after = self.equivalent.ratio(self.figure)
        asked: Json = {
            "from": self.equivalent.old,
            "to": self.equivalent.new,
            "from_mg": _text(before),
            "to_mg": _text(after),
            "table": self.equivalent.table.name,
            "factor": _text(Fraction(self.factor)),
            "style": self.style,
            "every_days": self.every_days,
        }
        return asked | ({"order": list(self.order)} if self.order else {})

    def conversion(self, *, by: Any, at: datetime) -> Json:
        """What is kept with the version: row, range, choice, who and when."""
        told, span = self.equivalent, self.equivalent.span
        return {
            **self.request,
            "dose": _text(told.dose),
            "reference": told.table.reference,
            "row": _row(told.old_row),
            "new_row": _row(told.new_row),
            "range": [_text(span.low), _text(span.high)],
            "figure": self._figure_text,
            "source": told.table.source,
            "by": str(by.pk),
            "by_name": by.name,
            "at": at.isoformat(),
        }

    @property
    def _figure_text(self) -> str | None:
        """What was chosen within a range; nothing where there was no choice."""
        if self.figure is None or self.equivalent.span.is_single:
            return None
        return _text(Fraction(self.figure))


def is_never_converted(substance: str, codes: Sequence[str] = ()) -> bool:
    """Tell whether no table gives the medicine."""
    return substance.strip().lower() in NEVER_CONVERTED or METHADONE_CODE in codes


def equivalents(old: str, new: str, dose: Decimal | Fraction) -> list[Equivalent]:
    """What every table in use says of a daily dose: two questions, however many.

    Tables made to weigh risk are among them; they cannot be chosen.
    """
    rows = EquivalenceRow.objects.filter(substance__in=[old, new], unit=Unit.MG)
    tables = EquivalenceTable.objects.usable().prefetch_related(
        Prefetch("rows", rows, to_attr="known")
    )
    found = [_equivalent(table, old, new, Fraction(dose)) for table in tables]
    return [each for each in found if each is not None]


def _equivalent(
    table: EquivalenceTable, old: str, new: str, dose: Fraction
) -> Equivalent | None:
    known = {row.substance: row for row in table.known}  # type: ignore[attr-defined]
    ends = {*known, table.reference}
    if not dose or old not in ends or new not in ends:
        return None
    return Equivalent(
        table=table,
        old=old,
        new=new,
        dose=dose,
        old_row=None if old == table.reference else known[old],
        new_row=None if new == table.reference else known[new],
    )


def switchable(old: str) -> list[Product]:
    """One product of each medicine that some table for switches reaches from `old`.

    Methadone is among them, so that a page can say why it is not converted.
    """
    rows = EquivalenceRow.objects.filter(
        table__in=EquivalenceTable.objects.usable().filter(use=TableUse.SWITCH)
    ).select_related("table")
    by_table: dict[Any, set[str]] = {}
    for row in rows:
        names = by_table.setdefault(row.table_id, {row.table.reference})
        names.add(row.substance)
    reached = {name for names in by_table.values() if old in names for name in names}
    products = Product.objects.usable().exclude(substance=old).filter(ug_per_h=None)
    found: dict[str, Product] = {}
    for product in products:
        if product.substance in reached or is_never_converted(
            product.substance, [product.atc]
        ):
            found.setdefault(product.substance, product)
    return list(found.values())
