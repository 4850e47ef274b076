"""What already rests on a case, whichever app of care wrote it.

An app says it in words with a method `holding(case)` on its rows; without one, any
row at all counts. So an app that comes later is on the safe side by itself.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from patients.models import Case


def what_holds(case: Case, *, besides: set[type[models.Model]]) -> list[str]:
    """Why the case cannot be taken back, in sentences; empty while nothing is done."""
    said = [
        sentence for rows in _hanging_on(besides) for sentence in _sentences(rows, case)
    ]
    return list(dict.fromkeys(said))


def _hanging_on(besides: set[type[models.Model]]) -> Iterator[tuple[Any, str]]:
    for relation in Case._meta.related_objects:
        model: Any = relation.related_model
        if model not in besides:
            yield model.objects.all(), relation.field.name


def _sentences(rows: tuple[Any, str], case: Case) -> list[str]:
    found, field = rows
    if hasattr(found, "holding"):
        words: list[str] = found.holding(case)
        return words
    if found.filter(**{field: case}).exists():
        return [_("Vården har redan börjat. Avsluta vårdärendet i stället.")]
    return []
