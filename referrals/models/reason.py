"""Why a referral is answered as it is: words that an administrator keeps."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import User

# Read where a reason has no words in the reader's language.
FALLBACK = "sv"


class DecisionReasonQuerySet(models.QuerySet["DecisionReason"]):
    """Ways to ask for reasons."""

    def usable(self, kind: str) -> Self:
        """Reasons that may be chosen for a decision of one kind."""
        return self.filter(kind=kind, is_active=True)

    def with_texts(self) -> Self:
        """With the words in use, in every language, and who wrote them."""
        texts = ReasonText.objects.filter(replaced_at=None).select_related("written_by")
        return self.prefetch_related(Prefetch("texts", texts))


class DecisionReason(models.Model):
    """What explains a decision, with words in each language."""

    class Kind(models.TextChoices):
        """The decision that it explains."""

        REDIRECT = "redirect", _("Hänvisa vidare")
        REJECT = "reject", _("Avböja")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Which of the shipped reasons it began as; the words have changed since, perhaps.
    shipped_as = models.CharField(max_length=40, blank=True)

    objects = DecisionReasonQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shipped_as"],
                condition=~Q(shipped_as=""),
                name="decision_reason_is_shipped_once",
            ),
            models.CheckConstraint(
                name="decision_reason_kind_is_known",
                condition=Q(kind__in=["redirect", "reject"]),
            ),
        ]

    def __str__(self) -> str:
        return self.text_in(get_language() or FALLBACK).title

    @property
    def written(self) -> dict[str, "ReasonText"]:
        """The words in use, by language."""
        return {
            text.language: text for text in self.texts.all() if text.replaced_at is None
        }

    def text_in(self, language: str) -> "ReasonText":
        """The words in a language; where there are none, in the fallback or any."""
        written = self.written
        found = written.get(language) or written.get(FALLBACK)
        return found or next(iter(written.values()))


class ReasonText(models.Model):
    """A reason in one language. A new wording is a new row, the old one is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.ForeignKey(
        DecisionReason, on_delete=models.PROTECT, related_name="texts"
    )
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=100)
    for_referrer = models.TextField()
    for_patient = models.TextField()
    destination = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["language", "-written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "language"],
                condition=Q(replaced_at=None),
                name="reason_text_is_in_use_once",
            ),
            models.UniqueConstraint(
                fields=["language", "title"],
                condition=Q(replaced_at=None),
                name="reason_text_has_a_title_of_its_own",
            ),
            models.CheckConstraint(
                name="reason_text_is_replaced_by_somebody",
                condition=whole("replaced_at", "replaced_by"),
            ),
            models.CheckConstraint(
                name="reason_text_has_both_texts",
                condition=~Q(language="")
                & ~Q(title="")
                & ~Q(for_referrer="")
                & ~Q(for_patient=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
