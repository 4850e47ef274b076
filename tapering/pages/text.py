"""The text to whoever prescribes and to the pharmacy."""

from django.utils.translation import gettext as _

from tapering.models import PlanVersion
from tapering.pages.build import amounts_of, lasts_in_words, pieces_in_words
from tapering.queries.running import portions, shown_dayparts
from ui.templatetags.dates import day_with_year
from ui.templatetags.numbers import mg


def _step_line(version: PlanVersion, step) -> str:  # type: ignore[no-untyped-def]
    substance = version.plan.substance
    shown = shown_dayparts(version, substance)
    doses = "; ".join(
        f"{portion.label.lower()} {pieces_in_words(portion.pieces)} mg"
        for portion in portions(step.doses, substance, shown)
        if portion.pieces
    )
    return _("Från %(day)s: %(total)s per dygn (%(doses)s), %(lasts)s") % {
        "day": day_with_year(step.from_on),
        "total": mg(step.total_mg),
        "doses": doses or _("inget"),
        "lasts": lasts_in_words(step.days),
    }


def pharmacy_text(version: PlanVersion, on) -> str:  # type: ignore[no-untyped-def]
    """What to prescribe, ready to be copied: the plan, the tablets, who decided."""
    lines = [
        _("Nedtrappning av %(substance)s, version %(number)d.")
        % {"substance": version.plan.substance, "number": version.number},
        _("Beslutad %(day)s av %(name)s.")
        % {
            "day": day_with_year(version.decided_at),
            "name": version.decided_by.name if version.decided_by else "",
        },
        "",
        *[_step_line(version, step) for step in version.steps.all()],
    ]
    amounts = amounts_of(version.answer, on)
    if amounts:
        lines += [
            "",
            _("Förskriv för %(from)s till %(to)s:")
            % {
                "from": day_with_year(amounts.from_on),
                "to": day_with_year(amounts.to_on),
            },
            *[
                _("%(count)d tabletter %(strength)s mg")
                % {"count": row.tablets, "strength": row.strength}
                for row in amounts.rows
            ],
        ]
    return "\n".join(lines)
