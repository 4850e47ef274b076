"""The page on which a running plan is changed: what it becomes, before the press."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused
from tapering import queries
from tapering.lifecycle import Change
from tapering.models import PlanVersion
from tapering.pages.charts import plan_charts
from tapering.pages.steps import Table, table_of
from tapering.pages.wording import Stand, in_words, reasons_left
from tapering.queries import Running, Wish
from ui.charts import Chart

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class ChangeWords:
    """How one change is spoken of."""

    title: Words
    verb: Words
    done: Words
    agrees: Words


WORDS: dict[Change, ChangeWords] = {
    Change.HOLD: ChangeWords(
        title=_("Pausa"),
        verb=_("Pausa"),
        done=_("Pausen gäller. Patienten ser den nu."),
        agrees="",
    ),
    Change.SLOW_DOWN: ChangeWords(
        title=_("Sakta ned"),
        verb=_("Sakta ned"),
        done=_("Den nya takten gäller. Patienten ser den nu."),
        agrees=_("Gör det tillsammans. Trycker du är patienten med på ändringen."),
    ),
    Change.STEP_BACK: ChangeWords(
        title=_("Gå upp ett steg"),
        verb=_("Gå upp"),
        done=_("Den högre dosen gäller från i dag. Patienten ser den nu."),
        agrees=_("Gör det tillsammans. Trycker du är patienten med på ändringen."),
    ),
    Change.GOAL: ChangeWords(
        title=_("Annat mål"),
        verb=_("Byt mål"),
        done=_("Det nya målet gäller. Patienten ser det nu."),
        agrees=_("Gör det tillsammans. Trycker du är patienten med på ändringen."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class WayDown:
    """The plan from today on, and what still wants a reason."""

    table: Table
    charts: list[Chart]
    stands: list[Stand]
    left: str
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ChangeOutcome:
    """What the plan becomes, or why it cannot; `stamp` names this very way."""

    preview: WayDown | None = None
    why_not: str = ""
    stamp: str = ""

    @property
    def seen(self) -> str:
        """The name of the field that says that this way was looked at."""
        return f"seen-{self.stamp}"


def outcome(
    now: Running, wish: Wish | None, reasons: Mapping[str, str]
) -> ChangeOutcome:
    """What comes of a wish, from today on."""
    if wish is None:
        return ChangeOutcome()
    try:
        request, answer = queries.revised(now, wish)
    except Refused as refusal:
        return ChangeOutcome(why_not=str(refusal.sentence))
    version = PlanVersion(
        plan=now.plan, change=wish.change, request=request, answer=answer
    )
    written = {**now.version.reasons, **reasons}
    return ChangeOutcome(preview=_way_down(now, version, written), stamp=_stamp(answer))


def _stamp(answer: queries.Json) -> str:
    told = json.dumps(answer["steps"], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _way_down(
    now: Running, version: PlanVersion, reasons: Mapping[str, str]
) -> WayDown:
    """What lies ahead, and what still wants a reason: the past is as it was."""
    answer, today = version.answer, now.on.isoformat()
    concerns = queries.concerns_of(version, now.on)
    begun = [n for n, row in enumerate(answer["steps"]) if row["from"] <= today]
    table = table_of(version.request, answer, concerns, at=begun[-1] if begun else 0)
    # Why a dose rises is asked for beside it.
    missing = [
        concern
        for concern in queries.without_reason(concerns, reasons)
        if concern.code != "rises"
    ]
    stands = in_words(missing, reasons)
    return WayDown(
        table=replace(table, first=0, steps=len(table.rows)),
        charts=plan_charts(
            queries.moved_by(version.request), answer, before=now.version
        ),
        stands=stands,
        left=reasons_left(stands),
        ends_on=date.fromisoformat(answer["ends_on"]),
    )
