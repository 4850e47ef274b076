"""Two that looked like one person, and were not."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.constraints import whole
from accounts.models import User
from patients.models import Patient
from referrals.models.referral import Referral


class NotSameQuerySet(models.QuerySet["NotSame"]):
    """Ways to ask what somebody has said."""

    def in_force(self) -> Self:
        """Said, and not taken back."""
        return self.filter(taken_back_at=None)

    def about(self, referral: Referral) -> Self:
        """What was said of the referral, from either side."""
        return self.filter(Q(referral=referral) | Q(other=referral))


class NotSame(models.Model):
    """Somebody compared a referral with another, or with a patient: two people."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="not_same"
    )
    other = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="+"
    )
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NotSameQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at"]
        constraints = [
            models.CheckConstraint(
                name="not_same_is_of_a_referral_and_one_other",
                condition=Q(other__isnull=False, patient=None) & ~Q(other=F("referral"))
                | Q(other=None, patient__isnull=False),
            ),
            models.CheckConstraint(
                name="not_same_taking_back_is_whole",
                condition=whole("taken_back_at", "taken_back_by"),
            ),
            models.UniqueConstraint(
                fields=["referral", "other"],
                condition=Q(taken_back_at=None),
                name="not_same_referrals_are_said_once",
            ),
            models.UniqueConstraint(
                fields=["referral", "patient"],
                condition=Q(taken_back_at=None),
                name="not_same_patient_is_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} / {self.other_id or self.patient_id}"
