"""An existing list of patients and referrals, brought in once and undone if wrong."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from patients.models import Patient
from referrals.models.referral import Referral


class ImportBatch(models.Model):
    """One file: looked at, then approved, perhaps undone."""

    class State(models.TextChoices):
        """How far it has come."""

        PREVIEWED = "previewed", _("Förhandsgranskad")
        APPROVED = "approved", _("Inläst")
        UNDONE = "undone", _("Ångrad")
        DISCARDED = "discarded", _("Kastad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.PREVIEWED
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="import_approval_is_whole",
                condition=Q(
                    state__in=["approved", "undone"],
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                )
                | Q(
                    state__in=["previewed", "discarded"],
                    approved_at=None,
                    approved_by=None,
                ),
            ),
            models.CheckConstraint(
                name="import_undoing_is_whole",
                condition=Q(
                    state="undone", undone_at__isnull=False, undone_by__isnull=False
                )
                | ~Q(state="undone") & Q(undone_at=None, undone_by=None),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One line of the file: what it said, what is wrong with it, what came of it."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="rows"
    )
    number = models.PositiveIntegerField()
    # Emptied when the batch is discarded or undone: nothing is kept without need.
    written = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_patient = models.BooleanField(default=False)
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="import_row_is_read_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
