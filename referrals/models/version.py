"""What a referral said each time it was sent (rules REF-04, REF-07, REF-08)."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from referrals.lifecycle import Status
from referrals.models.referral import Referral


class ReferralVersionQuerySet(models.QuerySet["ReferralVersion"]):
    """Ways to ask for versions."""

    def told(self, at: datetime) -> Self:
        """What the sender may read: that it was passed on only when that stands."""
        stands = Q(
            referral__status=Status.REDIRECTED,
            referral__undo_until__lte=at,
            # One that was undone and done again was passed on by the later alone.
            referral__decided_at=F("written_at"),
        )
        return self.filter(~Q(change=ReferralVersion.Change.FORWARDED) | stands)


class ReferralVersion(models.Model):
    """One wording of a referral. Never changed: a later one stands beside it."""

    class Change(models.TextChoices):
        """Why there is a version; the keys are those of the national message."""

        NEW = "NR", _("Ny remiss")
        CHANGED = "AR", _("Ändrad remiss")
        FORWARDED = "VR", _("Vidareskickad remiss")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    change = models.CharField(max_length=2, choices=Change.choices)
    # What the sender said, and it alone: forwarding copies it to the last byte.
    content = models.JSONField()
    # For a forwarded one: where it went and why.
    forwarded_to = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReferralVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "number"], name="referral_version_is_numbered_once"
            ),
            models.CheckConstraint(
                name="referral_version_is_new_only_once",
                condition=Q(change="NR", number=1)
                | Q(change__in=["AR", "VR"], number__gt=1),
            ),
            models.CheckConstraint(
                name="referral_version_forwarded_says_where",
                condition=Q(change="VR") & ~Q(forwarded_to="") & ~Q(reason="")
                | ~Q(change="VR") & Q(forwarded_to=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.change}"
