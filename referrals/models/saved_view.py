"""A list that somebody wants to see again."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import CareUnit, User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Ways to ask for saved views."""

    def offered_to(self, user: User) -> Self:
        """One's own, and those that colleagues at the unit share."""
        return self.filter(Q(owner=user) | Q(unit=user.unit_id, is_shared=True))


class SavedView(models.Model):
    """Filters of the worklist under a name. Holds no word about any person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_view_has_a_name_of_its_own"
            ),
            models.CheckConstraint(name="saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
