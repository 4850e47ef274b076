"""A number that the person turned out to have: a real one instead of a stand-in."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from jurisdictions.identity import STAND_IN, Identity, Kind
from patients.actions.row import locked, note
from patients.models import Patient, PatientNumber


class BelongsToAnother(Refused):
    """Another row has the number: the two are one person, or one number is wrong."""

    def __init__(self, other: Patient) -> None:
        super().__init__(
            _(
                "Numret finns redan hos en annan patient. Är det samma person, slå "
                "ihop dem. Annars är ett av numren fel."
            )
        )
        self.other = other


@transaction.atomic
def link_number(
    patient: Patient,
    *,
    identity: Identity,
    reason: str,
    by: User,
    at: datetime,
    level: str = "",
    granted_year: int | None = None,
) -> Patient:
    """Give the person the number; the one before it goes on leading here."""
    patient = locked(patient)
    if patient.merged_into_id:
        raise AlreadyDone(_("Patienten är ihopslagen med en annan."))
    if patient.identity_number == identity.number:
        return patient
    if identity.is_stand_in and not is_stand_in(patient):
        raise Refused(_("Patienten har redan ett riktigt nummer. Det ska stå kvar."))
    other = Patient.objects.with_number(identity.number).exclude(pk=patient.pk).first()
    if other:
        raise BelongsToAnother(other)
    before = patient.identity_kind
    keep_number(patient, reason=reason, by=by, at=at)
    patient.identity_number, patient.identity_kind = identity.number, identity.kind
    patient.identity_level, patient.number_granted_year = level, granted_year
    patient.birth_date = identity.birth_date or patient.birth_date
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError as error:
        # Somebody registered a person with the number a moment ago.
        other = Patient.objects.with_number(identity.number).get()
        raise BelongsToAnother(other) from error
    note(
        "patient.number_linked",
        patient,
        by=by,
        at=at,
        reason=reason,
        **{"from": before, "to": str(identity.kind)},
    )
    return patient


def is_stand_in(patient: Patient) -> bool:
    """Whether the person has no number, or one until the real one is known."""
    kind = patient.identity_kind
    return not kind or Kind(kind) in STAND_IN


def keep_number(
    patient: Patient,
    *,
    reason: str,
    by: User,
    at: datetime,
    owner: Patient | None = None,
) -> None:
    """Write down a number that is about to be replaced; it leads to `owner`."""
    if patient.identity_number is None:
        return
    PatientNumber.objects.get_or_create(
        number=patient.identity_number,
        defaults={
            "patient": owner or patient,
            "kind": patient.identity_kind,
            "replaced_at": at,
            "replaced_by": by,
            "reason": reason,
        },
    )
