"""The text to whoever prescribes and to the pharmacy."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tapering import queries
from tapering.letters import medicines_in_words, prescribers_in_words
from tapering.lifecycle import State
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
    if not step.doses:
        lines.append("   " + _nothing(version))
    return lines


def _nothing(version: PlanVersion) -> str:
    """What stands where nothing is taken any more."""
    pieces = [
        piece
        for step in version.steps.all()
        for dose in step.doses
        for piece in dose["pieces"]
    ]
    if all("strength_mg" in piece for piece in pieces):
        return _("inga tabletter")
    return _("inget läkemedel")


def _who(version: PlanVersion) -> list[str]:
    lines = [
        _("Nedtrappning av %(substance)s, version %(number)d.")
        % {
            "substance": medicines_in_words(version.substances),
            "number": version.number,
        },
        _("Beslutad %(day)s av %(name)s.")
        % {
            "day": day_with_year(version.decided_at),
            "name": version.decided_by.name if version.decided_by else "",
        },
    ]
    if before := version.replaces:
        lines.append(
            _("Den ersätter version %(old)d från %(day)s. Använd inte den gamla.")
            % {"old": before.number, "day": day_with_year(version.counts_from)}
        )
    return lines


def _replaced(version: PlanVersion) -> list[str]:
    """That an old version is no ground for a prescription, and which one is."""
    lines = ["", _("Gammal version. Förskriv inte efter den.")]
    if now := queries.in_force(version.plan):
        lines.append(
            _("Version %(number)d gäller från %(day)s.")
            % {"number": now.number, "day": day_with_year(now.counts_from)}
        )
    return lines


def _amounts(version: PlanVersion, on: date) -> list[str]:
    """How much to prescribe; no further than the next step that waits for a word."""
    waiting = next(
        (step for step in version.steps.all() if queries.waits_for_word(version, step)),
        None,
    )
    now = queries.running(version.plan, on)
    if now is not None and now.waits_for_word:
        dose = per_day(now.step, now.version)
        return [
            "",
            _("Steg %(n)d är inte bekräftat. Patienten tar %(dose)s så länge.")
            % {"n": now.step.n + 1, "dose": dose},
        ]
    periods = all_amounts(version.answer, on)
    if waiting is None:
        return [line for amounts in periods for line in _period(amounts)]
    return _sure_amounts(periods, waiting)


def _sure_amounts(periods: Sequence[Amounts], waiting: Step) -> list[str]:
    """The periods that begin before a step that waits; the rest comes with the word."""
    step = {"n": waiting.n, "day": day_with_year(waiting.from_on)}
    lines: list[str] = []
    for amounts in periods:
        if amounts.from_on >= waiting.from_on:
            break
        lines += _period(amounts)
        if amounts.to_on >= waiting.from_on:
            lines.append(_("Räknat på att steg %(n)d bekräftas till %(day)s.") % step)
    return [*lines, "", _("Fler mängder kommer när steg %(n)d är bekräftat.") % step]


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
    is_old = version.state == State.SUPERSEDED
    amounts = _replaced(version) if is_old else _amounts(version, on)
    return "\n".join([*_who(version), "", *steps, *amounts])
