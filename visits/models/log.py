"""What was written about a visit. Never changed: a correction is a new row."""

import uuid
from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models import Case
from visits.lifecycle import Hardest, NextStep, Outcome, Taken
from visits.models.booking import Visit

WORST = 10
LATE_AFTER = timedelta(hours=24)


class VisitLogQuerySet(models.QuerySet["VisitLog"]):
    """The one door to logs."""

    def visible_to(self, user: User) -> Self:
        """Logs of the cases that `user` sees."""
        return self.filter(visit__case__in=Case.objects.visible_to(user).values("pk"))

    def standing(self) -> Self:
        """The newest word about each visit: nothing corrects it."""
        return self.filter(corrected_by=None)


class VisitLog(models.Model):
    """How a visit went, in a few taps and a note [Encounter]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="logs")
    # When it happened and when it was written are two things (rules PDL-05).
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    taken = models.CharField(max_length=10, choices=Taken.choices, blank=True)
    discomfort = models.PositiveSmallIntegerField(null=True)
    hardest = ArrayField(
        models.CharField(max_length=20, choices=Hardest.choices),
        default=list,
        blank=True,
    )
    note = models.TextField(blank=True)
    next_step = models.CharField(max_length=10, choices=NextStep.choices, blank=True)
    next_contact_on = models.DateField(null=True)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    form_key = models.UUIDField(unique=True)

    objects = VisitLogQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(corrects=None),
                name="visit_is_logged_once_and_then_corrected",
            ),
            models.CheckConstraint(
                name="visit_log_is_not_about_the_future",
                condition=Q(happened_at__lte=F("recorded_at")),
            ),
            models.CheckConstraint(
                name="visit_log_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="visit_log_discomfort_is_0_to_10",
                condition=Q(discomfort=None) | Q(discomfort__lte=WORST),
            ),
            models.CheckConstraint(
                name="visit_log_of_nobody_there_says_nothing_of_how_they_were",
                condition=~Q(outcome=Outcome.DID_NOT_COME)
                | Q(taken="", discomfort=None, next_step=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.happened_at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        """Tell whether it was written down more than a day afterwards."""
        return self.recorded_at - self.happened_at > LATE_AFTER

    @property
    def hardest_words(self) -> list[str]:
        """What weighs most, in the reader's language."""
        return [str(Hardest(one).label) for one in self.hardest]
