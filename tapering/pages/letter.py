"""Letters to prescribers as pages show them: kept ones, and those about to be."""

from dataclasses import dataclass
from datetime import date, datetime

from patients.models import Patient
from patients.pages import shown_name
from tapering import letters, queries
from tapering.letters import beside_in_words
from tapering.lifecycle import SentBy
from tapering.models import PlanLetter, PlanVersion

__all__ = [
    "ShownLetter",
    "beside_in_words",
    "coming_letters",
    "letters_of",
    "prescriber_words",
    "shown_letter",
]


@dataclass(frozen=True, kw_only=True)
class ShownLetter:
    """Who it is to, whom it is about, what it says and how it went."""

    to_name: str
    to_unit: str
    patient: str
    identity: str
    from_unit: str
    content: letters.Letter
    written_on: date | datetime | None = None
    sent_how: str = ""


def _identity(patient: Patient) -> str:
    """The number by which the prescriber finds the patient, unless it is protected."""
    return "" if patient.is_protected else patient.shown_number


def _sent_how(letter: PlanLetter) -> str:
    if letter.sent_how in SentBy.values:
        return str(SentBy(letter.sent_how).label)
    return letter.sent_how


def shown_letter(letter: PlanLetter) -> ShownLetter:
    """A kept letter: exactly the text that was written at signing."""
    case = letter.version.plan.case
    return ShownLetter(
        to_name=letter.to_name,
        to_unit=letter.to_unit.name if letter.to_unit else "",
        patient=shown_name(case.patient),
        identity=_identity(case.patient),
        from_unit=case.unit.name,
        content=letters.read(letter.text),
        written_on=letter.written_at,
        sent_how=_sent_how(letter),
    )


def coming_letters(version: PlanVersion) -> list[ShownLetter]:
    """What would be written if the version were signed now."""
    case = version.plan.case
    return [
        ShownLetter(
            to_name=who.name,
            to_unit=who.care_unit.name if who.care_unit else "",
            patient=shown_name(case.patient),
            identity=_identity(case.patient),
            from_unit=case.unit.name,
            content=letters.compose(version, who, rows),
        )
        for who, rows in letters.addressed(version, version.replaces)
    ]


def letters_of(version: PlanVersion) -> list[PlanLetter]:
    """The letters that went, or wait to, with the version."""
    found: list[PlanLetter] = list(version.letters.select_related("to_unit", "sent_by"))
    return found


def prescriber_words(version: PlanVersion) -> list[str]:
    """Who prescribes and until when, one line each."""
    return [
        f"{who.at} {letters.period_in_words(who, version.counts_from)}"
        for who in queries.prescribers_of(version)
    ]
