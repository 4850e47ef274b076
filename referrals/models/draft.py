"""What a stranger has begun to write, and the codes with which it is followed.

None of it is part of any record: a draft nobody sent was never told to anybody, and
goes away by itself.
"""

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from referrals.models.referral import Referral

Answers = dict[str, dict[str, Any]]
IDLE = timedelta(minutes=60)
CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5


class Fits(models.TextChoices):
    """Whether the offer is meant for the person. No answer stops anybody."""

    YES = "yes", _("Ja, allt stämmer")
    UNDER_18 = "under_18", _("Nej, jag är under 18")
    ELSEWHERE = "elsewhere", _("Nej, jag bor i en annan region")
    NOT_PRESCRIBED = "not_prescribed", _("Nej, läkemedlen är inte utskrivna till mig")
    UNSURE = "unsure", _("Jag är osäker")


class BestTime(models.TextChoices):
    """When the person would like the call."""

    MORNING = "morning", _("Förmiddag")
    AFTERNOON = "afternoon", _("Eftermiddag")
    ANY = "any", _("När som helst")


class DraftQuerySet(models.QuerySet["Draft"]):
    """Ways to ask for drafts."""

    def opened_with(self, token: str, *, at: datetime) -> "OpenDraft | None":
        """The draft that the cookie opens, unless an hour has passed."""
        if not token:
            return None
        row = self.filter(token_hash=token_hash(token)).first()
        if row is None or not row.is_alive(at):
            return None
        answers = unseal(row.sealed, token)
        return None if answers is None else OpenDraft(row, token, answers)


class Draft(models.Model):
    """A self-referral being written, readable only with the cookie of its writer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    def is_alive(self, at: datetime) -> bool:
        """Tell whether it was touched within the hour."""
        return at - self.touched_at < IDLE


@dataclass(frozen=True)
class OpenDraft:
    """A draft together with the key that opens it; lives for one request."""

    row: Draft
    token: str
    answers: Answers

    def answered(self, step: str) -> dict[str, Any]:
        """What was answered on one page, empty before that."""
        return self.answers.get(step, {})

    def mark(self, *steps: str) -> str:
        """What recognises these answers, so that a page knows if they changed."""
        said = json.dumps([self.answers.get(step) for step in steps], sort_keys=True)
        return salted_hmac(f"referrals.mark.{self.token}", said).hexdigest()[:16]


def token_hash(token: str) -> str:
    """How a draft is found without the database knowing its key."""
    return hashlib.sha256(token.encode()).hexdigest()


def _box(token: str) -> Fernet:
    """Neither the database nor the cookie alone is enough to read the answers."""
    key = salted_hmac("referrals.draft", token, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(answers: Answers, token: str) -> bytes:
    """Make the answers unreadable without the token and the site's own key."""
    return _box(token).encrypt(json.dumps(answers).encode())


def unseal(sealed: bytes | memoryview, token: str) -> Answers | None:
    """The answers, or None when the site's key has been changed since."""
    try:
        found: Answers = json.loads(_box(token).decrypt(bytes(sealed)))
    except InvalidToken:
        return None
    return found


class FollowCodeQuerySet(models.QuerySet["FollowCode"]):
    """Ways to ask for codes."""

    def fresh(self, at: datetime) -> Self:
        """Codes asked for within the last quarter of an hour."""
        return self.filter(requested_at__gt=at - CODE_LIVES)

    def unsent(self) -> Self:
        """Codes that were asked for and not looked at yet."""
        return self.filter(handled_at=None)


class FollowCode(models.Model):
    """Somebody typed a reference and waits for a code.

    The row looks the same whether the reference exists or not; a sweep finds out,
    so that the answer to the person takes the same time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8)
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="+"
    )
    code_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = FollowCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_code_belongs_to_a_referral_or_to_nothing",
                condition=Q(referral=None, code_hash="")
                | Q(referral__isnull=False, handled_at__isnull=False)
                & ~Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="follow_code_is_tried_at_most_five_times",
                condition=Q(tries__lte=MOST_TRIES),
            ),
            models.CheckConstraint(
                name="follow_code_that_was_used_belongs_to_a_referral",
                condition=Q(used_at=None) | Q(referral__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def hash_of(self, code: str) -> str:
        """The code as it is kept: bound to this row and to the site's own key."""
        return salted_hmac(
            "referrals.follow_code", f"{self.pk}:{code}", algorithm="sha256"
        ).hexdigest()

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the code may still be tried."""
        return (
            at - self.requested_at < CODE_LIVES
            and self.used_at is None
            and self.tries < MOST_TRIES
        )
