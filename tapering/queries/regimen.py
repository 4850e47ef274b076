"""What is taken now, one line per medicine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from patients.models import Case
from tapering.lifecycle import SIGNED, Daypart, Unit
from tapering.models import Plan, PlanVersion, RegimenRow


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One medicine of the mapping, with a dose for each daypart."""

    substance: str
    product: str
    strength_mg: Decimal | None
    doses: Mapping[str, Decimal]
    unit: str = Unit.MG
    as_needed: bool
    why: str
    since: str

    @property
    def total_mg(self) -> Decimal:
        """All of the day."""
        return sum(self.doses.values(), Decimal(0))

    @property
    def by_daypart(self) -> list[Decimal]:
        """Morning, noon, evening, night; nothing is zero."""
        return [self.doses.get(part, Decimal(0)) for part in Daypart.values]


def _line(rows: list[RegimenRow]) -> Taken:
    first = rows[0]
    return Taken(
        substance=first.substance,
        product=first.product,
        strength_mg=first.strength_mg,
        doses={row.daypart: row.mg for row in rows},
        unit=first.unit,
        as_needed=first.as_needed,
        why=first.why,
        since=first.since,
    )


def lines(rows: Iterable[RegimenRow]) -> list[Taken]:
    """Rows of one case, gathered by medicine."""
    ordered = sorted(rows, key=lambda row: row.substance)
    return [
        _line(list(group)) for _key, group in groupby(ordered, lambda r: r.substance)
    ]


def mapped(case: Case) -> list[Taken]:
    """The mapping as it stands: what the patient takes, one line per medicine."""
    return lines(RegimenRow.objects.current().filter(case=case))


def mapped_doses(case: Case, substance: str) -> dict[str, Decimal]:
    """The mapped dose of one medicine at each daypart where there is one."""
    rows = RegimenRow.objects.current().filter(case=case, substance=substance)
    return {row.daypart: row.mg for row in rows}


def taken_now(case: Case) -> dict[str, Decimal]:
    """The mapped total of each medicine."""
    return {line.substance: line.total_mg for line in mapped(case)}


def unchanged_beside(plan: Plan, moved: Sequence[str]) -> list[Taken]:
    """Mapped medicines that no plan of the case moves: they stand as they are."""
    versions = PlanVersion.objects.filter(
        plan__case=plan.case_id, plan__ended_at=None, state__in=SIGNED
    )
    names = {
        name for each in versions.values_list("substances", flat=True) for name in each
    }
    return [
        line for line in mapped(plan.case) if line.substance not in names | {*moved}
    ]
