"""Two rows turn out to be one person: everything of the one becomes the other's.

What was moved, and what both rows said of themselves, is kept so that it can be read
back, and undone while nobody has built on it (`unmerge`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from audit import actions as audit
from patients.actions.numbers import is_stand_in, keep_number
from patients.models import (
    Block,
    CareRelation,
    Case,
    Patient,
    PatientMerge,
    Protection,
)

# The log of merges itself stays as it was written.
STAYS: set[type[models.Model]] = {PatientMerge}
LEVELS = list(Protection)
# What the kept row takes over where it says nothing itself.
FILLED = (
    *("birth_date", "phone", "email", "address", "municipality_id"),
    *("health_centre_id", "interpreter"),
)
SAID = (
    *("identity_number", "identity_kind", "identity_level", "number_granted_year"),
    *("given_name", "family_name", "protection", "protection_source"),
    *("protection_checked_on", "user_id", *FILLED),
)


@transaction.atomic
def merge(
    kept: Patient, *, gone: Patient, reason: str, by: User, at: datetime
) -> PatientMerge:
    """Let everything about `gone` be about `kept`. The row stays and leads there."""
    lock_rows_of(gone)
    kept, gone = locked_pair(kept, gone)
    _check(kept, gone)
    said: dict[str, Any] = {"kept": _said(kept), "gone": _said(gone)}
    said["ended"] = _end_what_both_have(kept, gone, by=by, at=at)
    moved = {name: keys for name, keys in _move(gone, to=kept) if keys}
    _give_person(kept, gone, reason=reason, by=by, at=at)
    done = PatientMerge.objects.create(
        kept=kept,
        gone=gone,
        reason=reason,
        moved=moved,
        said=said,
        merged_at=at,
        merged_by=by,
    )
    for patient in (kept, gone):
        audit.record(
            kind="patient.merged",
            subject=done,
            patient=patient,
            by=by,
            at=at,
            reason=reason,
            details={"kept": str(kept.pk), "gone": str(gone.pk)},
        )
    return done


def why_not_merge(kept: Patient, gone: Patient) -> str:
    """Why the two cannot become one just now; an empty text when they can."""
    if kept.pk == gone.pk:
        return _("Det är samma patient.")
    if kept.merged_into_id or gone.merged_into_id:
        return _("En av patienterna är redan ihopslagen. Öppna den som finns kvar.")
    if kept.user_id and gone.user_id:
        return _(
            "Båda har egen inloggning. Be en administratör stänga den ena och slå "
            "ihop patienterna sedan."
        )
    theirs = Case.objects.open().filter(patient=gone).values("unit")
    if Case.objects.open().filter(patient=kept, unit__in=theirs).exists():
        return _(
            "Båda har ett öppet vårdärende på samma enhet. Avsluta det som inte ska "
            "fortsätta, med skälet att vården tar vid någon annanstans, och slå ihop "
            "patienterna sedan."
        )
    return ""


def _check(kept: Patient, gone: Patient) -> None:
    if kept.pk != gone.pk and (kept.merged_into_id or gone.merged_into_id):
        raise AlreadyDone(why_not_merge(kept, gone))
    if reason := why_not_merge(kept, gone):
        raise Refused(reason)


# ------------------------------------------------------------------------- the rows


def related(besides: set[type[models.Model]]) -> Iterator[Any]:
    """What points at patients, in whatever app it stands."""
    for relation in Patient._meta.related_objects:
        if relation.related_model not in besides:
            yield relation


def _rows(relation: Any, patient: Patient) -> "models.QuerySet[models.Model]":
    """Every row that points at the patient, seen or not."""
    found: models.QuerySet[models.Model] = (
        relation.related_model._meta.base_manager.filter(
            **{relation.field.name: patient}
        )
    )
    return found


def lock_rows_of(patient: Patient) -> None:
    """Rows before people: whoever accepts or answers takes them in that order too.

    Of rows that lead others a model may say in which order they are held.
    """
    for relation in related(STAYS | {Patient}):
        order = getattr(relation.related_model, "HELD_IN_ORDER", ("pk",))
        rows = _rows(relation, patient).order_by(*order).select_for_update()
        list(rows.values_list("pk", flat=True))


def locked_pair(kept: Patient, gone: Patient) -> tuple[Patient, Patient]:
    """Both rows as they are now, in an order that two who merge at once share."""
    rows = Patient.objects.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk])}
    return found[kept.pk], found[gone.pk]


def _move(gone: Patient, *, to: Patient) -> Iterator[tuple[str, list[str]]]:
    for relation in related(STAYS):
        rows = _rows(relation, gone)
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        rows.update(**{relation.field.name: to})
        label = relation.related_model._meta.label_lower
        yield f"{label}.{relation.field.name}", keys


def _end_what_both_have(
    kept: Patient, gone: Patient, *, by: User, at: datetime
) -> dict[str, list[int]]:
    """The same relation or block holds once; the kept row's goes on."""
    relations = []
    for relation in CareRelation.objects.filter(patient=gone, until=None):
        same = CareRelation.objects.filter(
            patient=kept, user=relation.user, kind=relation.kind, until=None
        )
        if same.exists():
            relations.append(relation.pk)
            relation.until = max(at, relation.since)
            relation.save(update_fields=["until"])
    both = Block.objects.filter(patient=kept, lifted_at=None).values("unit")
    blocks = Block.objects.filter(patient=gone, lifted_at=None, unit__in=both)
    lifted = list(blocks.values_list("pk", flat=True))
    Block.objects.filter(pk__in=lifted).update(lifted_at=at, lifted_by=by)
    return {"relations": relations, "blocks": lifted}


def _give_person(
    kept: Patient, gone: Patient, *, reason: str, by: User, at: datetime
) -> None:
    """The number, the log-in, the stricter protection, and what was not known."""
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if LEVELS.index(Protection(gone.protection)) > LEVELS.index(
        Protection(kept.protection)
    ):
        kept.protection = gone.protection
        kept.protection_source = gone.protection_source
        kept.protection_checked_on = gone.protection_checked_on
    number = (
        gone.identity_number,
        gone.identity_kind,
        gone.identity_level,
        gone.number_granted_year,
    )
    user_id = gone.user_id
    takes_number = _is_better(gone, kept)
    replaced = kept if takes_number else gone
    keep_number(replaced, reason=reason, by=by, at=at, owner=kept)
    gone.merged_into, gone.user = kept, None
    gone.identity_number, gone.identity_kind = None, ""
    gone.identity_level, gone.number_granted_year = "", None
    gone.save()
    if takes_number:
        kept.identity_number, kept.identity_kind = number[:2]
        kept.identity_level, kept.number_granted_year = number[2:]
    kept.user_id = kept.user_id or user_id
    kept.save()


def _is_better(one: Patient, other: Patient) -> bool:
    """A real number before a stand-in, any number before none."""
    if other.identity_number is None:
        return one.identity_number is not None
    return is_stand_in(other) and not is_stand_in(one)


def _said(patient: Patient) -> dict[str, Any]:
    """What the row says of the person, as it can be kept."""
    said = {name: getattr(patient, name) for name in SAID}
    return {
        name: value if value is None or isinstance(value, int) else str(value)
        for name, value in said.items()
    }
