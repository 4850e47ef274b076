"""One row for every message that leaves the unit, or should have."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.constraints import whole
from accounts.models import User
from accounts.roles import Permission
from messaging.lifecycle import NOBODY_TOLD, Channel, State, Why
from messaging.texts import KINDS, UNSEEN
from patients.models import Patient

MOST_ATTEMPTS = 3


class MessageQuerySet(models.QuerySet["Message"]):
    """The one door to messages."""

    def visible_to(self, user: User) -> Self:
        """Messages to patients that `user` sees; those to strangers by role."""
        if user.may(Permission.USE_OWN_PAGES):
            return self.filter(patient__user=user)
        rows = self.exclude(kind__in=UNSEEN)
        known = Q(patient__in=Patient.objects.visible_to(user).values("pk"))
        if user.may(Permission.TRIAGE):
            return rows.filter(known | Q(patient=None))
        return rows.filter(known)

    def about(self, subject: models.Model) -> Self:
        """Messages that a referral, visit or check-in caused."""
        return self.filter(
            subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
        )

    def nobody_told(self) -> Self:
        """Messages that a person must act on, and nobody has."""
        return self.filter(state__in=NOBODY_TOLD, handled_at=None)

    def newest_first(self) -> Self:
        """The latest on top."""
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    """A message: a row first, then sent [Communication]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The subject's label and key, not a foreign key: it lives in a later app.
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, choices=KINDS)
    version = models.PositiveIntegerField()
    # Counts the times a person asked for the same message again.
    again = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=100, blank=True)
    body = models.TextField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=20, choices=Why.choices, blank=True)
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state=State.QUEUED),
                name="message_queued_by_time",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(state=State.SENDING),
                name="message_sending_since",
            ),
            models.Index(
                fields=["-created_at"],
                condition=Q(state__in=["failed", "unknown"], handled_at=None),
                name="message_nobody_told",
            ),
            models.Index(fields=["patient", "-created_at"], name="message_of_patient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "subject_label",
                    "subject_id",
                    "kind",
                    "version",
                    "channel",
                    "again",
                ],
                name="message_is_queued_once",
            ),
            models.CheckConstraint(
                name="message_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="message_channel_is_known",
                condition=Q(channel__in=Channel.values),
            ),
            models.CheckConstraint(
                name="message_being_sent_has_worker_and_time",
                condition=Q(state=State.SENDING, claimed_at__isnull=False)
                & ~Q(worker="")
                | ~Q(state=State.SENDING),
            ),
            models.CheckConstraint(
                name="message_has_sent_time_when_it_was_sent",
                condition=Q(
                    state__in=[State.SENT, State.DELIVERED], sent_at__isnull=False
                )
                | Q(state=State.FAILED)
                | ~Q(state__in=[State.SENT, State.DELIVERED, State.FAILED])
                & Q(sent_at=None),
            ),
            models.CheckConstraint(
                name="message_that_told_nobody_says_why",
                condition=Q(
                    state__in=[State.FAILED, State.UNKNOWN], error__in=Why.values
                )
                | ~Q(state__in=[State.FAILED, State.UNKNOWN]),
            ),
            models.CheckConstraint(
                name="message_is_tried_a_few_times_only",
                condition=Q(attempts__lte=MOST_ATTEMPTS),
            ),
            models.CheckConstraint(
                name="message_handling_has_time_and_person",
                condition=whole("handled_at", "handled_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_channel_display()})"

    @property
    def waits_for_a_person(self) -> bool:
        """Tell whether nobody was told and nobody has acted on it."""
        return self.state in NOBODY_TOLD and self.handled_at is None
