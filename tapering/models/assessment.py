"""What is known before anything changes: gates, goal, driving, children, regimen.

Rows are never edited: a new answer supersedes the old row, which stays.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from patients.models import Case
from tapering.lifecycle import (
    Answer,
    Daypart,
    DaysAWeek,
    DoseBand,
    Driving,
    Duration,
    Gate,
    Unit,
)
from tapering.models.doors import Superseded


class Assessment(models.Model):
    """What was asked and answered at the assessment, each thing once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    goal = models.TextField(blank=True)
    driving_informed_on = models.DateField(null=True)
    driving = models.CharField(max_length=20, choices=Driving.choices, blank=True)
    driving_note = models.CharField(max_length=1000, blank=True)
    children = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    children_born = ArrayField(models.PositiveSmallIntegerField(), default=list)
    children_note = models.CharField(max_length=1000, blank=True)
    # What ASAM's grid of withdrawal risk asks; empty where it does not apply.
    asam_duration = models.CharField(
        max_length=20, choices=Duration.choices, blank=True
    )
    asam_days = models.CharField(max_length=20, choices=DaysAWeek.choices, blank=True)
    asam_dose = models.CharField(max_length=20, choices=DoseBand.choices, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = Superseded["Assessment"].as_manager()

    class Meta:
        ordering = ["-answered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(superseded_at=None),
                name="case_has_one_current_assessment",
            ),
            models.CheckConstraint(
                name="assessment_driving_is_known",
                condition=Q(driving="") | Q(driving__in=Driving.values),
            ),
            models.CheckConstraint(
                name="assessment_children_answer_is_known",
                condition=Q(children="") | Q(children__in=Answer.values),
            ),
            models.CheckConstraint(
                name="assessment_asam_answers_are_known",
                condition=Q(asam_duration__in=["", *Duration.values])
                & Q(asam_days__in=["", *DaysAWeek.values])
                & Q(asam_dose__in=["", *DoseBand.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.answered_at:%Y-%m-%d}"


class GateAnswer(models.Model):
    """One answer to one of the things that must be known before start."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="gates"
    )
    gate = models.CharField(max_length=30, choices=Gate.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "gate"], name="gate_is_answered_once"
            ),
            models.CheckConstraint(
                name="gate_and_answer_are_known",
                condition=Q(gate__in=Gate.values, answer__in=Answer.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_gate_display()}: {self.get_answer_display()}"


class EvenOut(models.Model):
    """The same total at fixed times, nothing as needed, before the first cut."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="even_outs")
    from_on = models.DateField()
    to_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = Superseded["EvenOut"].as_manager()

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(superseded_at=None),
                name="case_has_one_current_even_out",
            ),
            models.CheckConstraint(
                name="even_out_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}-{self.to_on}"


class RegimenRow(models.Model):
    """What is taken of one medicine at one time of the day, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="regimen")
    substance = models.CharField(max_length=60)
    product = models.CharField(max_length=100, blank=True)
    strength_mg = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    # A patch has no part of the day; its `mg` is micrograms an hour.
    daypart = models.CharField(max_length=10, choices=Daypart.choices, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.MG)
    mg = models.DecimalField(max_digits=9, decimal_places=4)
    as_needed = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True)
    since = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = Superseded["RegimenRow"].as_manager()

    class Meta:
        ordering = ["substance", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "substance", "daypart"],
                condition=Q(superseded_at=None),
                name="medicine_is_mapped_once_per_daypart",
            ),
            models.CheckConstraint(
                name="mapped_dose_is_possible",
                condition=Q(mg__gt=0, mg__lte=10000)
                & (Q(strength_mg=None) | Q(strength_mg__gt=0)),
            ),
            models.CheckConstraint(
                name="mapped_daypart_is_known",
                condition=Q(daypart__in=Daypart.values, unit=Unit.MG)
                | Q(daypart="", unit=Unit.UG_PER_H),
            ),
            models.CheckConstraint(
                name="mapped_substance_has_a_name", condition=~Q(substance="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substance} {self.daypart} {self.mg.normalize():f} mg"
