"""The other half of a case: asked of the patient, or of the health centre.

A clinic's referral and the patient's own form are one case (`Referral.joined_to`).
Either may come first; what is asked of the other stands here.
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import CareUnit, User
from referrals.models.referral import Referral

LINK_LIVES = timedelta(days=30)


class PartRequestQuerySet(models.QuerySet["PartRequest"]):
    """Ways to ask for requests."""

    def waiting(self) -> Self:
        """Asked, and neither given nor taken back."""
        return self.filter(given_at=None, taken_back_at=None)


class PartRequest(models.Model):
    """Somebody is asked for their part of a case.

    The patient opens the form with a personal code, once; the clinic signs in. The
    form shows nothing that anybody else has written.
    """

    class To(models.TextChoices):
        """Who is asked."""

        PATIENT = "patient", _("Patienten")
        CLINIC = "clinic", _("Vårdcentralen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="part_requests"
    )
    to = models.CharField(max_length=20, choices=To.choices)
    clinic = models.ForeignKey(
        CareUnit, null=True, on_delete=models.PROTECT, related_name="part_requests"
    )
    # Of the code only what recognises it is kept.
    code_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - two absent codes are not equal
    expires_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    # For the clinic the referral that it sent; the patient's words are an OwnPart.
    given = models.OneToOneField(
        Referral, null=True, on_delete=models.PROTECT, related_name="answers_request"
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PartRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "to"],
                condition=Q(given_at=None, taken_back_at=None),
                name="part_is_asked_of_each_once_at_a_time",
            ),
            models.CheckConstraint(
                name="part_request_knows_who_is_asked",
                condition=Q(to="clinic", clinic__isnull=False, code_hash=None)
                | Q(
                    to="patient",
                    clinic=None,
                    code_hash__isnull=False,
                    expires_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="part_request_is_taken_back_by_somebody",
                condition=whole("taken_back_at", "taken_back_by"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_to_display())

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the code still opens the form."""
        is_waiting = self.given_at is None and self.taken_back_at is None
        return is_waiting and (self.expires_at is None or at < self.expires_at)


def part_code_hash(code: str) -> str:
    """How a personal code is found without the database knowing it."""
    return salted_hmac("referrals.part_code", code, algorithm="sha256").hexdigest()


class OwnPart(models.Model):
    """What the patient hopes for, in their own words. Never changed once sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="own_parts"
    )
    form_key = models.UUIDField(unique=True)
    goals = models.TextField(blank=True)
    expectations = models.TextField(blank=True)
    worries = models.TextField(blank=True)
    best_time = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                name="own_part_says_something",
                condition=~Q(goals="", expectations="", worries=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"
