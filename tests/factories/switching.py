"""Tables of equivalents, and plans that exchange one medicine for another."""

from decimal import Decimal

from accounts.models import User, system_user
from patients.models import Case
from tapering import actions, queries
from tapering.lifecycle import TableUse
from tapering.models import EquivalenceTable, PlanVersion
from tests.factories import tapering as make

CODES = {
    "oxazepam": "N05BA04",
    "diazepam": "N05BA01",
    "lorazepam": "N05BA06",
    "oxikodon": "N02AA05",
    "morfin": "N02AA01",
}


def row(
    substance: str, amount: str, *, high: str = "", equals: str = "10", top: str = ""
) -> dict[str, object]:
    return {
        "substance": substance,
        "atc": CODES[substance],
        "amount_low": Decimal(amount),
        "amount_high": Decimal(high or amount),
        "equals_low": Decimal(equals),
        "equals_high": Decimal(top or equals),
    }


def table(
    name: str,
    *rows: dict[str, object],
    reference: str = "diazepam",
    use: str = TableUse.SWITCH,
) -> EquivalenceTable:
    draft = actions.write_table(
        name=name,
        use=use,
        reference=reference,
        source=f"{name}, läst 2026-11-21",
        rows=rows,
        by=system_user(),
        at=make.AT,
    )
    return actions.approve(draft, by=make.approver(), at=make.AT)


def told(name: str, dose: str = "45", new: str = "diazepam") -> queries.Equivalent:
    found = queries.equivalents("oxazepam", new, Decimal(dose))
    return next(each for each in found if each.table.name == name)


def choice(name: str, **fields: object) -> queries.SwitchChoice:
    defaults: dict[str, object] = {
        "equivalent": told(name, "25"),
        "factor": Decimal(1),
        "at_once": False,
        "order": ["night", "morning"],
        "every_days": 14,
        "products": make.products(substance="diazepam"),
    }
    return queries.SwitchChoice(**{**defaults, **fields})  # type: ignore[arg-type]


def switched(
    case: Case, by: User, name: str = "Ashton 2002", **fields: object
) -> PlanVersion:
    """A signed plan that exchanges 10 + 15 mg oxazepam for diazepam."""
    version = make.draft(case, switch=choice(name, **fields))
    reasons = {
        concern.key: "Enligt samtal."
        for concern in queries.weigh(
            version.plan,
            version.request,
            version.answer,
            make.ON,
            prescribers=[],
        )
        if concern.wants_reason
    }
    return actions.decide(version, by=by, at=make.AT, reasons=reasons)
