"""A referral that somebody at a clinic is writing: sealed, and gone by itself."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from cryptography.fernet import Fernet
from django.db import models

from accounts.models import User
from referrals.models import sealing

# The fields of a form as they were posted.
Written = dict[str, list[str]]
CLINIC_DRAFT_LIVES = timedelta(days=30)


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
        return sealing.opened(self.sealed, _box(self.form_key)) or {}


def _box(key: uuid.UUID) -> Fernet:
    return sealing.box("referrals.clinic_draft", str(key))


def seal_for(key: uuid.UUID, written: Written) -> bytes:
    """Make what was typed unreadable without the site's own key."""
    return sealing.sealed(written, _box(key))
