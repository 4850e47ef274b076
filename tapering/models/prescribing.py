"""Who prescribes which part of a plan, what they were told, what was prescribed."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.constraints import whole
from accounts.models import CareUnit, User
from tapering.models.plans import OfVersion, Plan, PlanVersion


class DateRange(Func):
    """The days from one to the other, both of them in it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Prescribing(models.Model):
    """Who prescribes a version's steps from one day to another, both included."""

    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="prescribing"
    )
    name = models.CharField(max_length=200)
    care_unit = models.ForeignKey(
        CareUnit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    from_on = models.DateField()
    # None: as long as the plan goes on.
    until_on = models.DateField(null=True)

    objects = OfVersion["Prescribing"].as_manager()

    class Meta:
        ordering = ["version", "from_on"]
        constraints = [
            models.CheckConstraint(name="prescriber_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="prescribing_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            ExclusionConstraint(
                name="one_prescriber_a_day",
                expressions=[
                    ("version", RangeOperators.EQUAL),
                    (
                        DateRange("from_on", "until_on", Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on}-{self.until_on or ''}"


class PlanLetter(models.Model):
    """What a prescriber is told of a signed version. Written at signing, then kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="letters"
    )
    to_name = models.CharField(max_length=200)
    to_unit = models.ForeignKey(
        CareUnit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # How it went: by post, by hand, through the regional letter box ...
    sent_how = models.CharField(max_length=200, blank=True)

    objects = OfVersion["PlanLetter"].as_manager()

    class Meta:
        ordering = ["version", "to_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "to_name"],
                name="prescriber_gets_one_letter_per_version",
            ),
            models.CheckConstraint(
                name="letter_is_sent_by_somebody",
                condition=whole("sent_at", "sent_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_name}: {self.version_id}"


class Supply(models.Model):
    """What was prescribed or handed out: from a day on, so many of each strength.

    `amounts` holds the engine's quantity rows (substance, strength_mg and tablets, or
    mg_per_ml and ml, or ug_per_h and patches).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="supplies")
    from_on = models.DateField()
    amounts = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["plan", "from_on", "written_at"]
        verbose_name_plural = "supplies"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.from_on}"


class Taken(models.Model):
    """What was really taken of one medicine where it was not as planned.

    The daily total from one day to another, both included; a later word supersedes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="taken")
    substance = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField()
    amount = models.DecimalField(max_digits=9, decimal_places=4)
    note = models.CharField(max_length=1000, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["plan", "from_on"]
        verbose_name_plural = "taken"
        constraints = [
            models.CheckConstraint(
                name="taken_dose_is_possible",
                condition=Q(amount__gte=0, amount__lte=10000),
            ),
            models.CheckConstraint(
                name="taken_days_follow_each_other",
                condition=Q(until_on__gte=F("from_on")),
            ),
            ExclusionConstraint(
                name="one_word_on_what_was_taken_a_day",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    ("substance", RangeOperators.EQUAL),
                    (
                        DateRange("from_on", "until_on", Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substance} {self.from_on}-{self.until_on}: {self.amount}"


class CalculatorApproval(models.Model):
    """Who approved the calculator's intended use; without one, steps are typed."""

    approver = models.CharField(max_length=200)
    intended_use = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    on_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_at = models.DateTimeField()
    off_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on_at"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(off_at=None),
                name="calculator_is_approved_once",
            ),
            models.CheckConstraint(
                name="calculator_approver_has_a_name",
                condition=~Q(approver="") & ~Q(intended_use=""),
            ),
            models.CheckConstraint(
                name="calculator_is_switched_off_by_somebody",
                condition=whole("off_at", "off_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approver}: {self.intended_use}"
