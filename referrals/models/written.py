"""What is written and not sent: a clinic's drafts, and a person's kept answers.

Sealed, so that a copy of the table tells nothing, and gone by itself.
"""

import base64
import hashlib
import json
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import User
from referrals.models.draft import Answers

# The fields of a form as they were posted.
Written = dict[str, list[str]]
CLINIC_DRAFT_LIVES = timedelta(days=30)
KEPT_FOR = timedelta(days=7)
RETURN_CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5
# Slow on purpose: a passphrase that a person chose is short.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class ClinicDraftQuerySet(models.QuerySet["ClinicDraft"]):
    """Ways to ask for drafts."""

    def of(self, user: User, *, at: datetime) -> Self:
        """One's own drafts that are still kept, the latest first."""
        alive = self.filter(writer=user, touched_at__gt=at - CLINIC_DRAFT_LIVES)
        return alive.order_by("-touched_at")


class ClinicDraft(models.Model):
    """A referral that somebody at a clinic is writing; only its writer reads it."""

    # The form's own key: pressing save twice is one draft, and sending ends it.
    form_key = models.UUIDField(primary_key=True, editable=False)
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    objects = ClinicDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def edition(self) -> str:
        """Which saving this is, so that two tabs notice each other."""
        return self.touched_at.isoformat()

    @property
    def ends_at(self) -> datetime:
        """When it is forgotten unless somebody goes on."""
        return self.touched_at + CLINIC_DRAFT_LIVES

    def written(self) -> Written:
        """The fields as typed; empty when the site's key has been changed."""
        return unseal_for(self.form_key, self.sealed)


def _box_for(key: uuid.UUID) -> Fernet:
    digest = salted_hmac("referrals.clinic_draft", str(key), algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(digest.digest()))


def seal_for(key: uuid.UUID, written: Written) -> bytes:
    """Make what was typed unreadable without the site's own key."""
    return _box_for(key).encrypt(json.dumps(written).encode())


def unseal_for(key: uuid.UUID, sealed: bytes | memoryview) -> Written:
    """What was typed, or nothing when it cannot be read any more."""
    try:
        found: Written = json.loads(_box_for(key).decrypt(bytes(sealed)))
    except InvalidToken:
        return {}
    return found


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
                condition=Q(tries__lte=MOST_TRIES),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReturnCodeQuerySet(models.QuerySet["ReturnCode"]):
    """Ways to ask for codes."""

    def unsent(self, at: datetime) -> Self:
        """Codes asked for a moment ago and not looked at yet."""
        fresh = self.filter(requested_at__gt=at - RETURN_CODE_LIVES)
        return fresh.filter(handled_at=None)


class ReturnCode(models.Model):
    """Somebody typed a phone and waits for a code. The same row for a stranger's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact_hash = models.CharField(max_length=64, db_index=True)
    # Typed by the visitor, needed once to send to; emptied by the sweep.
    contact = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="sv")
    code_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = ReturnCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_code_is_tried_at_most_five_times",
                condition=Q(tries__lte=MOST_TRIES),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def hash_of(self, code: str) -> str:
        """The code as it is kept: bound to this row and to the site's own key."""
        return salted_hmac(
            "referrals.return_code", f"{self.pk}:{code}", algorithm="sha256"
        ).hexdigest()

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the code may still be tried."""
        return (
            at - self.requested_at < RETURN_CODE_LIVES
            and self.used_at is None
            and self.tries < MOST_TRIES
        )


def contact_hash(contact: str) -> str:
    """How a kept draft is found without the database knowing whose phone it was."""
    digest = salted_hmac("referrals.kept_draft", contact, algorithm="sha256")
    return digest.hexdigest()


def passphrase_box(passphrase: str, salt: bytes) -> Fernet:
    """Neither the database nor the passphrase alone is enough to read the answers."""
    stretched = hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **SCRYPT)
    digest = salted_hmac("referrals.kept", stretched.hex(), algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(digest.digest()))


def seal_with(passphrase: str, salt: bytes, answers: Answers) -> bytes:
    """Make the answers unreadable without the passphrase and the site's own key."""
    return passphrase_box(passphrase, salt).encrypt(json.dumps(answers).encode())


def unseal_with(
    passphrase: str, salt: bytes | memoryview, sealed: bytes | memoryview
) -> dict[str, dict[str, Any]] | None:
    """The answers, or None when the passphrase is another."""
    try:
        opened = passphrase_box(passphrase, bytes(salt)).decrypt(bytes(sealed))
    except InvalidToken:
        return None
    found: dict[str, dict[str, Any]] = json.loads(opened)
    return found
