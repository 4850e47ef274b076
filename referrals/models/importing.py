"""An existing list of patients and referrals, brought in once and undone if wrong."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from patients.models import Patient
from referrals.models.referral import Referral

# Patients and their health in bulk: those who answer for the queue, and nobody else.
IMPORTERS = frozenset({Role.COORDINATOR})
PREVIEW_LIVES = timedelta(days=7)
MAY_BE_UNDONE = timedelta(days=30)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Ways to ask for imports."""

    def visible_to(self, user: User) -> Self:
        """The unit's imports, for those who may import."""
        if user.role not in IMPORTERS:
            return self.none()
        return self.filter(made_by__unit=user.unit_id)

    def abandoned(self, at: datetime) -> Self:
        """Lists that nobody has approved in a week."""
        state = ImportBatch.State.PREVIEWED
        return self.filter(state=state, made_at__lte=at - PREVIEW_LIVES)

    def settled(self, at: datetime) -> Self:
        """Imports that can no longer be undone and still keep what was left out."""
        state = ImportBatch.State.APPROVED
        kept = ImportRow.objects.filter(batch=models.OuterRef("pk")).exclude(written={})
        old = self.filter(state=state, approved_at__lte=at - MAY_BE_UNDONE)
        return old.filter(models.Exists(kept))


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
    # The headings of the list, and the column of each field that was found or chosen.
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
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

    objects = ImportBatchQuerySet.as_manager()

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

    def can_be_undone(self, at: datetime) -> bool:
        """Tell whether it may still be taken back."""
        if self.state != self.State.APPROVED or self.approved_at is None:
            return False
        return at < self.approved_at + MAY_BE_UNDONE


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Ways to ask for rows."""

    def stopped(self) -> Self:
        """Rows with a fault: they are left out."""
        return self.filter(faults__contains=[{"stops": True}])

    def good(self) -> Self:
        """Rows that can be brought in."""
        return self.exclude(faults__contains=[{"stops": True}])


class ImportRow(models.Model):
    """One line of the file: what it said, what is wrong with it, what came of it."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="rows"
    )
    number = models.PositiveIntegerField()
    # {"cells": as they stood, "said": as they were read}. Emptied when the batch is
    # discarded or undone and when a row has been brought in: nothing without need.
    written = models.JSONField(default=dict)
    # [{"text": a sentence, "stops": whether the row is left out}, ...]
    faults = models.JSONField(default=list)
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_patient = models.BooleanField(default=False)
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="import_row_is_read_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_stopped(self) -> bool:
        """Tell whether a fault keeps it out."""
        return any(fault["stops"] for fault in self.faults)

    @property
    def cells(self) -> list[str]:
        """The row as it stood in the file."""
        found: list[str] = self.written.get("cells", [])
        return found

    @property
    def said(self) -> dict[str, Any]:
        """The row as it was read; empty until its columns are known."""
        found: dict[str, Any] = self.written.get("said", {})
        return found
