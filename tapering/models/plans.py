"""Plans, their versions and steps. What is signed is never changed (trigger)."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.constraints import whole
from accounts.models import User
from patients.models import Case
from tapering.lifecycle import SIGNED, Change, State, Unit
from tapering.models.doors import OfCase
from tapering.models.equivalence import EquivalenceTable
from tapering.models.reference import Policy

M = TypeVar("M", bound=models.Model)


class PlanQuerySet(OfCase["Plan"]):
    """Ways to ask for plans."""

    def active(self) -> Self:
        """Plans that have not been ended."""
        return self.filter(ended_at=None)


class Plan(models.Model):
    """The way down for one medicine [CarePlan]: a series of versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    substance = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=500, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "substance"],
                condition=Q(ended_at=None),
                name="case_has_one_active_plan_per_medicine",
            ),
            models.CheckConstraint(
                name="plan_end_is_whole",
                condition=whole("ended_at", "ended_by"),
            ),
        ]

    def __str__(self) -> str:
        return self.substance


class PlanMedicine(models.Model):
    """A medicine that a plan moves: no other plan of the case moves it as well."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="medicines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    substance = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "substance"], name="plan_moves_a_medicine_once"
            ),
            models.UniqueConstraint(
                fields=["case", "substance"],
                condition=Q(is_active=True),
                name="medicine_is_moved_by_one_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.substance


class VersionQuerySet(models.QuerySet["PlanVersion"]):
    """The one door to versions."""

    def visible_to(self, user: User) -> Self:
        """Versions of cases that `user` sees; a patient sees what is signed."""
        seen = self.filter(
            plan__case__in=Case.objects.visible_to(user).values("pk"),
        )
        return seen if user.is_staff_of_unit else seen.signed()

    def signed(self) -> Self:
        """Versions that count or have counted."""
        return self.filter(state__in=SIGNED)

    def that_began(self) -> Self:
        """Signed versions that were not replaced before their first day."""
        return self.signed().exclude(
            state=State.SUPERSEDED, superseded_at__date__lt=F("counts_from")
        )


def _whole(moment: str, person: str, states: list[str]) -> Q:
    """In `states` both are there, otherwise neither."""
    both = Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})
    neither = Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
    inside = Q(state__in=states)
    return inside & both | ~inside & neither


class PlanVersion(models.Model):
    """One version: what was asked of the engine, its answer, and who stands for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    change = models.CharField(
        max_length=20, choices=Change.choices, default=Change.PLAN
    )
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, related_name="versions"
    )
    # What it moves, in order: one medicine, or at a switch the old and the new.
    substances = ArrayField(models.CharField(max_length=60))
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.MG)
    # Which table a switch rests on, and {"row", "range", "from_mg", "to_mg",
    # "factor", "by", "at"}: what was chosen in it and by whom.
    table = models.ForeignKey(
        EquivalenceTable, null=True, on_delete=models.PROTECT, related_name="versions"
    )
    conversion = models.JSONField(null=True)
    request = models.JSONField()
    answer = models.JSONField()
    counts_from = models.DateField()
    reasons = models.JSONField(default=dict)
    what_changed = models.CharField(max_length=500, blank=True)
    patient_agrees = models.BooleanField(default=False)
    held_from = models.DateField(null=True)
    held_days = models.PositiveSmallIntegerField(null=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_because = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Counts every save of a draft: two who edit at once do not overwrite each other.
    edition = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plan_version_is_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=State.DECIDED),
                name="plan_has_one_decided_version",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=State.PROPOSED),
                name="plan_has_one_proposal",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=State.DRAFT),
                name="plan_has_one_draft",
            ),
            models.CheckConstraint(
                name="version_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="version_decision_is_whole",
                condition=_whole("decided_at", "decided_by", sorted(SIGNED)),
            ),
            models.CheckConstraint(
                name="version_return_is_whole",
                condition=_whole("returned_at", "returned_by", [State.RETURNED])
                & (~Q(state=State.RETURNED) | ~Q(returned_because="")),
            ),
            models.CheckConstraint(
                name="version_proposal_is_whole",
                condition=whole("proposed_at", "proposed_by")
                & (
                    ~Q(state__in=[State.PROPOSED, State.RETURNED])
                    | Q(proposed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="version_superseded_has_time",
                condition=Q(state=State.SUPERSEDED, superseded_at__isnull=False)
                | ~Q(state=State.SUPERSEDED) & Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="decided_version_has_the_patients_word",
                condition=~Q(state__in=sorted(SIGNED))
                | Q(patient_agrees=True)
                | Q(change=Change.HOLD),
            ),
            models.CheckConstraint(
                name="version_hold_is_whole",
                condition=(
                    Q(held_from=None, held_days=None)
                    | Q(held_from__isnull=False, held_days__gt=0)
                )
                & (~Q(change=Change.HOLD) | Q(held_from__isnull=False)),
            ),
            models.CheckConstraint(
                name="version_change_is_known", condition=Q(change__in=Change.values)
            ),
            models.CheckConstraint(
                name="version_switches_by_a_table_and_a_choice",
                condition=Q(table=None, conversion=None)
                | Q(table__isnull=False, conversion__isnull=False),
            ),
            models.CheckConstraint(
                name="version_moves_something",
                condition=Q(substances__len__gte=1),
            ),
            models.CheckConstraint(
                name="version_edit_is_whole",
                condition=whole("edited_at", "edited_by"),
            ),
            models.CheckConstraint(
                name="version_unit_is_known", condition=Q(unit__in=Unit.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    @property
    def is_signed(self) -> bool:
        """Tell whether a prescriber stands for it."""
        return self.state in SIGNED

    @property
    def ends_on(self) -> date | None:
        """The day of the last step: the goal."""
        ends = self.answer.get("ends_on")
        return date.fromisoformat(ends) if ends else None


class OfVersion(models.QuerySet[M], Generic[M]):
    """The one door to what hangs on a version."""

    def visible_to(self, user: User) -> Self:
        """Rows of versions of cases that `user` sees."""
        return self.filter(
            version__plan__case__in=Case.objects.visible_to(user).values("pk")
        )


class Step(models.Model):
    """The same doses every day from one day on, as signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="steps"
    )
    n = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    days = models.PositiveSmallIntegerField(null=True)
    doses = models.JSONField()
    # Of each medicine of the version how much a day, as exact text: {"oxazepam": "25"}.
    totals = models.JSONField()
    target_mg = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    cut = models.JSONField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_note = models.CharField(max_length=1000, blank=True)

    objects = OfVersion["Step"].as_manager()

    class Meta:
        ordering = ["version", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "n"], name="step_is_numbered_once"
            ),
            models.CheckConstraint(
                name="step_lasts",
                condition=Q(days=None) | Q(days__gt=0),
            ),
            models.CheckConstraint(
                name="step_confirmation_is_whole",
                condition=whole("confirmed_at", "confirmed_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n}: {self.totals}"

    def total_of(self, substance: str) -> Decimal:
        """How much of one medicine a day; nothing where it is not taken."""
        return Decimal(self.totals.get(substance, "0"))

    @property
    def ends_on(self) -> date | None:
        """The first day after the step, or None for the last one."""
        return self.from_on + timedelta(days=self.days) if self.days else None
