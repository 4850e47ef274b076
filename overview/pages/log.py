"""The log as sentences."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from accounts.roles import Role
from audit.models import Event
from overview.sentences import said


@dataclass(frozen=True, kw_only=True)
class LogRow:
    """Who did what, when, from which unit, and why."""

    at: datetime
    who: str
    who_id: uuid.UUID
    role: str | Promise
    unit: str
    what: str | Promise
    reason: str
    patient_id: uuid.UUID | None
    patient_code: str
    reference: str


def log_rows(
    events: Iterable[Event], references: Mapping[str, str] | None = None
) -> list[LogRow]:
    """Draw the events of one page; a patient is only a code until chosen.

    `references` names the referrals of those who are nobody's patient yet.
    """
    named = references or {}
    return [
        LogRow(
            at=event.at,
            who=event.actor_name,
            who_id=event.actor_id,
            role=Role(event.role).label if event.role in Role.values else event.role,
            unit=event.unit_name,
            what=said(event),
            reason=event.reason,
            patient_id=event.patient_id,
            patient_code=str(event.patient_id)[:8] if event.patient_id else "",
            reference=named.get(event.subject_id, ""),
        )
        for event in events
    ]
