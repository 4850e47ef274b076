"""The text to whoever prescribes and to the pharmacy."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tapering import queries
from tapering.letters import prescribers_in_words
from tapering.models import PlanVersion, Step
from tapering.pages.amounts import per_day, pieces_in_words
from tapering.pages.build import Amounts, all_amounts, lasts_in_words
from tapering.queries.running import portions
from ui.templatetags.dates import day_with_year


def _heading(version: PlanVersion, step: Step) -> str:
    """From when, how much, how long."""
    text = _("Från %(day)s: %(total)s") % {
        "day": day_with_year(step.from_on),
        "total": per_day(step, version),
    }
    if step.days:
        text += f", {lasts_in_words(step.days)}"
    if queries.waits_for_word(version, step):
        text += ", " + _("när steget är bekräftat")
    return text


def _last_day(step: Step) -> date | None:
    return step.ends_on - timedelta(days=1) if step.ends_on else None


def _step_lines(
    version: PlanVersion, step: Step, prescribers: Sequence[queries.Prescriber]
) -> list[str]:
    """The step, and under it which tablets at which time, a line for each medicine."""
    lines = [_heading(version, step)]
    if names := prescribers_in_words(prescribers, step.from_on, _last_day(step)):
        lines.append("   " + _("Förskrivs av: %(names)s") % {"names": "; ".join(names)})
    for substance in version.substances:
        doses = [
            f"{portion.label.lower()} {pieces_in_words(portion.pieces)}".strip()
            for portion in portions(step.doses, substance)
            if portion.pieces
        ]
        if doses:
            lines.append(f"   {substance}: " + "; ".join(doses))
    return lines


def _who(version: PlanVersion) -> list[str]:
    return [
        _("Nedtrappning av %(substance)s, version %(number)d.")
        % {"substance": version.plan.substance, "number": version.number},
        _("Beslutad %(day)s av %(name)s.")
        % {
            "day": day_with_year(version.decided_at),
            "name": version.decided_by.name if version.decided_by else "",
        },
    ]


def _amounts(version: PlanVersion, on: date) -> list[str]:
    """How many tablets; while a step waits only what is taken meanwhile."""
    now = queries.running(version.plan, on)
    if now is not None and now.waits_for_word:
        dose = per_day(now.step, now.version)
        return [
            "",
            _("Steg %(n)d är inte bekräftat. Patienten tar %(dose)s så länge.")
            % {"n": now.step.n + 1, "dose": dose},
        ]
    periods = all_amounts(version.answer, on)
    return [line for amounts in periods for line in _period(amounts)]


def _period(amounts: Amounts) -> list[str]:
    """What is fetched for one period, of each strength."""
    period = {
        "from": day_with_year(amounts.from_on),
        "to": day_with_year(amounts.to_on),
    }
    rows = [f"{row.substance}: {row.words}" for row in amounts.rows]
    return [
        "",
        _("Förskriv för %(from)s till %(to)s:") % period,
        *(rows or [_("Inga tabletter den här perioden.")]),
    ]


def pharmacy_text(version: PlanVersion, on: date) -> str:
    """What to prescribe, ready to be copied: the plan, the tablets, who decided."""
    known = queries.prescribers_of(version)
    steps = [
        line
        for step in version.steps.all()
        for line in _step_lines(version, step, known)
    ]
    return "\n".join([*_who(version), "", *steps, *_amounts(version, on)])
