"""Under which numbers a person has been known, and rows that were the same person."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.constraints import whole
from accounts.models import User
from patients.models.people import Patient


class PatientNumber(models.Model):
    """A number that a person had, until when: a reserve number linked to a real one."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="numbers"
    )
    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["replaced_at"]
        constraints = [
            models.CheckConstraint(
                name="patient_number_is_replaced_by_somebody",
                condition=Q(replaced_at__isnull=False, replaced_by__isnull=False)
                & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PatientMerge(models.Model):
    """Two rows turned out to be one person. What was moved can be read back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="swallowed_by"
    )
    reason = models.TextField()
    # {"referrals.referral.patient": ["key", ...], ...}, and what both rows said.
    moved = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="patient_is_merged_once",
            ),
            models.CheckConstraint(
                name="patient_merge_undoing_is_whole",
                condition=whole("undone_at", "undone_by"),
            ),
            models.CheckConstraint(
                name="patient_merge_is_of_two_and_says_why",
                condition=~Q(kept=F("gone")) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="patient_merge_is_whole",
                condition=Q(merged_at__isnull=False, merged_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} -> {self.kept_id}"
