"""How bad it is today, in the patient's own figure."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from patients.models import Case
from tapering.models.doors import OfCase


class Symptom(models.Model):
    """A figure from 0 to 10 for one day. The newest of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="symptoms")
    on = models.DateField()
    score = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = OfCase["Symptom"].as_manager()

    class Meta:
        ordering = ["on", "written_at"]
        indexes = [models.Index(fields=["case", "on"], name="symptom_of_case_by_day")]
        constraints = [
            models.CheckConstraint(
                name="symptom_is_from_0_to_10", condition=Q(score__lte=10)
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.score}"
