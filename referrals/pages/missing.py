"""What a referral does not say, as ready questions."""

from django.utils.translation import gettext as _

from referrals.models import Attempt, Referral


def questions(referral: Referral) -> str:
    """The gaps as questions, one per line, to be changed before they are sent."""
    medicines = list(referral.medicines.all())
    gaps = [
        (not medicines, _("Vilka läkemedel gäller det?")),
        (
            any(not medicine.dose_per_day for medicine in medicines),
            _("Hur stor är dosen per dygn nu?"),
        ),
        (
            any(not medicine.since_year for medicine in medicines)
            and not referral.how_long,
            _("Sedan vilket år?"),
        ),
        (
            not referral.is_self_referral and referral.attempt == Attempt.NOT_ASKED,
            _("Har ni försökt trappa ned? Hur gick det?"),
        ),
        (not referral.goal, _("Vad är målet?")),
        (not referral.risks, _("Finns det något att se upp med?")),
        (not referral.phone, _("Vilket telefonnummer når vi patienten på?")),
    ]
    return "\n".join(text for is_missing, text in gaps if is_missing)
