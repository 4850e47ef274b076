"""Who may see what: care relations, blocks, consent."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import CareUnit, User
from accounts.roles import Permission
from audit import actions as audit
from patients.models import (
    Block,
    CareRelation,
    Consent,
    Patient,
    end_of_day,
)

Kind = CareRelation.Kind


@transaction.atomic
def relate(
    patient: Patient,
    *,
    user: User,
    kind: CareRelation.Kind,
    by: User,
    at: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> CareRelation | None:
    """Let `user` take part in the care. None for those who do no care or already do."""
    if not user.may(Permission.CARE):
        return None
    standing = CareRelation.objects.filter(patient=patient, user=user, kind=kind)
    if standing.in_force().exists():
        return None
    try:
        with transaction.atomic():
            relation = CareRelation.objects.create(
                patient=patient,
                user=user,
                kind=kind,
                since=at,
                until=until,
                reason=reason,
            )
    except IntegrityError:
        # Two bookings at the same moment: the other one was faster.
        if standing.in_force().exists():
            return None
        raise
    audit.record(
        kind="care_relation.began",
        subject=relation,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
        details={"kind": kind, "user": str(user.pk)},
    )
    return relation


@transaction.atomic
def open_with_reason(
    patient: Patient, *, reason: str, by: User, at: datetime
) -> CareRelation | None:
    """Open a record outside one's own list, for today, and say why."""
    return relate(
        patient,
        user=by,
        kind=Kind.REASON,
        by=by,
        at=at,
        until=end_of_day(at),
        reason=reason,
    )


@transaction.atomic
def block(patient: Patient, *, unit: CareUnit, by: User, at: datetime) -> Block:
    """Keep the unit's data about the patient from all other units."""
    standing, is_new = Block.objects.get_or_create(
        patient=patient,
        unit=unit,
        lifted_at=None,
        defaults={"since": at, "set_by": by},
    )
    if is_new:
        audit.record(kind="block.set", subject=standing, patient=patient, by=by, at=at)
    return standing


@transaction.atomic
def lift_block(block: Block, *, by: User, at: datetime, reason: str = "") -> Block:
    """Let other units see the data again, with the patient's consent."""
    block = Block.objects.select_for_update(of=("self",)).get(pk=block.pk)
    if block.lifted_at:
        return block
    block.lifted_at, block.lifted_by = at, by
    block.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(
        kind="block.lifted",
        subject=block,
        patient=block.patient,
        by=by,
        at=at,
        reason=reason,
    )
    return block


@transaction.atomic
def consent(
    patient: Patient,
    *,
    purpose: Consent.Purpose,
    answer: Consent.Answer,
    by: User,
    at: datetime,
) -> Consent:
    """Write down what the patient said yes or no to."""
    given = Consent.objects.create(
        patient=patient, purpose=purpose, answer=answer, given_at=at, recorded_by=by
    )
    audit.record(
        kind="consent.given",
        subject=given,
        patient=patient,
        by=by,
        at=at,
        details={"purpose": purpose, "answer": answer},
    )
    return given
