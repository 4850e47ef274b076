"""A plan that switches: what it tapers on a day, and what to look out for."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from patients.models import Case
from tapering.lifecycle import Answer, Gate
from tapering.models import Plan, PlanVersion, Product
from tapering.queries.concerns import TELLS, WANTS_REASON, Concern, care_concern
from tapering.queries.running import version_on, with_course
from tapering.queries.schedule import assessment_of

Json = dict[str, Any]
# Accumulates in a bad liver, and is felt the day after by the frail (clinical 2.7, 7).
LONG_ACTING = "N05BA01"
MOST_IN_A_TAPER = Decimal(40)
REVIEW_WITHIN = timedelta(days=7)
SAYS_LIVER = "Therapeutic Guidelines (AU); PrescQIPP"
SAYS_FRAIL = "Scottish Government, Quality prescribing 2024-2027"
SAYS_MOST = "NSW Health (andra hand)"
SAYS_REVIEW = (
    "Scottish Government, Quality prescribing 2024-2027; NSW Health (andra hand)"
)


def switch_days(answer: Json) -> list[tuple[int, date]]:
    """The steps in which something is exchanged, with their days."""
    return [
        (row["n"], date.fromisoformat(row["from"]))
        for row in answer["steps"]
        if row.get("switch")
    ]


def is_switching(version: PlanVersion | None, on: date) -> bool:
    """Tell whether a switch of the version has begun to be followed and is not done."""
    days = switch_days(version.answer) if version else []
    return bool(days) and days[-1][1] > on


def tapered_now(plan: Plan, on: date) -> str:
    """The medicine that a new version would taper: after a switch the new one."""
    version = version_on(plan, on)
    if version is None or is_switching(version, on):
        return plan.substance
    return version.substances[-1]


def _has(case: Case, gate: Gate) -> bool:
    known = assessment_of(case)
    answers = {each.gate: each.answer for each in known.gates.all()} if known else {}
    return answers.get(gate) == Answer.YES


def _about(concern: Concern, answer: Json, source: str) -> Concern:
    concern.steps = [n for n, _day in switch_days(answer)]
    concern.source = source
    return concern


def _of_long_acting(case: Case, answer: Json, new: str) -> list[Concern]:
    found = []
    if _has(case, Gate.LIVER):
        found.append((care_concern("switch_liver", WANTS_REASON, new=new), SAYS_LIVER))
    if _has(case, Gate.FRAIL):
        found.append((care_concern("switch_frail", WANTS_REASON, new=new), SAYS_FRAIL))
    last = switch_days(answer)[-1][0]
    total = Decimal(answer["steps"][last]["total_mg"].get(new, "0"))
    if total > MOST_IN_A_TAPER:
        over = care_concern(
            "switch_much", WANTS_REASON, new=new, total=total, most=MOST_IN_A_TAPER
        )
        found.append((over, SAYS_MOST))
    return [_about(concern, answer, source) for concern, source in found]


def _others_changing(plan: Plan, until: date) -> list[str]:
    """Medicines whose own plans change something during the switch."""
    others = with_course(
        Plan.objects.active().filter(case=plan.case_id).exclude(pk=plan.pk)
    )
    return [
        other.substance
        for other in others
        if (version := version_on(other, date.max))
        and any(
            version.counts_from < step.from_on <= until
            for step in list(version.steps.all())[1:]
        )
    ]


def _is_past(request: Json, last: date) -> bool:
    """Tell whether a plan is changed when its switch is done already."""
    revise: Json | None = request.get("revise")
    return revise is not None and date.fromisoformat(revise["on"]) > last


def switch_concerns(plan: Plan, request: Json, answer: Json) -> list[Concern]:
    """What somebody must see before a medicine is exchanged for another."""
    switch: Json | None = request.get("switch")
    days = switch_days(answer)
    if not switch or not days or _is_past(request, days[-1][1]):
        return []
    new = switch["to"]
    found = [_about(care_concern("switch_review", TELLS, new=new), answer, SAYS_REVIEW)]
    if Product.objects.of(new).filter(atc=LONG_ACTING).exists():
        found += _of_long_acting(plan.case, answer, new)
    others = _others_changing(plan, days[-1][1] + REVIEW_WITHIN)
    if others:
        found.append(
            _about(
                care_concern("switch_several", WANTS_REASON, others=others), answer, ""
            )
        )
    return found
