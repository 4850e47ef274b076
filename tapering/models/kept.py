"""What rules, tables and products share: written by one, approved by another.

Nothing that has been approved is changed (trigger); a change is a new version that
retires the old one when somebody else has approved it.
"""

import uuid
from typing import Generic, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from tapering.lifecycle import Evidence, Standing

M = TypeVar("M", bound=models.Model)


class KeptQuerySet(models.QuerySet[M], Generic[M]):
    """Ways to ask for what plans rest on."""

    def usable(self) -> Self:
        """Rows that somebody approved and that nothing has replaced."""
        return self.filter(standing=Standing.APPROVED)

    def live(self) -> Self:
        """Drafts and approved rows: what is worked with."""
        return self.filter(standing__in=[Standing.DRAFT, Standing.APPROVED])


class Kept(models.Model):
    """A version of something that plans rest on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.DRAFT
    )
    # From where, as somebody read it: without a source nothing is approved.
    source = models.TextField(blank=True)
    evidence = models.CharField(
        max_length=12, choices=Evidence.choices, default=Evidence.OWN
    )
    jurisdiction = models.CharField(max_length=10, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    replaces_id: uuid.UUID | None
    # The name of the shipped fact that it was loaded from: loaded once, whatever is
    # done to it afterwards.
    shipped_as = models.CharField(max_length=120, blank=True)
    # Counts every save of a draft: two who edit at once do not overwrite each other.
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_standing_is_known",
                condition=Q(standing__in=Standing.values),
            ),
            models.CheckConstraint(
                name="%(class)s_evidence_is_known",
                condition=Q(evidence__in=Evidence.values),
            ),
            models.CheckConstraint(
                name="%(class)s_in_use_has_an_approver_and_a_source",
                condition=~Q(standing=Standing.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="%(class)s_approval_is_whole",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_is_approved_by_another_than_its_writer",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
            ),
            models.UniqueConstraint(
                fields=["shipped_as"],
                condition=~Q(shipped_as=""),
                name="%(class)s_is_shipped_once",
            ),
            models.CheckConstraint(
                name="%(class)s_retired_has_time",
                condition=Q(
                    standing__in=[Standing.RETIRED, Standing.DISCARDED],
                    retired_at__isnull=False,
                )
                | Q(
                    standing__in=[Standing.DRAFT, Standing.APPROVED],
                    retired_at=None,
                ),
            ),
        ]

    @property
    def is_usable(self) -> bool:
        """Tell whether plans may rest on it."""
        return self.standing == Standing.APPROVED

    @property
    def is_second_hand(self) -> bool:
        """Tell whether another text quoting the source was read, not the source."""
        return self.evidence == Evidence.SECOND_HAND
