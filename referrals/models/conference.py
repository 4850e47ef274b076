"""The team's conference: each patient two minutes, one decision, one next step."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import CareUnit, User
from accounts.roles import Permission, Role
from referrals.models.referral import Referral


class ConferenceQuerySet(models.QuerySet["Conference"]):
    """Ways to ask for conferences."""

    def at_unit_of(self, user: User) -> Self:
        """The conferences of the own unit."""
        return self.filter(unit=user.unit_id)

    def coming(self, on: date) -> Self:
        """Those that have not been ended and lie ahead, the next one first."""
        return self.filter(ended_at=None, held_on__gte=on).order_by("held_on")

    def past(self, on: date) -> Self:
        """Those that are over, the latest first."""
        return self.filter(Q(ended_at__isnull=False) | Q(held_on__lt=on))


class Conference(models.Model):
    """One meeting of the team, on one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "held_on"], name="conference_is_once_a_day"
            ),
            models.CheckConstraint(
                name="conference_is_ended_by_somebody",
                condition=whole("ended_at", "ended_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"


class ConferencePointQuerySet(models.QuerySet["ConferencePoint"]):
    """The one door to points."""

    def visible_to(self, user: User) -> Self:
        """Points of the own unit: all to those who assess, else where one takes part.

        Whoever speaks for a profession, or owns the next step, reads that point only.
        """
        rows = self.filter(conference__unit=user.unit_id)
        if user.may(Permission.TRIAGE):
            return rows
        if not user.may(Permission.CARE):
            return self.none()
        heard = ConferenceVoice.objects.filter(point=OuterRef("pk"), user=user)
        return rows.filter(Q(owner=user) | Exists(heard))

    def undecided(self) -> Self:
        """Points that nobody has decided yet."""
        return self.filter(decided_at=None)


class ConferencePoint(models.Model):
    """One referral on the list: the question, what the team said, who does what."""

    class Outcome(models.TextChoices):
        """What the team came to. The referral itself is decided on its own page."""

        ACCEPT = "accept", _("Ta emot")
        ASK = "ask", _("Fråga mer")
        REDIRECT = "redirect", _("Hänvisa vidare")
        REJECT = "reject", _("Avböj")
        LATER = "later", _("Ta upp igen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="points"
    )
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="conference_points"
    )
    position = models.PositiveSmallIntegerField()
    question = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    decision = models.TextField(blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ConferencePointQuerySet.as_manager()

    class Meta:
        ordering = ["position", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "referral"],
                name="conference_takes_up_a_referral_once",
            ),
            models.CheckConstraint(
                name="conference_decision_is_whole",
                condition=Q(decided_at=None, decided_by=None, outcome="", owner=None)
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    owner__isnull=False,
                    due_on__isnull=False,
                )
                & ~Q(outcome="")
                & ~Q(next_step=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.referral)


class ConferenceVoice(models.Model):
    """Somebody of the team who took part in a decision, as what."""

    point = models.ForeignKey(
        ConferencePoint, on_delete=models.PROTECT, related_name="voices"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    # What this profession had to say, in a line or two.
    said = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "user"], name="conference_voice_is_heard_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
