"""What referrer and patient would read, before anything is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals import letters, wording
from referrals.letters import language_of
from referrals.models import Audience, DecisionReason, LetterKind, Referral

Words = str | Promise
# The fields that a reason fills.
FILLED = ("reason", "for_patient", "destination")


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
class Ready:
    """The words of a reason, each in the language of whoever reads it."""

    key: str
    reason: str
    for_patient: str
    destination: str


def ready(reason: DecisionReason, referral: Referral) -> Ready:
    """What fills the form. The patient is who turns somewhere else."""
    to_clinic = reason.text_in(language_of(referral, Audience.CLINIC))
    to_patient = reason.text_in(language_of(referral, Audience.PATIENT))
    return Ready(
        key=str(reason.pk),
        reason=to_clinic.for_referrer,
        for_patient=to_patient.for_patient,
        destination=to_patient.destination,
    )


def filled_from(posted: Mapping[str, str], ready: Iterable[Ready]) -> dict[str, str]:
    """What was posted, with the words of the chosen reason where nobody wrote own ones.

    A text that another reason filled in counts as nobody's own.
    """
    known = list(ready)
    chosen = next((one for one in known if one.key == posted.get("chosen")), None)
    texts = {name: posted.get(name, "") for name in (*FILLED, "chosen", "edition")}
    if chosen is None:
        return texts
    for name in FILLED:
        words = {_same(getattr(one, name)) for one in known}
        if _same(texts[name]) in words | {""}:
            texts[name] = getattr(chosen, name)
    return texts


def _same(text: str) -> str:
    """Browsers send other line ends than were stored."""
    return "\n".join(text.split("\r\n")).strip()


def other_language(referral: Referral) -> str:
    """What the patient reads when it is not what the clinic reads."""
    mine = language_of(referral, Audience.PATIENT)
    if mine == language_of(referral, Audience.CLINIC):
        return ""
    return str(dict(settings.LANGUAGES)[mine]).lower()


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
