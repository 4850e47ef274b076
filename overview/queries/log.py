"""Reading the log: what was done or opened, by whom, as sentences."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.models import Event, EventQuerySet
from patients.models import Patient
from patients.queries import known_as
from referrals.models import Referral

REFERRAL = "referrals.referral"


class Kind(models.TextChoices):
    """What a reviewer may narrow the log to."""

    READS = "reads", _("Öppnat och läst")
    WRITES = "writes", _("Skrivit och ändrat")
    SEARCHES = "searches", _("Sökt")
    REASONS = "reasons", _("Öppnat med skäl")
    REVEALS = "reveals", _("Visat skyddade uppgifter")


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """What the reviewer wants to see."""

    person: uuid.UUID | None = None
    patient: uuid.UUID | None = None
    kind: str = ""


def events(wanted: LogFilter) -> EventQuerySet:
    """The log, newest first."""
    found = Event.objects.all()
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.patient:
        # What was done about a row that was merged is part of the person's log.
        found = found.filter(patient_id__in=known_as(wanted.patient))
    return _of_kind(found, wanted.kind)


def _of_kind(found: EventQuerySet, kind: str) -> EventQuerySet:
    if kind == Kind.READS:
        return found.reads()
    if kind == Kind.WRITES:
        return found.exclude(kind__endswith=".opened").exclude(kind="search.made")
    exact = {
        Kind.SEARCHES: "search.made",
        Kind.REASONS: "care_relation.began",
        Kind.REVEALS: "patient.contact_revealed",
    }.get(kind)  # type: ignore[call-overload]
    if kind == Kind.REASONS:
        return found.filter(kind=exact, details__kind="reason")
    return found.filter(kind=exact) if exact else found


def references_of(found: Iterable[Event]) -> dict[str, str]:
    """The references of referrals whose person is nobody's patient yet, by key."""
    keys = {
        event.subject_id
        for event in found
        if event.subject_label == REFERRAL and not event.patient_id
    }
    rows = Referral.objects.filter(pk__in=keys)
    return {str(row.pk): row.shown_reference for row in rows.only("pk", "reference")}


def patient_named(pk: uuid.UUID | None) -> Patient | None:
    """The patient whom the reviewer has chosen to look at."""
    return Patient.objects.filter(pk=pk).first() if pk else None
