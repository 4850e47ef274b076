"""What referrer and patient would read, before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals import letters, wording
from referrals.models import DecisionReason, LetterKind, Referral

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Turning:
    """One of the two ways to turn a referral away."""

    name: str
    heading: Words
    verb: Words
    kind: str
    told: Words
    letter: LetterKind


REDIRECT = Turning(
    name="redirect",
    heading=_("Hänvisa vidare"),
    verb=_("Hänvisa vidare"),
    kind=DecisionReason.Kind.REDIRECT,
    told=_("Hänvisad vidare"),
    letter=LetterKind.REDIRECT,
)
REJECT = Turning(
    name="reject",
    heading=_("Avböj remissen"),
    verb=_("Avböj remissen"),
    kind=DecisionReason.Kind.REJECT,
    told=_("Avböjd"),
    letter=LetterKind.REFUSED,
)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What leaves the unit, and words in it that might hurt."""

    clinic: str
    clinic_reads: str
    patient_reads: str
    destination: str
    hints: list[wording.Hint]


def preview(
    referral: Referral, turning: Turning, said: Mapping[str, str]
) -> Preview | None:
    """The two texts exactly as they will be read; None while nothing is written."""
    reason, destination = said.get("reason", ""), said.get("destination", "")
    for_patient = said.get("for_patient", "")
    if not (reason or for_patient):
        return None
    clinics = [row for row in (referral, *referral.parts.all()) if row.sender_unit]
    named = [row.sender_unit.name for row in clinics if row.sender_unit]
    receiver = [*clinics, referral][0]
    turned = letters.turned_away(reason, destination)
    return Preview(
        clinic=", ".join(dict.fromkeys(named)),
        clinic_reads=letters.confirmation(receiver, turning.letter, turned),
        patient_reads=for_patient,
        destination=destination,
        hints=wording.hints(reason, for_patient, destination),
    )
