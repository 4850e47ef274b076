"""ASAM's grid of withdrawal risk, and whether a dose is high by the tables in use.

Nothing here is ours: the grid, its bands and the 40 mg have their sources beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from patients.models import Case
from tapering.lifecycle import DaysAWeek, DoseBand, Duration
from tapering.models import Assessment, EquivalenceRow, EquivalenceTable, Product
from tapering.queries.regimen import mapped

SOURCE = "ASAM 2025"
RARE, POSSIBLE, EXPECTED = "rare", "possible", "expected"
# The dose a day, in mg, up to which it is low and above which it is high. As printed:
# no multiples of one table.
BANDS: Mapping[str, tuple[Decimal, Decimal]] = {
    "diazepam": (Decimal(10), Decimal(15)),
    "klonazepam": (Decimal("0.5"), Decimal("1.5")),
    "lorazepam": (Decimal(2), Decimal(3)),
    "alprazolam": (Decimal(1), Decimal(2)),
}
HIGH_DOSE, REFERENCE = Decimal(40), "diazepam"
# Benzodiazepines and z-drugs, clonazepam among the drugs against epilepsy.
SEDATIVES = ("N05BA", "N05CD", "N05CF", "N03AE01")


@dataclass(frozen=True, kw_only=True)
class WithdrawalRisk:
    """One cell of the grid."""

    level: str
    source: str = SOURCE


def withdrawal_risk(known: Assessment) -> WithdrawalRisk | None:
    """The cell of the grid that the answers point at; None while one is missing."""
    if known.asam_days == DaysAWeek.UP_TO_THREE:
        return WithdrawalRisk(level=RARE)
    if not known.asam_days or not known.asam_duration:
        return None
    if known.asam_duration == Duration.UNDER_A_MONTH:
        return WithdrawalRisk(level=POSSIBLE)
    if known.asam_duration == Duration.THREE_OR_MORE:
        return WithdrawalRisk(level=EXPECTED)
    if not known.asam_dose:
        return None
    is_low = known.asam_dose == DoseBand.LOW
    return WithdrawalRisk(level=POSSIBLE if is_low else EXPECTED)


def band_of(substance: str, mg: Decimal) -> str:
    """ASAM's own band of a daily dose; nothing for a medicine that it does not list."""
    if substance not in BANDS:
        return ""
    low, high = BANDS[substance]
    if mg <= low:
        return DoseBand.LOW
    return DoseBand.HIGH if mg > high else DoseBand.MODERATE


def sedatives_of(case: Case) -> dict[str, Decimal]:
    """Benzodiazepines and z-drugs that are taken, mg a day; by the products' codes."""
    taken = {line.substance: line.total_mg for line in mapped(case)}
    codes = Product.objects.live().filter(substance__in=taken)
    known = {
        product.substance for product in codes if product.atc.startswith(SEDATIVES)
    }
    return {name: mg for name, mg in taken.items() if name in known}


@dataclass(frozen=True, kw_only=True)
class InDiazepam:
    """What a dose stands for by one table: about so much, from and to."""

    table: EquivalenceTable
    low: Decimal
    high: Decimal

    @property
    def is_high(self) -> bool:
        """Tell whether it can be more than 40 mg."""
        return self.high > HIGH_DOSE


def equivalents_of(case: Case) -> list[InDiazepam]:
    """The day's sedatives in diazepam, by each table in use that knows them all."""
    taken = sedatives_of(case)
    if not taken:
        return []
    rows = EquivalenceRow.objects.filter(substance__in=taken, unit="mg")
    tables = (
        EquivalenceTable.objects.usable()
        .filter(reference=REFERENCE)
        .prefetch_related(Prefetch("rows", rows, to_attr="known"))
    )
    found = []
    for table in tables:
        summed = _sum(taken, table.known)
        if summed:
            found.append(InDiazepam(table=table, low=summed[0], high=summed[1]))
    return found


def _sum(
    taken: Mapping[str, Decimal], rows: Sequence[EquivalenceRow]
) -> tuple[Decimal, Decimal] | None:
    """The least and the most that the doses stand for; diazepam is itself."""
    by_name = {row.substance: row for row in rows}
    low = high = Decimal(0)
    for name, mg in taken.items():
        row = by_name.get(name)
        if row is None and name != REFERENCE:
            return None
        low += mg * row.equals_low / row.amount_high if row else mg
        high += mg * row.equals_high / row.amount_low if row else mg
    return low, high
