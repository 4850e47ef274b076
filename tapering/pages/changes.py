"""The page on which a running plan is changed: what it becomes, before the press."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused
from tapering import queries
from tapering.lifecycle import Change
from tapering.models import PlanVersion
from tapering.pages.build import Preview, preview
from tapering.pages.wording import reasons_left
from tapering.queries import Running, Wish

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
        agrees=_("Gör det tillsammans: när du trycker är patienten med på ändringen."),
    ),
    Change.STEP_BACK: ChangeWords(
        title=_("Gå upp ett steg"),
        verb=_("Gå upp"),
        done=_("Den högre dosen gäller från i dag. Patienten ser den nu."),
        agrees=_("Gör det tillsammans: när du trycker är patienten med på ändringen."),
    ),
    Change.GOAL: ChangeWords(
        title=_("Annat mål"),
        verb=_("Byt mål"),
        done=_("Det nya målet gäller. Patienten ser det nu."),
        agrees=_("Gör det tillsammans: när du trycker är patienten med på ändringen."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class ChangeOutcome:
    """What the plan becomes, or why it cannot; `stamp` names this very way."""

    preview: Preview | None = None
    why_not: str = ""
    stamp: str = ""

    @property
    def seen(self) -> str:
        """The name of the field that says that this way was looked at."""
        return f"seen-{self.stamp}"


def outcome(now: Running, wish: Wish | None, reasons: dict[str, str]) -> ChangeOutcome:
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
    shown = preview(
        now.plan, request, answer, on=now.on, reasons=written, before=now.version
    )
    return ChangeOutcome(
        preview=_from_today(shown, version, written, now.on), stamp=_stamp(answer)
    )


def _stamp(answer: queries.Json) -> str:
    told = json.dumps(answer["steps"], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _from_today(
    shown: Preview, version: PlanVersion, reasons: dict[str, str], on: date
) -> Preview:
    """What lies ahead, and what still wants a reason: the past is as it was."""
    begun = [number for number, row in enumerate(shown.rows) if row.from_on <= on]
    asked = {
        concern.key
        for concern in queries.without_reason(queries.concerns_of(version, on), reasons)
        # Why a dose rises is asked for beside it.
        if concern.code != "rises"
    }
    stands = [stand for stand in shown.stands if stand.key in asked]
    return replace(
        shown,
        rows=shown.rows[begun[-1] if begun else 0 :],
        stands=stands,
        left=reasons_left(stands),
        amounts=None,
    )
