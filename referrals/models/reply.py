"""What the unit asks and answers: questions about a referral, replies to it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import User
from referrals.models.referral import Referral


class Question(models.Model):
    """Something that the unit needs to know before it decides [KOM]."""

    class To(models.TextChoices):
        """Who is asked."""

        REFERRER = "referrer", _("Vårdcentralen")
        PATIENT = "patient", _("Patienten")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="questions"
    )
    to = models.CharField(max_length=20, choices=To.choices)
    text = models.TextField()
    reply_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_answer_is_whole",
                condition=Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer="")
                | Q(answered_at=None, answered_by=None, answer=""),
            ),
            models.CheckConstraint(
                name="question_is_asked_of_somebody_known",
                condition=Q(to__in=["referrer", "patient"]) & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Ways to ask for replies."""

    def readable(self, at: datetime) -> Self:
        """Replies that the clinic may read: out of undo's reach, not taken back."""
        return self.filter(readable_from__lte=at, withdrawn_at=None)

    def answers(self) -> Self:
        """Without the confirmations that a referral has come."""
        return self.exclude(confirms=Reply.Confirms.RECEIVED)


class Reply(models.Model):
    """What the unit answers the clinic. Never changed; at most taken back in time."""

    class Kind(models.TextChoices):
        """Confirmation of the referral, or an answer about the care (rules REF-09)."""

        CONFIRMATION = "confirmation", _("Remissbekräftelse")
        PART = "part", _("Delsvar")
        PRELIMINARY = "preliminary", _("Preliminärt svar")
        FINAL = "final", _("Slutsvar")

    class Confirms(models.TextChoices):
        """What a confirmation says; keys of the national message (rules REF-06).

        That it has come is a key of ours: there the exchange itself says so.
        """

        RECEIVED = "MOT", _("Mottagen")
        ACCEPTED = "BEK", _("Antagen")
        FORWARDED = "VID", _("Vidareskickad")
        CANCELLED = "AVB", _("Avbruten")
        REFUSED = "AVV", _("Avvisad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="replies"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    confirms = models.CharField(max_length=3, choices=Confirms.choices, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    readable_from = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_kind_is_known_and_text_is_there",
                condition=Q(kind__in=["confirmation", "part", "preliminary", "final"])
                & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="reply_that_confirms_says_what",
                condition=Q(
                    kind="confirmation",
                    confirms__in=["MOT", "BEK", "VID", "AVB", "AVV"],
                )
                | ~Q(kind="confirmation") & Q(confirms=""),
            ),
            models.CheckConstraint(
                name="reply_is_taken_back_by_somebody",
                condition=whole("withdrawn_at", "withdrawn_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sent_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """What it is, in words: a confirmation says of what."""
        kind = str(self.get_kind_display())
        if not self.confirms:
            return kind
        return f"{kind}: {str(self.get_confirms_display()).lower()}"

    @property
    def code(self) -> str:
        """The type of the national message (rules REF-06, REF-09)."""
        answers = {"part": "DSV", "preliminary": "PSV", "final": "SSV"}
        return self.confirms or answers[self.kind]
