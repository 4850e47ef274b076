"""When waiting days do not count (rules VG-02, VG-03)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import whole
from accounts.models import User
from jurisdictions import clocks
from referrals.models.referral import Referral


class ClockPauseQuerySet(models.QuerySet["ClockPause"]):
    """Ways to ask for pauses."""

    def standing(self) -> Self:
        """Pauses that nobody has taken back."""
        return self.filter(taken_back_at=None)


class ClockPause(models.Model):
    """Days that do not count, why, and how it is known."""

    class Reason(models.TextChoices):
        """The only three that the law knows."""

        MEDICAL = "medical", _("Det är medicinskt omöjligt att komma")
        OTHER_REGION = "other_region", _("Patienten har valt vård i en annan region")
        DECLINED = "declined", _("Patienten har tackat nej till en erbjuden tid")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="pauses"
    )
    reason = models.CharField(max_length=20, choices=Reason.choices)
    first_on = models.DateField()
    until_on = models.DateField(null=True)
    proof = models.TextField()
    informed_on = models.DateField(null=True)
    offered_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ClockPauseQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "written_at"]
        constraints = [
            models.CheckConstraint(
                name="clock_pause_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("first_on")),
            ),
            models.CheckConstraint(
                name="clock_pause_has_a_lawful_reason_and_proof",
                condition=Q(reason__in=["medical", "other_region", "declined"])
                & ~Q(proof=""),
            ),
            models.CheckConstraint(
                name="clock_pause_by_declining_has_its_three_days",
                condition=~Q(reason="declined")
                | Q(
                    informed_on__isnull=False,
                    offered_on__isnull=False,
                    declined_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="clock_pause_by_declining_is_in_order",
                condition=~Q(reason="declined")
                | Q(
                    informed_on__lte=F("offered_on"),
                    offered_on__lte=F("declined_on"),
                    declined_on__lte=F("first_on"),
                ),
            ),
            models.CheckConstraint(
                name="clock_pause_is_taken_back_by_somebody",
                condition=whole("taken_back_at", "taken_back_by"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def pause(self) -> clocks.Pause:
        """The same, as the clock counts it."""
        return clocks.Pause(
            first=self.first_on,
            until=self.until_on,
            reason=clocks.PauseReason(self.reason),
            informed_on=self.informed_on,
            offered_on=self.offered_on,
            declined_on=self.declined_on,
        )
