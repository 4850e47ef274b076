"""Why somebody may read a record, what keeps others out, what the patient said."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import CareUnit, User


class CareRelationQuerySet(models.QuerySet["CareRelation"]):
    """Ways to ask for care relations."""

    def in_force(self) -> Self:
        """Relations that hold at this moment, by the database's clock."""
        return self.filter(Q(until=None) | Q(until__gt=Now()))


class CareRelation(models.Model):
    """Why a member of staff may read a patient's record (rules PDL-19)."""

    class Kind(models.TextChoices):
        """What the relation rests on."""

        TEAM = "team", _("ingår i teamet")
        TRIAGE = "triage", _("bedömde remissen")
        VISIT = "visit", _("har ett besök")
        TASK = "task", _("har en uppgift")
        REASON = "reason", _("öppnade med skäl")

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="relations"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = CareRelationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "patient"])]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user", "kind"],
                condition=Q(until=None),
                name="care_relation_of_a_kind_is_open_once",
            ),
            models.CheckConstraint(
                name="care_relation_by_reason_has_reason_and_end",
                condition=~Q(kind="reason") | ~Q(reason="") & Q(until__isnull=False),
            ),
            models.CheckConstraint(
                name="care_relation_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()}"


class Block(models.Model):
    """Spärr: the patient keeps a unit's data from other units (rules PDL-14)."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="blocks"
    )
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "unit"],
                condition=Q(lifted_at=None),
                name="block_is_in_force_once",
            ),
            models.CheckConstraint(
                name="block_lifting_is_whole",
                condition=whole("lifted_at", "lifted_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.unit}"


class Consent(models.Model):
    """What the patient has said yes or no to, for one purpose. The newest counts."""

    class Purpose(models.TextChoices):
        """What is asked for."""

        SMS = "sms", _("sms om tider")
        EMAIL = "email", _("e-post om tider")
        CLINIC = "clinic", _("att vi pratar med vårdcentralen")
        NEXT_OF_KIN = "next_of_kin", _("att vi pratar med närstående")

    class Answer(models.TextChoices):
        """What the patient said."""

        YES = "yes", _("ja")
        ASK_FIRST = "ask_first", _("fråga mig först")
        NO = "no", _("nej")

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["patient", "purpose", "-given_at"])]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_answer_display()}"


def end_of_day(at: datetime) -> datetime:
    """The last moment of the local day of `at`: how long a reason opens a record."""
    return timezone.localtime(at).replace(
        hour=23, minute=59, second=59, microsecond=999999
    )
