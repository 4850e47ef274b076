"""Codes that somebody asks for and types: to follow a referral, to go on with one.

The row looks the same whether there is anything to open or not; a sweep finds out, so
that the answer to the person takes the same time.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from referrals.models.referral import Referral

CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5
FEW_TRIES = Q(tries__lte=MOST_TRIES)


class CodeQuerySet(models.QuerySet[Any]):
    """Ways to ask for codes."""

    def unsent(self, at: datetime) -> Self:
        """Codes asked for a moment ago and not looked at yet."""
        fresh = self.filter(requested_at__gt=at - CODE_LIVES)
        return fresh.filter(handled_at=None)


class Code(models.Model):
    """Somebody waits for a code, and may try it a few times while it lives."""

    # What the code is for: one that opens this opens nothing else.
    purpose: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    def hash_of(self, code: str) -> str:
        """The code as it is kept: bound to this row and to the site's own key."""
        said = f"{self.pk}:{code}"
        return salted_hmac(self.purpose, said, algorithm="sha256").hexdigest()

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the code may still be tried."""
        return (
            at - self.requested_at < CODE_LIVES
            and self.used_at is None
            and self.tries < MOST_TRIES
        )


class FollowCode(Code):
    """Somebody typed a reference and waits for a code."""

    purpose = "referrals.follow_code"

    reference = models.CharField(max_length=8)
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_code_belongs_to_a_referral_or_to_nothing",
                condition=Q(referral=None, code_hash="")
                | Q(referral__isnull=False, handled_at__isnull=False)
                & ~Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="follow_code_is_tried_at_most_five_times", condition=FEW_TRIES
            ),
            models.CheckConstraint(
                name="follow_code_that_was_used_belongs_to_a_referral",
                condition=Q(used_at=None) | Q(referral__isnull=False),
            ),
        ]


class ReturnCode(Code):
    """Somebody typed a phone and waits for a code. The same row for a stranger's."""

    purpose = "referrals.return_code"

    contact_hash = models.CharField(max_length=64, db_index=True)
    # Typed by the visitor, needed once to send to; emptied by the sweep.
    contact = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="sv")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_code_is_tried_at_most_five_times", condition=FEW_TRIES
            )
        ]
