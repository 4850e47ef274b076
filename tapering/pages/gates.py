"""What was answered yes to before anything changed: shown wherever plans are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patients.models import Case
from tapering import queries
from tapering.lifecycle import ADVICE, Answer, DoseBand, Gate
from ui.templatetags.numbers import mg, number

# From where the advice comes (clinical 2.7).
SOURCES: dict[str, str] = {
    Gate.HIGH_DOSE: "Therapeutic Guidelines (AU); Pharmaceutical Services Branch (AU)",
    Gate.EPILEPSY: "Vård och insats; Fass, Iktorivil",
    Gate.PREGNANCY: "CDC 2022, i andra hand",
    Gate.OPIOID_AND_SEDATIVE: "ASAM 2025",
    Gate.OVERDOSE_RISK: "Norrbotten, svår smärta och opioidbehandling",
    Gate.OTHER_SUBSTANCE: "Helsedirektoratet; ASAM 2025",
    Gate.LIVER: "Therapeutic Guidelines (AU); PrescQIPP",
    Gate.FRAIL: "Scotland, benzodiazepine tapering",
    Gate.SUICIDALITY: "NSW, i andra hand",
    Gate.EARLIER_ATTEMPT: "VGR",
}
SHORT: dict[str, str | Promise] = {
    Gate.HIGH_DOSE: _("Hög dos"),
    Gate.EPILEPSY: _("Epilepsi"),
    Gate.PREGNANCY: _("Graviditet"),
    Gate.OPIOID_AND_SEDATIVE: _("Opioid och lugnande"),
    Gate.OVERDOSE_RISK: _("Risk för överdos"),
    Gate.OTHER_SUBSTANCE: _("Annat skadligt bruk"),
    Gate.LIVER: _("Leversjukdom"),
    Gate.FRAIL: _("Skör"),
    Gate.SUICIDALITY: _("Självmordstankar"),
    Gate.EARLIER_ATTEMPT: _("Tidigare försök"),
}


@dataclass(frozen=True, kw_only=True)
class Yes:
    """One yes: what it is, what it asks of the team, from where, what was noted."""

    heading: str
    advice: object
    source: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Gated:
    """Every yes, and how great the risk of withdrawal is by ASAM's grid."""

    yes: list[Yes]
    risk: queries.WithdrawalRisk | None
    is_asked: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not self.yes and self.risk is None


def gates_of(case: Case) -> Gated:
    """What everybody who plans must have read."""
    known = queries.assessment_of(case)
    answers = known.gates.all() if known else ()
    return Gated(
        yes=[
            Yes(
                heading=str(answer.get_gate_display()),
                advice=ADVICE[answer.gate],
                source=SOURCES[answer.gate],
                note=answer.note,
            )
            for answer in answers
            if answer.answer == Answer.YES
        ],
        risk=queries.withdrawal_risk(known) if known else None,
        is_asked=known is not None,
    )


def risk_hints(case: Case) -> dict[str, Any]:
    """What the assessment says beside its questions about dose and risk."""
    taken = queries.sedatives_of(case)
    return {
        "asks_risk": bool(taken),
        "dose_bands": _bands(case, taken) if taken else "",
        "high_dose": _high_dose(case) if taken else "",
    }


def _bands(case: Case, taken: Mapping[str, Decimal]) -> str:
    """ASAM's own bands of the medicines that are taken, and where each dose lies."""
    lines = []
    for name, amount in taken.items():
        if band := queries.band_of(name, amount):
            low, high = queries.BANDS[name]
            lines.append(
                _(
                    "%(name)s: låg till och med %(low)s, hög över %(high)s. Nu "
                    "%(now)s, %(band)s."
                )
                % {
                    "name": name.capitalize(),
                    "low": mg(low),
                    "high": mg(high),
                    "now": mg(amount),
                    "band": DoseBand(band).label,
                }
            )
    if len(lines) < len(taken):
        low, high = queries.BANDS[queries.REFERENCE]
        lines.append(
            _(
                "I diazepam räknar ASAM dosen som låg till och med %(low)s, hög över "
                "%(high)s."
            )
            % {"low": mg(low), "high": mg(high)}
        )
        lines.append(_in_diazepam(case))
    return " ".join(lines)


def _in_diazepam(case: Case) -> str:
    """The dose in diazepam by each table in use, never as one certain figure."""
    found = queries.equivalents_of(case)
    if not found:
        return str(_("Ingen godkänd tabell känner alla läkemedlen. Bedöm själv."))
    told = [
        _("ungefär %(amount)s enligt %(table)s")
        % {"amount": _range(each), "table": each.table.name}
        for each in found
    ]
    return str(_("I diazepam per dygn: %(lines)s.") % {"lines": "; ".join(told)})


def _high_dose(case: Case) -> str:
    """The same beside the question of a high dose, with what a yes asks for."""
    advice = _("Vid ja: %(advice)s") % {"advice": ADVICE[Gate.HIGH_DOSE]}
    return f"{_in_diazepam(case)} {advice}"


def _range(each: queries.InDiazepam) -> str:
    low, high = (number(round(amount, 1)) for amount in (each.low, each.high))
    return mg(round(each.high, 1)) if low == high else f"{low}–{high}\u00a0mg"
