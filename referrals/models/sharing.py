"""Several referrals given to a colleague at once, and who had each before."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.constraints import whole
from accounts.models import User
from accounts.roles import Permission
from referrals.models.referral import Referral


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Ways to ask for sharings."""

    def visible_to(self, user: User) -> Self:
        """What somebody who assesses at the unit has shared out."""
        if not user.may(Permission.TRIAGE):
            return self.none()
        return self.filter(shared_by__unit=user.unit_id)


class Sharing(models.Model):
    """One press that gave several referrals away. It can be undone for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sharing_is_undone_by_somebody",
                condition=whole("undone_at", "undone_by"),
            ),
            models.CheckConstraint(
                name="sharing_can_be_undone_for_a_while",
                condition=Q(undo_until__gt=F("shared_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to.name} {self.shared_at:%Y-%m-%d %H:%M}"

    def can_be_undone(self, at: datetime) -> bool:
        """Tell whether the referrals may still go back."""
        return self.undone_at is None and at < self.undo_until


class SharedReferral(models.Model):
    """One referral of a sharing, and who had it before; nobody, perhaps."""

    sharing = models.ForeignKey(
        Sharing, on_delete=models.PROTECT, related_name="referrals"
    )
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sharing", "referral"], name="sharing_has_a_referral_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.referral)
