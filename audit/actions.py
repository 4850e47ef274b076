"""Writing to the log. Called inside the transaction of what it speaks of."""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from audit.models import Event

_may_write = ContextVar("may_write", default=False)


class Unit(Protocol):
    """A care unit, as the log needs it."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...


class Actor(Protocol):
    """Whoever does something: a person or the system's own user."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> Any: ...


class Person(Protocol):
    """A patient, as the log needs it."""

    @property
    def pk(self) -> uuid.UUID: ...


def record(
    *,
    kind: str,
    subject: models.Model,
    by: Actor,
    at: datetime,
    patient: Person | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """Record that `by` did `kind` (thing.past-participle) to `subject`."""
    event = event_of(
        kind=kind,
        subject=subject,
        by=by,
        at=at,
        patient=patient,
        reason=reason,
        details=details,
    )
    event.save(force_insert=True)
    return event


def record_all(events: list[Event]) -> None:
    """Write many events at once, made with `event_of`."""
    Event.objects.bulk_create(events, batch_size=1000)


def event_of(
    *,
    kind: str,
    subject: models.Model,
    by: Actor,
    at: datetime,
    patient: Person | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """An event that is not written yet: for many at once, and for `record`."""
    return Event(
        at=at,
        kind=kind,
        actor_id=by.pk,
        actor_name=by.name,
        role=by.role,
        unit_id=by.unit.pk if by.unit else None,
        unit_name=by.unit.name if by.unit else "",
        subject_label=subject._meta.label_lower,
        subject_id=str(subject.pk),
        patient_id=patient.pk if patient else None,
        reason=reason,
        details=details or {},
    )


def opened(
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    patient: Person | None = None,
    reason: str = "",
) -> Event:
    """Record that `by` opened `subject`: the only write that a GET may do."""
    with writing():
        return record(
            kind=f"{subject._meta.model_name}.opened",
            subject=subject,
            by=by,
            at=at,
            patient=patient,
            reason=reason,
        )


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Let the read log write although the page is only being read."""
    token = _may_write.set(True)
    try:
        yield
    finally:
        _may_write.reset(token)


def may_write() -> bool:
    """Tell the guard of GET requests whether the read log is writing."""
    return _may_write.get()
