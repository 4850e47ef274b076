"""Where visits happen."""

import uuid

from django.db import models

from accounts.models import CareUnit


class Place(models.Model):
    """A room at a health centre or at the base [Location]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    care_unit = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, related_name="places"
    )
    room = models.CharField(max_length=60)
    directions = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["care_unit__name", "room"]
        constraints = [
            models.UniqueConstraint(
                fields=["care_unit", "room"], name="place_is_named_once_per_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.care_unit.name}, {self.room}"
