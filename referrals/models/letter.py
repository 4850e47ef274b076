"""Letters on paper, and the blocks of text that an administrator keeps for them."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import User
from accounts.roles import Permission
from referrals.models.referral import Referral


class LetterKind(models.TextChoices):
    """What a letter is for."""

    CONFIRMATION = "confirmation", _("Bekräftelse")
    QUESTION = "question", _("Fråga")
    REPLY = "reply", _("Svar")
    REDIRECT = "redirect", _("Hänvisning")
    APPOINTMENT = "appointment", _("Kallelse")
    ACCEPTED = "accepted", _("Antagen remiss")
    REFUSED = "refused", _("Avböjd remiss")
    CANCELLED = "cancelled", _("Återtagen remiss")
    FINAL = "final", _("Slutsvar")


# What somebody chooses to write. The rest follows from what the unit decides.
BY_HAND = (
    LetterKind.CONFIRMATION,
    LetterKind.QUESTION,
    LetterKind.REPLY,
    LetterKind.REDIRECT,
    LetterKind.APPOINTMENT,
)


class Audience(models.TextChoices):
    """Who reads it."""

    PATIENT = "patient", _("Patienten")
    CLINIC = "clinic", _("Vårdcentralen")


class LetterBlockQuerySet(models.QuerySet["LetterBlock"]):
    """Ways to ask for blocks."""

    def in_use(self, kind: str, audience: str, language: str) -> Self:
        """The blocks of one letter, in the order in which they are read."""
        return self.filter(
            kind=kind, audience=audience, language=language, replaced_at=None
        )


class LetterBlock(models.Model):
    """One part of a kind of letter, in one language. A new wording is a new row."""

    class Part(models.TextChoices):
        """The order of a letter (what it is about first, why you got it last)."""

        ABOUT = "1_about", _("Vad det gäller")
        TO_DO = "2_to_do", _("Vad du behöver göra")
        WHEN = "3_when", _("När och var")
        WHO = "4_who", _("Vem du möter")
        CONTACT = "5_contact", _("Kontakt")
        WORSE = "6_worse", _("Om du mår sämre")
        CHANGE = "7_change", _("Om du vill ändra något")
        WHY = "8_why", _("Varför du får brevet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    language = models.CharField(max_length=5, default="sv")
    part = models.CharField(max_length=20, choices=Part.choices)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LetterBlockQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "audience", "language", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "audience", "language", "part"],
                condition=Q(replaced_at=None),
                name="letter_block_is_in_use_once",
            ),
            models.CheckConstraint(
                name="letter_block_is_replaced_by_somebody",
                condition=whole("replaced_at", "replaced_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_part_display()}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Ways to ask for letters."""

    def visible_to(self, user: User) -> Self:
        """Letters about the referrals that `user` sees.

        Those outside the unit see what is written to them, once it has left.
        """
        seen = self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))
        if user.may(Permission.REFER):
            return seen.left().filter(audience=Audience.CLINIC)
        if user.may(Permission.USE_OWN_PAGES):
            return seen.left().filter(audience=Audience.PATIENT)
        return seen

    def unsent(self) -> Self:
        """Letters that somebody has begun and nobody has sent or thrown away."""
        return self.filter(state=Letter.State.DRAFT)

    def leaving(self) -> Self:
        """Sent, and can still be taken back."""
        return self.filter(state=Letter.State.SENT, leaves_at__gt=Now())

    def left(self) -> Self:
        """Out of undo's reach, by the database's clock."""
        return self.filter(state=Letter.State.SENT, leaves_at__lte=Now())

    def to_print(self) -> Self:
        """Letters that somebody has to print and post."""
        return self.left().filter(channel__in=ON_PAPER, posted_at=None)


class Letter(models.Model):
    """One letter about a referral: written, looked at, sent, then never changed."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("Utkast")
        SENT = "sent", _("Skickat")
        DISCARDED = "discarded", _("Kastat")

    class Channel(models.TextChoices):
        """How it reaches its reader."""

        POST = "post", _("Post")
        FORWARDED = "forwarded", _("Skatteverkets förmedling")
        PAGE = "page", _("Patientens sidor")
        CLINIC = "clinic", _("Vårdcentralens sida")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="letters"
    )
    form_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    language = models.CharField(max_length=5, default="sv")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    to_name = models.CharField(max_length=200)
    to_address = models.TextField(blank=True)
    text = models.TextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Until then the letter can be taken back; after that it may be printed and read.
    leaves_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["-written_at", "id"], name="letter_latest"),
            models.Index(
                fields=["leaves_at"],
                condition=Q(
                    state="sent", channel__in=["post", "forwarded"], posted_at=None
                ),
                name="letter_to_print",
            ),
            models.Index(
                fields=["-written_at"],
                condition=Q(state="draft"),
                name="letter_draft",
            ),
            # The address that was written to a clinic the last time.
            models.Index(
                Upper("to_name"),
                F("sent_at").desc(),
                condition=Q(audience="clinic", channel="post", state="sent"),
                name="letter_to_clinic_by_name",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_sent_is_whole",
                condition=Q(
                    state="sent",
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    leaves_at__isnull=False,
                )
                & ~Q(text="")
                | Q(
                    state__in=["draft", "discarded"],
                    sent_at=None,
                    sent_by=None,
                    leaves_at=None,
                ),
            ),
            models.CheckConstraint(
                name="letter_is_posted_by_somebody_and_on_paper",
                condition=Q(posted_at=None, posted_by=None)
                | Q(
                    state="sent",
                    channel__in=["post", "forwarded"],
                    posted_at__isnull=False,
                    posted_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="letter_by_post_has_an_address",
                condition=~Q(channel="post", state="sent") | ~Q(to_address=""),
            ),
            models.CheckConstraint(
                name="letter_that_is_forwarded_keeps_no_address",
                condition=~Q(channel="forwarded") | Q(to_address=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.written_at:%Y-%m-%d}"

    @property
    def is_on_paper(self) -> bool:
        """Tell whether somebody has to print and post it."""
        return self.channel in ON_PAPER

    def has_left(self, at: datetime) -> bool:
        """Tell whether it can no longer be taken back."""
        return bool(self.leaves_at and self.leaves_at <= at)

    def can_be_taken_back(self, at: datetime) -> bool:
        """Tell whether it is sent and has not left."""
        return bool(self.leaves_at and at < self.leaves_at)


ON_PAPER = frozenset({Letter.Channel.POST, Letter.Channel.FORWARDED})
