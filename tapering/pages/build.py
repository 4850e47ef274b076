"""The table of a plan with what to take a stand on and what to prescribe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tapering import queries
from tapering.differences import differences
from tapering.lifecycle import Change, State
from tapering.models import Plan, PlanVersion, Policy
from tapering.pages.amounts import quantity_in_words
from tapering.pages.charts import plan_charts
from tapering.pages.rule import RuleInWords, rule_in_words
from tapering.pages.steps import Table, lasts_in_words, table_of
from tapering.pages.wording import Stand, in_words, reasons_left
from ui.charts import Chart

__all__ = [
    "Amount",
    "Amounts",
    "Preview",
    "ShownVersion",
    "amounts_of",
    "lasts_in_words",
    "preview",
    "shown_version",
]

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much of one strength: tablets, ml or patches."""

    substance: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """What to prescribe for one period."""

    from_on: date
    to_on: date
    rows: list[Amount]

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.to_on - self.from_on).days + 1


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Everything that the builder shows about an answer."""

    table: Table
    rule: RuleInWords | None
    charts: list[Chart]
    concerns: list[queries.Concern]
    stands: list[Stand]
    left: str
    amounts: Amounts | None
    ends_on: date
    weeks: int
    # What of it the reader has seen: a plan is signed only as it was shown.
    seen: str


def all_amounts(answer: Json, on: date) -> list[Amounts]:
    """What to prescribe for the period of a day and for each one after it."""
    periods = sorted({(row["from"], row["to"]) for row in answer["quantities"]})
    return [
        Amounts(
            from_on=date.fromisoformat(first),
            to_on=date.fromisoformat(last),
            rows=[
                Amount(substance=row["substance"], words=quantity_in_words(row))
                for row in answer["quantities"]
                if row["from"] == first and queries.amount_of(row)
            ],
        )
        for first, last in periods
        if last >= on.isoformat()
    ]


def amounts_of(answer: Json, on: date) -> Amounts | None:
    """What to prescribe for the period of a day, or the first one to come."""
    return next(iter(all_amounts(answer, on)), None)


def preview(
    plan: Plan,
    request: Json,
    answer: Json,
    *,
    on: date,
    reasons: Mapping[str, str],
    before: PlanVersion | None = None,
    prescribers: Sequence[queries.Prescriber] | None = None,
    policy: Policy | None = None,
    at: int = 0,
) -> Preview:
    """Gather what the builder and the version page show about an answer."""
    concerns = queries.weigh(
        plan, dict(request), dict(answer), on, prescribers=prescribers
    )
    stands = in_words(concerns, reasons)
    ends_on = date.fromisoformat(answer["ends_on"])
    start = date.fromisoformat(answer["steps"][0]["from"])
    return Preview(
        table=table_of(request, answer, concerns, at=at, prescribers=prescribers or ()),
        rule=rule_in_words(policy, request) if policy else None,
        charts=plan_charts(queries.moved_by(request), answer, before=before),
        concerns=concerns,
        stands=stands,
        left=reasons_left(stands),
        amounts=amounts_of(answer, max(on, start)),
        ends_on=ends_on,
        weeks=(ends_on - start).days // 7,
        seen=queries.fingerprint(request),
    )


@dataclass(frozen=True, kw_only=True)
class ShownVersion:
    """A version as its own page shows it."""

    version: PlanVersion
    preview: Preview
    is_old: bool
    replaces: PlanVersion | None
    differences: list[str]
    policy_words: str
    sources: str


def shown_version(version: PlanVersion, *, on: date, at: int = 0) -> ShownVersion:
    """The page of one version: the answer as it was stored."""
    shown = preview(
        version.plan,
        version.request,
        version.answer,
        on=on,
        reasons=version.reasons,
        before=version.replaces,
        prescribers=queries.prescribers_of(version),
        policy=version.policy,
        at=at,
    )
    if version.change != Change.PLAN:
        stands = in_words(queries.concerns_of(version, on), version.reasons)
        shown = replace(shown, stands=stands, left=reasons_left(stands))
    return ShownVersion(
        version=version,
        preview=shown,
        differences=differences(version.replaces, version) if version.replaces else [],
        is_old=version.state == State.SUPERSEDED,
        replaces=version.replaces,
        policy_words=version.policy.words,
        sources=version.policy.source,
    )
