"""The log: plain indexed values that outlive what they speak of."""

import uuid

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """Ways to ask the log."""

    def about_patient(self, patient_id: uuid.UUID) -> "EventQuerySet":
        """Everything done to or read of one patient."""
        return self.filter(patient_id=patient_id)

    def reads(self) -> "EventQuerySet":
        """Openings only."""
        return self.filter(kind__endswith=".opened")


class Event(models.Model):
    """Somebody did or opened something. Never changed, never removed (trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=30)
    unit_id = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=200, blank=True)
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    patient_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["patient_id", "-at"], name="event_of_patient"),
            models.Index(fields=["actor_id", "-at"], name="event_of_actor"),
            models.Index(
                fields=["subject_label", "subject_id"], name="event_of_subject"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_has_actor_and_kind",
                condition=~models.Q(kind="") & ~models.Q(actor_name=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
