"""Taking a list back: only what nobody has touched since."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.actions.many import hold, set_aside
from patients.models import Task
from referrals.actions.importing.look import State, empty
from referrals.lifecycle import Status, check_move
from referrals.models import ImportBatch, ImportRow, Referral
from referrals.queries import imports as queries


@transaction.atomic
def undo(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Withdraw the referrals that nobody has touched, set aside unused patients."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.UNDONE:
        return batch
    if not batch.can_be_undone(at):
        raise Refused(_("En inläsning går att ångra i 30 dagar. Den tiden har gått."))
    rows = list(batch.rows.exclude(referral=None))
    untouched = _untouched(rows)
    if not untouched:
        raise Refused(_("Alla remisser i listan är redan hanterade."))
    _withdraw(untouched, by=by, at=at)
    made = [row.patient_id for row in rows if row.made_patient and row.patient_id]
    # Somebody may be referring one of them just now: whoever does holds the person.
    hold(made)
    unused = queries.used_by_nobody(made, besides=[one.pk for one in untouched])
    set_aside(unused, by=by, at=at)
    empty(batch)
    batch.state, batch.undone_at, batch.undone_by = State.UNDONE, at, by
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    audit.record(
        kind="import.undone",
        subject=batch,
        by=by,
        at=at,
        details={"rows": len(untouched), "kept": len(rows) - len(untouched)},
    )
    return batch


def _untouched(rows: list[ImportRow]) -> list[Referral]:
    """The referrals, held, as long as nobody has done anything with them."""
    keys = [row.referral_id for row in rows if row.referral_id]
    held = list(
        Referral.objects.filter(pk__in=keys)
        .select_for_update(of=("self",))
        .select_related("patient")
        .order_by(*Referral.HELD_IN_ORDER)
    )
    touched = queries.touched(keys)
    return [one for one in held if one.pk not in touched]


def _withdraw(rows: list[Referral], *, by: User, at: datetime) -> None:
    for one in rows:
        check_move(one.status, Status.WITHDRAWN)
    keys = [one.pk for one in rows]
    reason = _("Inläsningen av listan ångrades.")
    Referral.objects.filter(pk__in=keys).update(
        status=Status.WITHDRAWN,
        decided_at=at,
        decided_by=by,
        decision_reason=reason,
        edition=F("edition") + 1,
    )
    waiting = Task.objects.undone().filter(
        subject_label=Referral._meta.label_lower,
        subject_id__in=[str(key) for key in keys],
    )
    for task in waiting:
        patients.complete_task(task, by=by, at=at)
    audit.record_all(
        [
            audit.event_of(
                kind="referral.withdrawn",
                subject=one,
                patient=one.patient,
                by=by,
                at=at,
                reason=reason,
            )
            for one in rows
        ]
    )


@transaction.atomic
def forget_settled(batch: ImportBatch) -> None:
    """Empty what is left of a list that can no longer be undone."""
    empty(batch)
