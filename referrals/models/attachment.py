"""Files that come with a referral, and what the scanner said (rules REF-10)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
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
# So often the scanner is asked about a file that it does not read, each half minute;
# then somebody is told, and it is asked once an hour.
MOST_TRIES = 5
THEN_EVERY = timedelta(hours=1)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Ways to ask for attachments."""

    def unscanned(self) -> Self:
        """Files that the scanner has not looked at yet."""
        return self.filter(state=Attachment.State.WAITING)

    def due(self, at: datetime) -> Self:
        """Files to hand to the scanner now, those that it has not refused first."""
        soon = Q(tries__lt=MOST_TRIES) | Q(tried_at__lte=at - THEN_EVERY)
        return self.unscanned().filter(soon).order_by("tries", "added_at")

    def unread(self) -> Self:
        """Files that the scanner has refused so often that somebody was told."""
        return self.unscanned().filter(tries__gte=MOST_TRIES)

    def stopped(self) -> Self:
        """Files in which something was found."""
        return self.filter(state=Attachment.State.QUARANTINED)

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
    # How often the scanner was there and did not read it, and when it was last.
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
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
                name="attachment_tries_are_whole",
                condition=Q(tries=0, tried_at=None)
                | Q(tries__gt=0, tried_at__isnull=False),
            ),
            models.CheckConstraint(
                name="attachment_has_a_name_and_a_size",
                condition=~Q(name="") & Q(size__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unread(self) -> bool:
        """Tell whether the scanner has refused it so often that somebody was told."""
        return self.state == self.State.WAITING and self.tries >= MOST_TRIES

    @property
    def shown_state(self) -> str:
        """Its state in a word; what the scanner never reads has a word of its own."""
        return "unread" if self.is_unread else self.state


class AttachmentContent(models.Model):
    """The bytes of a file, apart so that no list reads them."""

    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)
