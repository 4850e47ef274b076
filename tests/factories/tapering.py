"""Assessments, mappings, policies and plans, made through the actions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from accounts.models import User, system_user
from accounts.roles import Role
from patients.lifecycle import Phase
from patients.models import Case
from tapering import actions, queries
from tapering.intended_use import VERSION
from tapering.lifecycle import Answer, Driving, Gate, Standing, WhoMay
from tapering.models import CalculatorApproval, Plan, PlanVersion, Policy, Product
from tests.factories import accounts

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
START = date(2026, 12, 1)
_count = count(1)

# The rule of the design's own example.
RULE = {
    "bands": [
        {"above": "20", "unit": "mg", "size": "10", "of": "current", "every_days": 14},
        {"above": "0", "unit": "mg", "size": "2.5", "of": "mg", "every_days": 21},
    ],
    "goal_mg": "0",
    "stop_below_mg": "2.5",
    "limits": [{"size": "25", "of": "current", "days": 14, "source": "ASAM 2025"}],
    "rounding": "slower",
    "take": "round_robin",
    "order": ["noon", "morning", "evening", "night"],
}
REASON = {
    "cut_over_limit-25-current-14": "Patienten vill ha få styrkor.",
    "no_prescriber": "Enhetens läkare förskriver tills vårdcentralen tar över.",
}


def approver() -> User:
    """A prescriber who approved what plans rest on, and has left the unit since."""
    known = User.objects.filter(name="Eva Lindqvist", is_active=False).first()
    if known is None:
        known = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
        User.objects.filter(pk=known.pk).update(is_active=False)
    known.is_active = True  # as it was when the approving was done
    return known


def policy(*, is_draft: bool = False, **fields: object) -> Policy:
    """An approved policy, unless a draft is asked for."""
    defaults: dict[str, object] = {
        "name": f"Långsam {next(_count)}",
        "rule": RULE,
        "words": "10 % av nuvarande dos varannan vecka, från 20 mg 2,5 mg i taget.",
        "source": "ASAM 2025",
        "confirm_each_step": False,
        "who_may_hold": WhoMay.CARE,
        "max_gap_days": 14,
    }
    draft = actions.write_policy(by=system_user(), at=AT, **{**defaults, **fields})
    return draft if is_draft else actions.approve(draft, by=approver(), at=AT)


def calculator() -> CalculatorApproval:
    """The calculator, approved before the test begins."""
    known = queries.calculator_approval()
    return known or CalculatorApproval.objects.create(
        approver="Eva Lindqvist, verksamhetschef",
        intended_use=VERSION,
        on_by=system_user(),
        on_at=AT,
    )


def products(*wanted: tuple[str, int], substance: str = "oxazepam") -> list[Product]:
    """Products by strength and parts; the reference data when none is asked for."""
    drafts = [
        draft.pk
        for draft in actions.load_products(by=system_user(), at=AT)
        if draft.jurisdiction != "NO" and draft.brand != "Stilnoct"
    ]
    if drafts:
        # Forty approvals, one by one, were half the time of every test with a plan.
        Product.objects.filter(pk__in=drafts).update(
            standing=Standing.APPROVED, approved_by=approver(), approved_at=AT
        )
    found = Product.objects.of(substance)
    if not wanted:
        return list(found)
    strengths = [Decimal(strength) for strength, _parts in wanted]
    return list(found.filter(strength_mg__in=strengths))


def gates(answer: str = Answer.NO, **different: str) -> dict[str, tuple[str, str]]:
    """An answer to everything that must be asked."""
    return {gate: (different.get(gate, answer), "") for gate in Gate.values}


def assessed(case: Case, **fields: object) -> Case:
    """The same case with everything asked."""
    defaults: dict[str, object] = {
        "gates": gates(),
        "goal": "Jag vill sova utan tabletter och orka med barnen.",
        "driving": Driving.FIT,
        "driving_informed_on": date(2026, 11, 2),
        "children": Answer.NO,
    }
    actions.answer_assessment(case, by=case.owner, at=AT, **{**defaults, **fields})
    return case


def mapped(
    case: Case, substance: str = "oxazepam", *, morning: str = "10", night: str = "15"
) -> Case:
    """The same case with one medicine mapped."""
    line = actions.Line(
        substance=substance,
        product="Sobril",
        strength_mg=Decimal(5),
        doses={"morning": Decimal(morning), "night": Decimal(night)},
        why="sömn",
        since="2019",
    )
    actions.write_mapping(case, lines=[line], by=case.owner, at=AT)
    return case


def prepared(case: Case) -> Case:
    """The same case, mapped, assessed and in preparation."""
    case = Case.objects.select_related("patient", "owner").get(pk=case.pk)
    if case.phase == Phase.ASSESSMENT:
        mapped(assessed(case))
        case = actions.begin_preparation(case, by=case.owner, at=AT)
    return case


def outline(**fields: object) -> queries.Outline:
    """What a nurse chooses: 10 mg in the morning, 15 mg at night, Sobril 10 and 15."""
    defaults: dict[str, object] = {
        "start": START,
        "doses": {"morning": Decimal(10), "night": Decimal(15)},
        "products": products(("10", 2), ("15", 1)),
    }
    chosen = {**defaults, **fields}
    if "policy" not in chosen:
        chosen["policy"] = policy()
    return queries.Outline(**chosen)  # type: ignore[arg-type]


def plan(case: Case, substance: str = "oxazepam") -> Plan:
    """A plan without versions."""
    return actions.open_plan(case, substance=substance, by=case.owner, at=AT)


def draft(case: Case, **fields: object) -> PlanVersion:
    """A draft with the reasons that it needs."""
    at = fields.pop("at", AT)
    return actions.make_draft(
        plan(prepared(case)),
        outline=outline(**fields),
        reasons=REASON,
        patient_agrees=True,
        on=at.date(),  # type: ignore[attr-defined]
        by=case.owner,
        at=at,
    )


def decided(case: Case, prescriber: User, **fields: object) -> PlanVersion:
    """A signed plan that starts on 1 December 2026."""
    at = fields.get("at", AT)
    return actions.decide(draft(case, **fields), by=prescriber, at=at)


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)
