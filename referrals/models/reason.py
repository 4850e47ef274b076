"""Why a referral is answered as it is: words that an administrator keeps."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class DecisionReasonQuerySet(models.QuerySet["DecisionReason"]):
    """Ways to ask for reasons."""

    def usable(self, kind: str) -> Self:
        """Reasons that may be chosen for a decision of one kind."""
        return self.filter(kind=kind, is_active=True)


class DecisionReason(models.Model):
    """A reason with one text for the referrer and one for the patient."""

    class Kind(models.TextChoices):
        """The decision that it explains."""

        REDIRECT = "redirect", _("Hänvisa vidare")
        REJECT = "reject", _("Avböja")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=100)
    for_referrer = models.TextField()
    for_patient = models.TextField()
    destination = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Which of the shipped reasons it began as; the words have changed since, perhaps.
    shipped_as = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DecisionReasonQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "title"], name="decision_reason_has_a_title_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["shipped_as"],
                condition=~Q(shipped_as=""),
                name="decision_reason_is_shipped_once",
            ),
            models.CheckConstraint(
                name="decision_reason_has_both_texts",
                condition=Q(kind__in=["redirect", "reject"])
                & ~Q(title="")
                & ~Q(for_referrer="")
                & ~Q(for_patient=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
