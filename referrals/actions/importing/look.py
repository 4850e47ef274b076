"""Looking at a list: nothing is brought in, every row says what is wrong with it."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients.actions.many import known_with
from referrals.lists import columns as guessing
from referrals.lists import rows, sheets
from referrals.models import ImportBatch, ImportRow
from referrals.queries import imports as queries

State = ImportBatch.State


@transaction.atomic
def look(
    *, form_key: uuid.UUID, name: str, content: bytes, by: User, at: datetime
) -> ImportBatch:
    """Keep a list and read each row. The same press twice is one list."""
    if earlier := ImportBatch.objects.filter(form_key=form_key).first():
        return _own(earlier, by)
    sheet = sheets.read(content)
    try:
        with transaction.atomic():
            batch = _kept(form_key, name, sheet, by=by, at=at)
    except IntegrityError:
        # The other press of the same button was a moment faster.
        return _own(ImportBatch.objects.get(form_key=form_key), by)
    lines = [
        ImportRow(batch=batch, number=number, written={"cells": cells})
        for number, cells in sheet.rows
    ]
    read_rows(batch, lines, by=by, today=timezone.localdate(at))
    ImportRow.objects.bulk_create(lines, batch_size=500)
    _record("import.looked_at", batch, by=by, at=at, rows=len(lines))
    return batch


def _own(batch: ImportBatch, by: User) -> ImportBatch:
    if batch.made_by_id != by.pk:
        raise Refused(_("Formuläret har redan använts. Öppna sidan på nytt."))
    return batch


def _kept(
    form_key: uuid.UUID, name: str, sheet: sheets.Sheet, *, by: User, at: datetime
) -> ImportBatch:
    clean = "".join(sign for sign in name if sign.isprintable()).strip()
    return ImportBatch.objects.create(
        form_key=form_key,
        file_name=clean[-200:] or _("lista"),
        headings=sheet.headings,
        columns=guessing.guess(sheet.headings),
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def choose_columns(
    batch: ImportBatch, *, columns: Mapping[str, int], by: User, at: datetime
) -> ImportBatch:
    """Read the rows again with other columns."""
    batch = open_batch(batch)
    batch.columns = dict(columns)
    batch.save(update_fields=["columns"])
    lines = list(batch.rows.all())
    read_rows(batch, lines, by=by, today=timezone.localdate(at))
    write_again(lines, ["written", "faults"])
    _record("import.columns_chosen", batch, by=by, at=at)
    return batch


def write_again(lines: list[ImportRow], fields: list[str]) -> None:
    """Save many rows at once: far faster than one long CASE for each field."""
    ImportRow.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=fields,
        batch_size=500,
    )


def open_batch(batch: ImportBatch) -> ImportBatch:
    """The list as it is now, held, while it waits for approval."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != State.PREVIEWED:
        raise Refused(
            _("Listan har status %(state)s.")
            % {"state": batch.get_state_display().lower()}
        )
    return batch


def read_rows(
    batch: ImportBatch, lines: list[ImportRow], *, by: User, today: date
) -> None:
    """Read every row and compare it with the others and with what we know."""
    if guessing.lacking(batch.columns):
        for line in lines:
            line.faults = []
        return
    known = queries.known_names()
    found = [rows.read(line.cells, batch.columns, known, today=today) for line in lines]
    _compare_rows(lines, found)
    _compare_known(found, by)
    for line, row in zip(lines, found, strict=True):
        line.written = {"cells": line.cells, "said": row.said.as_json()}
        line.faults = [
            *({"text": text, "stops": True} for text in row.faults),
            *({"text": text, "stops": False} for text in row.notes),
        ]


def _compare_rows(lines: list[ImportRow], found: list[rows.Read]) -> None:
    """One person is one row; which of two is right, only a person can say."""
    often = Counter(row.said.number for row in found if row.said.number)
    first: dict[str, int] = {}
    for line, row in zip(lines, found, strict=True):
        number = row.said.number
        if often[number] > 1 and first.setdefault(number, line.number) != line.number:
            row.stop(
                _("Samma personnummer står på rad %(row)d.") % {"row": first[number]}
            )


def _compare_known(found: list[rows.Read], by: User) -> None:
    """What we know already; nothing is said here of people whom we hide."""
    numbers = {row.said.number for row in found if row.said.number}
    patients = known_with(numbers)
    waiting = queries.waiting_already(numbers, user=by)
    for row in found:
        number = row.said.number
        if number in waiting:
            row.stop(_waits(waiting[number]))
        patient = patients.get(number)
        if patient is None or patient.undone_at or patient.is_protected:
            continue
        row.note(_("Personen finns redan. Kontaktuppgifterna ändras inte."))
        if patient.family_name.lower() != row.said.family_name.lower():
            row.note(
                _("Vi har ett annat efternamn till numret. Kontrollera personnumret.")
            )


def _waits(reference: str) -> str:
    if not reference:
        return _("Personen har redan ett vårdärende hos er.")
    return _("Personen har redan en öppen remiss: %(reference)s.") % {
        "reference": reference
    }


@transaction.atomic
def discard(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Throw the list away; what stood in it is emptied."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.DISCARDED:
        return batch
    batch = open_batch(batch)
    batch.state = State.DISCARDED
    batch.save(update_fields=["state"])
    empty(batch)
    _record("import.discarded", batch, by=by, at=at)
    return batch


def empty(batch: ImportBatch) -> None:
    """Nothing that the list said is kept; why a row was left out may be."""
    batch.rows.update(written={})


def _record(
    kind: str, batch: ImportBatch, *, by: User, at: datetime, **details: Any
) -> None:
    audit.record(kind=kind, subject=batch, by=by, at=at, details=details)
