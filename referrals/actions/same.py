"""Whether two are one person: said, and taken back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients.models import Patient
from referrals.actions.join import join
from referrals.actions.protecting import stop_messages
from referrals.actions.row import locked, note
from referrals.lifecycle import Status
from referrals.models import NotSame, Referral


def lead_of(one: Referral, other: Referral) -> tuple[Referral, Referral]:
    """Which of two becomes a part, and of which: what is decided leads, else the first.

    A decision cannot be joined to what waits, so it is always the one that leads.
    """
    decided = one.status == Status.ACCEPTED, other.status == Status.ACCEPTED
    if decided != (False, False):
        return (other, one) if decided[0] else (one, other)
    first, second = sorted((one, other), key=lambda row: (row.sent_at, str(row.pk)))
    return second, first


@transaction.atomic
def join_same(
    one: Referral, *, other: Referral, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Make one case of two referrals, whichever leads. Returns the one that leads."""
    part, lead = lead_of(one, other)
    return join(part, to=lead, by=by, at=at, reason=reason)


@transaction.atomic
def join_case(
    referral: Referral, *, to: Referral, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Let the referral be part of the case that the person has already."""
    if referral.patient_id is None and to.patient:
        referral = settle_person(referral, patient=to.patient, by=by, at=at)
    return join(referral, to=to, by=by, at=at, reason=reason)


@transaction.atomic
def settle_person(
    referral: Referral, *, patient: Patient, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Write who a self-referral is about, before anybody has decided on it."""
    referral = locked(referral)
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).get(
        pk=patient.pk
    )
    if patient.merged_into_id:
        raise Refused(_("Patienten är ihopslagen med en annan."))
    if referral.patient_id == patient.pk:
        return referral
    if referral.patient_id:
        raise Refused(
            _("Remissen gäller redan en patient. Slå ihop patienterna i stället.")
        )
    referral.patient = patient
    referral.edition += 1
    referral.save(update_fields=["patient", "edition"])
    if patient.is_protected:
        stop_messages(referral, by=by, at=at)
    audit.record(
        kind="referral.person_settled",
        subject=referral,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
    )
    return referral


@transaction.atomic
def unsettle_person(
    referral: Referral, *, by: User, at: datetime, reason: str
) -> Referral:
    """It was somebody else: nobody has settled any longer who asked."""
    referral = locked(referral)
    if not referral.is_self_referral or not referral.is_undecided:
        raise Refused(_("Bara en egenremiss som väntar kan lossas från patienten."))
    patient = referral.patient
    if patient is None:
        return referral
    referral.patient = None
    referral.edition += 1
    referral.save(update_fields=["patient", "edition"])
    audit.record(
        kind="referral.person_unsettled",
        subject=referral,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
    )
    return referral


@transaction.atomic
def tell_apart(
    referral: Referral,
    *,
    other: Referral | None = None,
    patient: Patient | None = None,
    by: User,
    at: datetime,
) -> NotSame:
    """Remember that somebody compared the two and they are two people."""
    pair = _pair(referral, other, patient)
    try:
        with transaction.atomic():
            said = NotSame.objects.create(said_at=at, said_by=by, **pair)
    except IntegrityError:
        # Said a moment ago, perhaps by a second press.
        return NotSame.objects.in_force().get(**pair)
    apart = str((other or patient).pk)  # type: ignore[union-attr]
    note("referral.told_apart", referral, by=by, at=at, other=apart)
    return said


def _pair(
    referral: Referral, other: Referral | None, patient: Patient | None
) -> dict[str, Referral | Patient | None]:
    """The same two in the same order, whoever was open."""
    if other is None:
        return {"referral": referral, "other": None, "patient": patient}
    first, second = sorted((referral, other), key=lambda row: str(row.pk))
    return {"referral": first, "other": second, "patient": None}


@transaction.atomic
def doubt_again(said: NotSame, *, by: User, at: datetime) -> NotSame:
    """Take it back: the two may be one person after all, and are shown again."""
    said = NotSame.objects.select_for_update(of=("self",)).get(pk=said.pk)
    if said.taken_back_at:
        return said
    said.taken_back_at, said.taken_back_by = at, by
    said.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(kind="referral.doubted_again", subject=said.referral, by=by, at=at)
    return said
