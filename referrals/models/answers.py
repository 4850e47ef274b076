"""The fixed answers of a referral: what the clinic or the person could choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who asks for help. A label, never a rank (rules SELF-01)."""

    CLINIC = "clinic", _("Remiss")
    SELF = "self", _("Egenremiss")


class Attempt(models.TextChoices):
    """Whether tapering has been tried at the referring clinic."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    ONGOING = "ongoing", _("Pågår nu")
    NOT_ASKED = "not_asked", _("Inte besvarat")


class Risk(models.TextChoices):
    """What to look out for."""

    SEIZURES = "seizures", _("Kramper")
    PREGNANCY = "pregnancy", _("Graviditet")
    ALCOHOL = "alcohol", _("Alkohol")
    SUICIDE = "suicide", _("Suicidrisk")
    DRIVING = "driving", _("Körkort eller arbete")
    NONE_KNOWN = "none_known", _("Inget känt")
    NOT_ANSWERED = "not_answered", _("Vill inte svara")


# Any of these pins the referral above all others.
PINNING = frozenset({Risk.SEIZURES, Risk.PREGNANCY, Risk.SUICIDE})


class MedicineKind(models.TextChoices):
    """The kinds of medicine that the unit helps with, as a person would say it."""

    CALMING = "calming", _("Lugnande")
    SLEEP = "sleep", _("Sömn")
    PAIN = "pain", _("Smärtstillande")
    OTHER = "other", _("Annat eller vet inte")


class HowLong(models.TextChoices):
    """For how long the medicine has been taken."""

    UNDER_3_MONTHS = "under_3_months", _("Mindre än 3 månader")
    UNDER_1_YEAR = "under_1_year", _("3 till 12 månader")
    UNDER_5_YEARS = "under_5_years", _("1 till 5 år")
    OVER_5_YEARS = "over_5_years", _("Mer än 5 år")
    UNKNOWN = "unknown", _("Vet inte")


class DoseChange(models.TextChoices):
    """What happened to the dose in the last two weeks."""

    AS_USUAL = "as_usual", _("Tar som vanligt")
    REDUCED = "reduced", _("Har minskat")
    STOPPED = "stopped", _("Har slutat")
    UNKNOWN = "unknown", _("Vet inte eller vill inte svara")


class ClinicConsent(models.TextChoices):
    """May the unit talk to the person's health centre?"""

    YES = "yes", _("Ja")
    ASK_FIRST = "ask_first", _("Fråga mig först")
    NO = "no", _("Nej")


class Priority(models.IntegerChoices):
    """How soon the unit wants to see the person. A higher number comes first."""

    NORMAL = 0, _("Normal")
    SHORT = 1, _("Förtur")
    EMERGENCY = 2, _("Akut")
