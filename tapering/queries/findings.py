"""What a clinician must see before a plan is signed: the engine's word and the care's.

Findings of the engine that say the same thing of several steps are gathered, so that
one reason answers them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from patients.models import Case
from tapering.lifecycle import Answer, Gate
from tapering.models import Plan, Product, Symptom
from tapering.queries.asking import moved_by
from tapering.queries.concerns import (
    ORDER,
    STOPS,
    TELLS,
    WANTS_REASON,
    Concern,
    care_concern,
)
from tapering.queries.guards import add_nearest, by_hand, unlucky_days
from tapering.queries.prescribing import Prescriber, gaps
from tapering.queries.regimen import mapped
from tapering.queries.running import doses_on, version_on, with_course
from tapering.queries.schedule import assessment_of
from tapering.queries.switching import switch_concerns

Json = dict[str, Any]
MUCH = 7
LATELY = timedelta(days=7)
TENFOLD = 10
NO_PRESCRIBER = "no_prescriber"


def _key(finding: Mapping[str, Any]) -> str:
    """One name for findings that say the same of several steps."""
    values = finding["values"]
    if finding["code"] == "not_makeable":
        # Each cell is its own to correct.
        place = [str(values.get(name, "")) for name in ("substance", "daypart")]
        return "-".join([finding["code"], str(finding["step"]), *place])
    rule = [str(values[name]) for name in ("size", "of", "days") if name in values]
    text = "-".join([finding["code"], *rule])
    return text.replace(".", "_").replace(",", "_")


def _gathered(findings: Iterable[Mapping[str, Any]]) -> list[Concern]:
    """The engine's findings, one per rule, with all their steps."""
    known: dict[tuple[str, str], Concern] = {}
    for finding in findings:
        key = _key(finding)
        concern = known.setdefault(
            (key, finding["severity"]),
            Concern(
                code=finding["code"],
                severity=finding["severity"],
                key=key,
                values=dict(finding["values"]),
                source=finding["source"] or "",
            ),
        )
        if finding["step"] is not None:
            concern.steps.append(finding["step"])
    return list(known.values())


def _start_mg(request: Json) -> Decimal:
    amounts = (row.get("mg") or row["ug_per_h"] for row in request["regimen"])
    return sum(map(Decimal, amounts), Decimal(0))


def _against_dose(case: Case, plan: Plan, request: Json) -> list[Concern]:
    """A start above what is taken now is a rise, and somebody must say why."""
    start = date.fromisoformat(request["start"])
    known = doses_on(plan, start) or {
        line.substance: line.total_mg for line in mapped(case)
    }
    names = {row["substance"] for row in request["regimen"]} & {*known}
    in_force = sum((known[name] for name in names), Decimal(0)) if names else None
    begins = _start_mg(request)
    if in_force is None or begins == in_force:
        return []
    if begins < in_force:
        return [care_concern("starts_lower", WANTS_REASON, now=in_force, start=begins)]
    slipped = in_force > 0 and begins >= TENFOLD * in_force
    severity = STOPS if slipped else WANTS_REASON
    return [care_concern("starts_higher", severity, now=in_force, start=begins)]


def _together(case: Case, plan: Plan, answer: Json) -> list[Concern]:
    """Two medicines that change on the same day."""
    days = {row["from"]: row["n"] for row in answer["steps"][1:]}
    others = with_course(Plan.objects.active().filter(case=case).exclude(pk=plan.pk))
    found = []
    for other in others:
        version = version_on(other, date.max)
        cuts = version.steps.all()[1:] if version else ()
        both = [days[on] for step in cuts if (on := step.from_on.isoformat()) in days]
        if both:
            concern = care_concern(
                "change_together", WANTS_REASON, other=other.substance
            )
            concern.steps = sorted(both)
            found.append(concern)
    return found


def _kinds(substances: Iterable[str]) -> tuple[bool, bool]:
    """Whether there is an opioid among them, and a sedative."""
    products = list(Product.objects.filter(substance__in=list(substances)))
    return (
        any(product.is_opioid for product in products),
        any(product.is_sedative for product in products),
    )


def wants_naloxone(case: Case, *substances: str) -> bool:
    """Opioid together with a sedative: naloxone is offered to all."""
    taken = {line.substance for line in mapped(case)} | {*substances}
    if all(_kinds(taken)):
        return True
    known = assessment_of(case)
    gates = known.gates.all() if known else ()
    return any(
        gate.gate == Gate.OPIOID_AND_SEDATIVE and gate.answer == Answer.YES
        for gate in gates
    )


def _of_case(case: Case, plan: Plan, moved: Sequence[str], on: date) -> list[Concern]:
    """What the rest of the record says about cutting now."""
    found = []
    if wants_naloxone(case, plan.substance, *moved):
        found.append(care_concern("naloxone", TELLS))
    known = assessment_of(case)
    if known is None or known.driving_informed_on is None:
        found.append(care_concern("driving_missing", TELLS))
    felt = Symptom.objects.filter(case=case, on__gt=on - LATELY, on__lte=on)
    worst = max((symptom.score for symptom in felt), default=0)
    if worst >= MUCH:
        found.append(care_concern("much_symptoms", WANTS_REASON, score=worst))
    return found


def _unprescribed(prescribers: Sequence[Prescriber], answer: Json) -> list[Concern]:
    """Days that nobody prescribes for: somebody must say why."""
    found = gaps(prescribers, answer)
    return [care_concern(NO_PRESCRIBER, WANTS_REASON, gaps=found)] if found else []


def weigh(
    plan: Plan,
    request: Json,
    answer: Json,
    on: date,
    *,
    prescribers: Sequence[Prescriber] | None = None,
) -> list[Concern]:
    """All that somebody must see before this becomes the plan, gravest first.

    Without `prescribers` nobody has been asked about them yet.
    """
    case = plan.case
    concerns = [
        *_gathered(answer["findings"]),
        *_against_dose(case, plan, request),
        *_together(case, plan, answer),
        *_of_case(case, plan, moved_by(request), on),
        *switch_concerns(plan, request, answer),
        *(_unprescribed(prescribers, answer) if prescribers is not None else ()),
        *by_hand(request, answer),
        *unlucky_days(answer),
    ]
    for concern in concerns:
        add_nearest(concern, request)
    return sorted(concerns, key=lambda concern: ORDER[concern.severity])


def without_reason(
    concerns: Iterable[Concern], reasons: Mapping[str, str]
) -> list[Concern]:
    """Concerns that want a reason and have none."""
    return [
        concern
        for concern in concerns
        if concern.wants_reason and not reasons.get(concern.key, "").strip()
    ]
