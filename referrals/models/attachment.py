"""Files that come with a referral, and what the scanner said (rules REF-10)."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from referrals.models.clinic_draft import CLINIC_DRAFT_LIVES, ClinicDraft
from referrals.models.referral import Referral

# A message to another system may be so large, its files written as base64 (REF-10).
MOST_ENCODED = 10_000_000


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Ways to ask for attachments."""

    def unscanned(self) -> Self:
        """Files that the scanner has not looked at yet."""
        return self.filter(state=Attachment.State.WAITING)

    def visible_to(self, user: User) -> Self:
        """Files of referrals that `user` sees, and those beside one's own forms."""
        seen = Q(referral__in=Referral.objects.visible_to(user))
        if user.may(Permission.USE_OWN_PAGES):
            # What clinics send one another is read at the clinic.
            return self.none()
        if user.may(Permission.REFER):
            seen |= Q(referral=None, added_by=user)
        return self.filter(seen)

    def loose(self, at: datetime) -> Self:
        """Files beside forms that nobody has sent while a draft lives."""
        old = self.filter(referral=None, added_at__lte=at - CLINIC_DRAFT_LIVES)
        return old.exclude(form_key__in=ClinicDraft.objects.values("form_key"))

    def readable(self) -> Self:
        """Files that may be opened: looked at, and clean."""
        return self.filter(state=Attachment.State.CLEAN)


def encoded(size: int) -> int:
    """How many signs so many bytes become in a message."""
    return -(-size // 3) * 4


def room_left(beside: "Iterable[Attachment]") -> int:
    """How many signs of base64 still fit beside these files."""
    return max(MOST_ENCODED - sum(encoded(one.size) for one in beside), 0)


class Attachment(models.Model):
    """A file, beside a referral or beside the form in which one is being written."""

    class State(models.TextChoices):
        """What the scanner said. Only a clean file is ever opened."""

        WAITING = "waiting", _("Väntar på virussökning")
        CLEAN = "clean", _("Genomsökt")
        QUARANTINED = "quarantined", _("Stoppad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    # The form that it was added to; the referral has the same key once it is sent.
    form_key = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.WAITING
    )
    scanned_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "sha256"], name="attachment_is_added_once"
            ),
            models.CheckConstraint(
                name="attachment_scan_is_whole",
                condition=Q(state="waiting", scanned_at=None, found="")
                | Q(state="clean", scanned_at__isnull=False, found="")
                | Q(state="quarantined", scanned_at__isnull=False) & ~Q(found=""),
            ),
            models.CheckConstraint(
                name="attachment_has_a_name_and_a_size",
                condition=~Q(name="") & Q(size__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AttachmentContent(models.Model):
    """The bytes of a file, apart so that no list reads them."""

    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)
