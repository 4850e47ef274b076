"""What comes of the choices: a plan to look at, or a sentence, or nothing yet."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tapering import pages, queries
from tapering.models import Policy
from tapering.views.build.work import Work


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The engine's request and answer, as shown; or why there is none."""

    preview: pages.Preview | None = None
    why_not: str = ""
    request: queries.Json | None = None
    answer: queries.Json | None = None
    policy: Policy | None = None


def outcome_of(work: Work) -> Outcome:
    """Ask the engine, and put its answer into words."""
    desk, written = work.desk, work.written
    if not work.judged.is_valid():
        return Outcome()
    if written and written.faults:
        return Outcome(why_not=_("Rätta det som är markerat i stegen."))
    if not written and not desk.calculator_is_on:
        return Outcome(why_not=work.desk.why_not_calculate)
    outline = work.outline
    request = queries.request_for(desk.substance, outline)
    asked = Outcome(request=request, policy=outline.policy)
    try:
        answer = queries.ask(request)
    except queries.Unanswerable as refusal:
        return replace(asked, why_not=str(refusal.sentence))
    shown = pages.preview(
        desk.plan,
        request,
        answer,
        on=desk.on,
        reasons=work.reasons,
        before=desk.before,
        prescribers=work.prescribing.prescribers,
        policy=outline.policy,
        at=work.shown_from,
    )
    return replace(asked, preview=shown, answer=answer)


def in_context(work: Work, outcome: Outcome) -> dict[str, Any]:
    """What the fragment's template reads."""
    return {
        "plan": work.desk.plan,
        # Buttons that change steps belong to the builder's own form.
        "is_builder": True,
        "cell_faults": pages.cell_faults(work.written, outcome.preview),
        "preview": outcome.preview,
        "why_not": outcome.why_not,
        "policy": outcome.policy,
    }
