"""Bringing a list in: all rows without a fault, in one transaction, or none."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, Municipality, User, system_user
from accounts.refusals import Refused
from audit import actions as audit
from jurisdictions import reference as references
from patients.actions.many import register_all
from patients.models import Patient, Protection
from referrals.actions import versions
from referrals.actions.counting import due_on, started_on
from referrals.actions.importing.look import State, open_batch, write_again
from referrals.actions.receive import random_source
from referrals.lifecycle import Status
from referrals.lists.columns import lacking
from referrals.models import (
    ImportBatch,
    ImportRow,
    Medicine,
    Referral,
    ReferralVersion,
    Source,
)
from referrals.queries import imports as queries

# Any number of our own: approvals take turns, whichever list they are of.
TURN = 7_036_410_201
AT_ONCE = 500
NOON = time(12)


@transaction.atomic
def approve(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Register the people and their referrals. A second press changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.APPROVED:
        return batch
    batch = open_batch(batch)
    lines = _ready(batch, by)
    people = register_all(
        {line.said["number"]: _person(line.said) for line in lines}, by=by, at=at
    )
    for line in lines:
        line.patient, line.made_patient = people[line.said["number"]]
    _send(batch, lines, by=by, at=at)
    for line in lines:
        line.written = {}
    write_again(lines, ["patient", "made_patient", "referral", "written"])
    batch.state, batch.approved_at, batch.approved_by = State.APPROVED, at, by
    batch.save(update_fields=["state", "approved_at", "approved_by"])
    audit.record(
        kind="import.approved",
        subject=batch,
        by=by,
        at=at,
        details={"rows": len(lines)},
    )
    return batch


def _ready(batch: ImportBatch, by: User) -> list[ImportRow]:
    """Rows without a fault; what has come in by another way meanwhile is left out."""
    if lacks := lacking(batch.columns):
        raise Refused(
            _("Välj först kolumn för: %(names)s.") % {"names": ", ".join(lacks)}
        )
    good = list(batch.rows.good())
    waiting = queries.waiting_already([line.said["number"] for line in good], user=by)
    late = [line for line in good if line.said["number"] in waiting]
    for line in late:
        text = _("Personen fick en öppen remiss på annat sätt innan listan lästes in.")
        line.faults = [{"text": text, "stops": True}, *line.faults]
    write_again(late, ["faults"])
    ready = [line for line in good if line.said["number"] not in waiting]
    if not ready:
        raise Refused(_("Ingen rad går att läsa in. Rätta listan och ladda upp den."))
    return ready


def _person(said: dict[str, Any]) -> dict[str, Any]:
    """What the register keeps of a row."""
    return {
        "identity_number": said["number"],
        "identity_kind": said["kind"],
        "given_name": said["given_name"],
        "family_name": said["family_name"],
        "birth_date": said["birth_date"] or None,
        "phone": said["phone"],
        "interpreter": said["interpreter"],
        "protection": Protection.MARKED if said["protected"] else Protection.NONE,
    }


def _send(
    batch: ImportBatch, lines: list[ImportRow], *, by: User, at: datetime
) -> None:
    """Make a referral of each row, received on the day that the list says."""
    clinics = {str(one.pk): one for one in CareUnit.objects.all()}
    places = {one.name.lower(): one for one in Municipality.objects.all()}
    new = _new_references(len(lines))
    for line, reference in zip(lines, new, strict=True):
        assert line.patient is not None  # noqa: S101 - just set, for the types
        line.referral = _referral(
            line,
            line.patient,
            reference=reference,
            form_key=uuid.uuid5(batch.pk, str(line.number)),
            clinic=clinics.get(line.said["clinic"]),
            municipality=places.get(line.said["municipality"].lower()),
            by=by,
            at=at,
        )
    made = [line.referral for line in lines if line.referral]
    Referral.objects.bulk_create(made, batch_size=AT_ONCE)
    Medicine.objects.bulk_create(
        [
            Medicine(referral=line.referral, name=line.said["medicine"])
            for line in lines
            if line.said["medicine"]
        ],
        batch_size=AT_ONCE,
    )
    _write_down(made, by=by, at=at)


def _write_down(made: list[Referral], *, by: User, at: datetime) -> None:
    """The first version of each referral, and who brought it in."""
    keys = [one.pk for one in made]
    stored = Referral.objects.filter(pk__in=keys).prefetch_related("medicines")
    ReferralVersion.objects.bulk_create(
        [
            ReferralVersion(
                referral=one,
                number=one.version,
                change=ReferralVersion.Change.NEW,
                content=versions.content_of(one),
                written_at=at,
                written_by=by,
            )
            for one in stored
        ],
        batch_size=AT_ONCE,
    )
    audit.record_all(
        [
            audit.event_of(
                kind="referral.imported", subject=one, patient=one.patient, by=by, at=at
            )
            for one in made
        ]
    )


def _referral(
    line: ImportRow,
    patient: Patient,
    *,
    reference: str,
    form_key: uuid.UUID,
    clinic: CareUnit | None,
    municipality: Municipality | None,
    by: User,
    at: datetime,
) -> Referral:
    said = line.said
    issued_on = date.fromisoformat(said["issued_on"])
    noon = timezone.make_aware(datetime.combine(issued_on, NOON))
    referral = Referral(
        reference=reference,
        form_key=form_key,
        source=Source.CLINIC if clinic else Source.SELF,
        status=Status.RECEIVED,
        unit=by.unit,
        issued_on=issued_on,
        sent_at=min(noon, at),
        received_at=min(noon, at),
        # Nobody at the clinic pressed send: the list did.
        sender=system_user() if clinic else None,
        sender_unit=clinic,
        patient=patient,
        name=f"{said['given_name']} {said['family_name']}",
        phone=said["phone"],
        interpreter=said["interpreter"],
        municipality=municipality,
        is_protected=said["protected"],
        # Without a clinic the words are ours, not the person's own.
        goal=said["goal"] if clinic else "",
        attention="" if clinic else said["goal"],
        incomplete_reason=_("Inläst från en lista."),
    )
    referral.clock_from = started_on(referral)
    referral.due_on = due_on(referral.clock_from)
    return referral


def _new_references(count: int) -> list[str]:
    """So many references that no referral has."""
    found: set[str] = set()
    while len(found) < count:
        found |= {references.make(random_source) for _turn in range(count - len(found))}
        taken = Referral.objects.filter(reference__in=found)
        found -= set(taken.values_list("reference", flat=True))
    return list(found)
