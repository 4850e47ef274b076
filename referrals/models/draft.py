"""What a stranger has begun to write, open in one browser or put aside for a week.

None of it is part of any record: a draft nobody sent was never told to anybody, and
goes away by itself.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from cryptography.fernet import Fernet
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from referrals.models import sealing
from referrals.models.code import FEW_TRIES, MOST_TRIES

Answers = dict[str, dict[str, Any]]
IDLE = timedelta(minutes=60)
KEPT_FOR = timedelta(days=7)
# Slow on purpose: a passphrase that a person chose is short.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


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


def seal(answers: Answers, token: str) -> bytes:
    """Make the answers unreadable without the token and the site's own key."""
    return sealing.sealed(answers, sealing.box("referrals.draft", token))


def unseal(content: bytes | memoryview, token: str) -> Answers | None:
    """The answers, or None when the site's key has been changed since."""
    return sealing.opened(content, sealing.box("referrals.draft", token))


# --------------------------------------------------------------- put aside for a week


class KeptDraftQuerySet(models.QuerySet["KeptDraft"]):
    """Ways to ask for what was put aside."""

    def kept(self, at: datetime) -> Self:
        """Drafts whose week has not passed."""
        return self.filter(expires_at__gt=at)

    def to_try(self, contact: str, *, at: datetime) -> Self:
        """Those of one phone or address that can still be opened, the first first."""
        alive = self.kept(at).filter(contact_hash=contact, tries__lt=MOST_TRIES)
        return alive.order_by("kept_at", "pk")


class KeptDraft(models.Model):
    """A self-referral put aside for a week: a code to the phone and a passphrase.

    The phone itself is not here: whoever returns types it, and it is compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(unique=True)
    contact_hash = models.CharField(max_length=64, db_index=True)
    salt = models.BinaryField()
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = KeptDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_draft_is_tried_at_most_five_times",
                condition=FEW_TRIES,
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


def contact_hash(contact: str) -> str:
    """How a kept draft is found without the database knowing whose phone it was."""
    digest = salted_hmac("referrals.kept_draft", contact, algorithm="sha256")
    return digest.hexdigest()


def passphrase_box(passphrase: str, salt: bytes) -> Fernet:
    """Neither the database nor the passphrase alone is enough to read the answers."""
    stretched = hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **SCRYPT)
    return sealing.box("referrals.kept", stretched.hex())
