"""A merge taken back, while nobody has built on it."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from audit.models import Event
from patients.actions.merge import STAYS, lock_rows_of, locked_pair, related
from patients.models import Block, CareRelation, Patient, PatientMerge, PatientNumber

UNDO_FOR = timedelta(minutes=10)


def why_not_undo_merge(done: PatientMerge, *, at: datetime) -> str:
    """Safe only while nobody has built on it: ten minutes, nothing written since."""
    if done.undone_at:
        return _("Hopslagningen är redan ångrad.")
    if at >= done.merged_at + UNDO_FOR:
        return _("En hopslagning går att ångra i tio minuter. Den tiden har gått.")
    if _written_since(done):
        return _(
            "Något har skrivits om patienten efter hopslagningen, så den går inte att "
            "ångra. Loggen visar vad som flyttades."
        )
    return ""


def _written_since(done: PatientMerge) -> bool:
    reads = models.Q(kind__endswith=".opened") | models.Q(kind="search.made")
    return (
        Event.objects.filter(
            patient_id__in=[done.kept_id, done.gone_id], at__gt=done.merged_at
        )
        .exclude(reads)
        .exists()
    )


@transaction.atomic
def undo_merge(done: PatientMerge, *, by: User, at: datetime) -> PatientMerge:
    """Make two of them again, each with what it had."""
    lock_rows_of(done.kept)
    kept, gone = locked_pair(done.kept, done.gone)
    done = PatientMerge.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if reason := why_not_undo_merge(done, at=at):
        raise Refused(reason)
    _move_back(done)
    _restore(done, kept, gone)
    _go_on_again(done)
    done.undone_at, done.undone_by = at, by
    done.save(update_fields=["undone_at", "undone_by"])
    for patient in (kept, gone):
        audit.record(
            kind="patient.merge_undone", subject=done, patient=patient, by=by, at=at
        )
    return done


def _move_back(done: PatientMerge) -> None:
    for relation in related(STAYS):
        label = relation.related_model._meta.label_lower
        keys = done.moved.get(f"{label}.{relation.field.name}", [])
        relation.related_model._meta.base_manager.filter(pk__in=keys).update(
            **{relation.field.name: done.gone}
        )


def _restore(done: PatientMerge, kept: Patient, gone: Patient) -> None:
    """Both say again what they said; numbers and log-ins are let go of first."""
    Patient.objects.filter(pk=kept.pk).update(
        identity_number=None, identity_kind="", user=None
    )
    for patient, said in ((gone, done.said["gone"]), (kept, done.said["kept"])):
        Patient.objects.filter(pk=patient.pk).update(**said, merged_into=None)
        # Nothing is deleted here: a number that was put aside leads to its own again.
        PatientNumber.objects.filter(number=said["identity_number"]).update(
            patient=patient
        )


def _go_on_again(done: PatientMerge) -> None:
    """What both had, and only one went on having."""
    ended = done.said["ended"]
    CareRelation.objects.filter(pk__in=ended["relations"]).update(until=None)
    Block.objects.filter(pk__in=ended["blocks"]).update(lifted_at=None, lifted_by=None)
