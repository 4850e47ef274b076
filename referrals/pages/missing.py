"""What a referral does not say, as ready questions."""

from django.utils.translation import gettext_lazy as _

from referrals.eligibility import Suggestion, Words
from referrals.models import Attempt, Referral

MEDICINES = _("Vilka läkemedel gäller det?")
DOSE = _("Hur stor är dosen per dygn nu?")
SINCE = _("Sedan vilket år?")
ATTEMPT = _("Har ni försökt trappa ned? Hur gick det?")
GOAL = _("Vad är målet?")
DANGERS = _("Finns det något att se upp med?")
PHONE = _("Vilket telefonnummer når vi patienten på?")
BORN = _("Vilket år är personen född?")
PLACE = _("I vilken kommun bor personen?")
ALCOHOL = _("Hur mycket alkohol blir det på en vecka?")
ALL = (
    *(MEDICINES, DOSE, SINCE, ATTEMPT, GOAL),
    *(DANGERS, ALCOHOL, PHONE, BORN, PLACE),
)


def questions(referral: Referral) -> list[Words]:
    """The gaps as questions."""
    medicines = list(referral.medicines.all())
    gaps: list[tuple[bool, Words]] = [
        (not medicines, MEDICINES),
        (any(not medicine.dose_per_day for medicine in medicines), DOSE),
        (
            any(not medicine.since_year for medicine in medicines)
            and not referral.how_long,
            SINCE,
        ),
        (
            not referral.is_self_referral and referral.attempt == Attempt.NOT_ASKED,
            ATTEMPT,
        ),
        (not referral.goal, GOAL),
        (not referral.risks, DANGERS),
        (not referral.phone, PHONE),
    ]
    return [text for is_missing, text in gaps if is_missing]


def to_ask(referral: Referral, suggestion: Suggestion) -> list[str]:
    """What is missing, and what the rules would like to know, each once."""
    wanted = [*questions(referral), *suggestion.questions]
    return list(dict.fromkeys(str(text) for text in wanted))


def known() -> list[str]:
    """Every ready question, in the language of the page."""
    return [str(text) for text in ALL]
