"""Everything that can be done to a patient, a case and its tasks."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import AlreadyDone, Refused
from accounts.roles import Permission
from audit import actions as audit
from patients.lifecycle import Closing, Phase, check_move
from patients.models import (
    Block,
    CareRelation,
    Case,
    Consent,
    Patient,
    Task,
    end_of_day,
)

Kind = CareRelation.Kind


@transaction.atomic
def register(*, by: User, at: datetime, **fields: Any) -> Patient:
    """Register a person, or return the one who already has the number."""
    number = fields.get("identity_number")
    if known := _with_number(number):
        return known
    try:
        with transaction.atomic():
            patient = Patient.objects.create(created_at=at, **fields)
    except IntegrityError:
        # Somebody else registered the same person a moment ago.
        if known := _with_number(number):
            return known
        raise
    audit.record(
        kind="patient.registered", subject=patient, patient=patient, by=by, at=at
    )
    return patient


def _with_number(number: str | None) -> Patient | None:
    """Return the person with the number, if we know one."""
    return Patient.objects.filter(identity_number=number).first() if number else None


@transaction.atomic
def change_contact(
    patient: Patient, *, by: User, at: datetime, **fields: str | bool
) -> Patient:
    """Write down a new phone, e-mail, address or language."""
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    for name, value in fields.items():
        setattr(patient, name, value)
    patient.save(update_fields=list(fields))
    audit.record(
        kind="patient.contact_changed",
        subject=patient,
        patient=patient,
        by=by,
        at=at,
        details={"fields": sorted(fields)},
    )
    return patient


@transaction.atomic
def connect_user(patient: Patient, *, user: User, by: User, at: datetime) -> Patient:
    """Let the patient sign in to the own pages as `user`."""
    patient = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    patient.user = user
    patient.save(update_fields=["user"])
    audit.record(
        kind="patient.user_connected", subject=patient, patient=patient, by=by, at=at
    )
    return patient


@transaction.atomic
def open_case(
    patient: Patient,
    *,
    unit: CareUnit,
    owner: User,
    no_referrer: bool,
    by: User,
    at: datetime,
) -> Case:
    """Open a case: the journey begins with assessment."""
    try:
        with transaction.atomic():
            case = Case.objects.create(
                patient=patient,
                unit=unit,
                owner=owner,
                opened_at=at,
                opened_by=by,
                phase_since=at,
                no_referrer=no_referrer,
            )
    except IntegrityError as error:
        raise AlreadyDone(_("Patienten har redan ett öppet vårdärende.")) from error
    audit.record(kind="case.opened_up", subject=case, patient=patient, by=by, at=at)
    for user in {owner, by}:
        relate(patient, user=user, kind=Kind.TEAM, by=by, at=at)
    return case


def _locked(case: Case) -> Case:
    """Return the row as it is now, held until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("patient", "unit", "owner")
        .get(pk=case.pk)
    )


@transaction.atomic
def move(case: Case, *, to: Phase, by: User, at: datetime, reason: str = "") -> Case:
    """Take the case to another open phase. Closing has its own action."""
    case = _locked(case)
    check_move(case.phase, to)
    before = case.phase
    case.phase, case.phase_since = to, at
    case.closing, case.closed_at, case.closed_by = "", None, None
    case.save(
        update_fields=["phase", "phase_since", "closing", "closed_at", "closed_by"]
    )
    audit.record(
        kind="case.moved",
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        reason=reason,
        details={"from": before, "to": to},
    )
    return case


@transaction.atomic
def mark_answered(case: Case, *, by: User, at: datetime) -> Case:
    """Note that whoever referred has been answered for the last time."""
    case = _locked(case)
    case.answered_at = at
    case.save(update_fields=["answered_at"])
    audit.record(kind="case.answered", subject=case, patient=case.patient, by=by, at=at)
    return case


@transaction.atomic
def close(
    case: Case, *, closing: Closing, by: User, at: datetime, reason: str = ""
) -> Case:
    """Close the case. Refused while whoever referred waits for an answer."""
    case = _locked(case)
    check_move(case.phase, Phase.CLOSED)
    unanswered = not (case.no_referrer or case.answered_at)
    if unanswered and closing != Closing.UNDONE:
        raise Refused(_("Svara den som remitterade innan du avslutar."))
    case.phase, case.phase_since, case.closing = Phase.CLOSED, at, closing
    case.closed_at, case.closed_by = at, by
    case.save(
        update_fields=["phase", "phase_since", "closing", "closed_at", "closed_by"]
    )
    audit.record(
        kind="case.closed",
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        reason=reason,
        details={"closing": closing},
    )
    return case


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


@transaction.atomic
def raise_task(
    *,
    kind: str,
    title: str,
    subject: models.Model,
    due_on: date,
    by: User,
    at: datetime,
    case: Case | None = None,
    owner: User | None = None,
    permission: Permission = Permission.CARE,
    why: str = "",
    is_urgent: bool = False,
) -> Task:
    """Give somebody something to do. The same thing waits only once."""
    label, key = subject._meta.label_lower, str(subject.pk)
    task, is_new = Task.objects.get_or_create(
        kind=kind,
        subject_label=label,
        subject_id=key,
        done_at=None,
        defaults={
            "title": title[:200],
            "why": why[:500],
            "case": case,
            "owner": owner,
            "permission": permission,
            "is_urgent": is_urgent,
            "due_on": due_on,
            "created_at": at,
        },
    )
    if is_new:
        patient = case.patient if case else None
        audit.record(kind="task.raised", subject=task, patient=patient, by=by, at=at)
        if case and owner:
            relate(case.patient, user=owner, kind=Kind.TASK, by=by, at=at)
    return task


@transaction.atomic
def complete_task(task: Task, *, by: User, at: datetime) -> Task:
    """Tick the task off. A second press changes nothing."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("case__patient")
        .get(pk=task.pk)
    )
    if task.done_at:
        return task
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])
    patient = task.case.patient if task.case else None
    audit.record(kind="task.done", subject=task, patient=patient, by=by, at=at)
    return task


def complete_tasks_about(
    subject: models.Model, *, by: User, at: datetime, kind: str = ""
) -> None:
    """Tick off what waited for `subject`, because it has been done."""
    waiting = Task.objects.undone().filter(
        subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    for task in waiting.filter(kind=kind) if kind else waiting:
        complete_task(task, by=by, at=at)


@transaction.atomic
def move_task(
    task: Task, *, owner: User | None, due_on: date, by: User, at: datetime
) -> Task:
    """Give the task another owner or another day."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    task.owner, task.due_on = owner, due_on
    task.save(update_fields=["owner", "due_on"])
    patient = task.case.patient if task.case else None
    audit.record(kind="task.moved", subject=task, patient=patient, by=by, at=at)
    if task.case and owner:
        relate(task.case.patient, user=owner, kind=Kind.TASK, by=by, at=at)
    return task


@transaction.atomic
def reveal(patient: Patient, *, reason: str, by: User, at: datetime) -> uuid.UUID:
    """Log that protected contact details were shown, and to whom."""
    event = audit.record(
        kind="patient.contact_revealed",
        subject=patient,
        patient=patient,
        by=by,
        at=at,
        reason=reason,
    )
    return event.pk
