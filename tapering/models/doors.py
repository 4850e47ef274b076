"""The doors to rows that hang on a case."""

from typing import Generic, Self, TypeVar

from django.db import models

from accounts.models import User
from patients.models import Case

M = TypeVar("M", bound=models.Model)


class OfCase(models.QuerySet[M], Generic[M]):
    """Rows that hang on a case: seen by those who see the case."""

    def visible_to(self, user: User) -> Self:
        """Rows of cases that `user` takes part in, or is the patient of."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class Superseded(OfCase[M], Generic[M]):
    """Rows that are replaced, never edited."""

    def current(self) -> Self:
        """Rows that nothing newer has replaced."""
        return self.filter(superseded_at=None)
