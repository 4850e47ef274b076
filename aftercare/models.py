"""Aftercare: the months after the last step, contact by contact."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from aftercare.lifecycle import WAITING, Ending, State
from patients.models import Case


class AftercareQuerySet(models.QuerySet["Aftercare"]):
    """The one door to aftercares."""

    def visible_to(self, user: User) -> Self:
        """Aftercares of cases that `user` sees."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))

    def going_on(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)


class Aftercare(models.Model):
    """The time after the goal dose, at least six months, until a person ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="aftercares")
    goal_reached_on = models.DateField()
    least_until = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    ended_because = models.TextField(blank=True)

    objects = AftercareQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None),
                name="case_has_one_aftercare_going_on",
            ),
            models.CheckConstraint(
                name="aftercare_end_is_whole",
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    ending__in=Ending.values,
                ),
            ),
            models.CheckConstraint(
                name="aftercare_lasts_at_least_six_months",
                condition=Q(
                    least_until__gte=models.F("goal_reached_on")
                    + models.Value(182, output_field=models.IntegerField())
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.patient} {self.goal_reached_on}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """The one door to check-ins."""

    def visible_to(self, user: User) -> Self:
        """Check-ins of cases that `user` sees."""
        return self.filter(
            aftercare__case__in=Case.objects.visible_to(user).values("pk")
        )

    def waiting(self) -> Self:
        """Contacts that have not happened yet, the missed ones too."""
        return self.filter(state__in=WAITING)

    def overdue(self, before: date) -> Self:
        """Planned contacts whose day was before `before`."""
        return self.filter(state=State.PLANNED, due_on__lt=before)


class CheckIn(models.Model):
    """An aftercare contact: planned for a day, then done, missed or cancelled."""

    class How(models.TextChoices):
        """How the contact happened."""

        PHONE = "phone", _("Telefon")
        VIDEO = "video", _("Video")
        VISIT = "visit", pgettext_lazy("ett besök", "Besök")

    class Going(models.TextChoices):
        """How the patient is doing, in the patient's view."""

        WELL = "well", _("Bra")
        MIXED = "mixed", _("Upp och ned")
        HARD = "hard", _("Svårt")

    class Taking(models.TextChoices):
        """Whether the medicine is being taken again."""

        GOAL = "goal", _("Håller målet")
        SOMETIMES = "sometimes", _("Tar ibland")
        DAILY = "daily", _("Tar dagligen igen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aftercare = models.ForeignKey(
        Aftercare, on_delete=models.PROTECT, related_name="check_ins"
    )
    due_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.PLANNED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    happened_on = models.DateField(null=True)
    how = models.CharField(max_length=20, choices=How.choices, blank=True)
    going = models.CharField(max_length=20, choices=Going.choices, blank=True)
    taking = models.CharField(max_length=20, choices=Taking.choices, blank=True)
    trouble = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    form_key = models.UUIDField(null=True, unique=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="check_in_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="check_in_settled_has_time_and_person",
                condition=Q(state__in=WAITING, settled_at=None, settled_by=None)
                | Q(
                    state__in=[State.DONE, State.CANCELLED],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="check_in_done_says_when_how_and_what",
                condition=~Q(state=State.DONE)
                | Q(happened_on__isnull=False)
                & ~Q(how="")
                & ~Q(going="")
                & ~Q(taking=""),
            ),
            models.CheckConstraint(
                name="check_in_trouble_is_0_to_10",
                condition=Q(trouble=None) | Q(trouble__lte=10),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.get_state_display()}"
