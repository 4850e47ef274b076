"""What the referring clinic does: sends, answers, takes back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, Municipality, User, system_user
from accounts.refusals import AlreadyDone, Refused
from jurisdictions.identity import Identity
from patients import actions as patients
from patients.models import Patient, Protection
from referrals.actions import (
    attach,
    clinic_draft,
    own_part,
    person_letters,
    protecting,
    replies,
    versions,
)
from referrals.actions.receive import arrive, new_reference, receiving_unit
from referrals.actions.row import give_task, locked, note
from referrals.actions.turns import one_at_a_time
from referrals.lifecycle import Status, check_move
from referrals.models import (
    PINNING,
    Medicine,
    Question,
    Referral,
    ReferralVersion,
    Source,
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who the referral is about, as the clinic or the unit wrote it."""

    given_name: str
    family_name: str
    identity: Identity | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    may_leave_voicemail: bool = False
    interpreter: str = ""
    language: str = "sv"
    municipality: Municipality | None = None
    health_centre: CareUnit | None = None
    is_protected: bool = False

    @property
    def name(self) -> str:
        """Both names, for a sentence."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the clinic asks for and why."""

    goal: str
    issued_on: date
    medicines: Iterable[Mapping[str, Any]]
    attempt: str
    attempt_year: int | None = None
    attempt_outcome: str = ""
    attempt_absence: str = ""
    risks: list[str] = field(default_factory=list)
    told_and_willing: bool = False
    agrees_to_sms: bool = False
    lives_elsewhere: bool = False
    incomplete_reason: str = ""
    sent_although: str = ""
    care_remains: bool | None = None
    attention: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def registered(person: Person, *, by: User, at: datetime) -> Patient:
    """The patient with the person's number; what we already know is kept."""
    identity = person.identity
    patient = patients.register(
        identity_number=identity.number if identity else None,
        identity_kind=str(identity.kind) if identity else "",
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=identity.birth_date if identity else person.birth_date,
        phone=person.phone,
        email=person.email,
        may_leave_voicemail=person.may_leave_voicemail,
        interpreter=person.interpreter,
        language=person.language,
        municipality=person.municipality,
        health_centre=person.health_centre,
        protection=Protection.MARKED if person.is_protected else Protection.NONE,
        by=by,
        at=at,
    )
    if person.is_protected and not patient.is_protected:
        patient = patients.change_contact(
            patient, protection=Protection.MARKED, by=by, at=at
        )
        for earlier in patient.referrals.all():
            protecting.stop_messages(earlier, by=by, at=at)
    return patient


def sent_before(form_key: uuid.UUID, *, by: User) -> Referral | None:
    """What an earlier press of the same form sent, if it did."""
    earlier = Referral.objects.filter(form_key=form_key).first()
    if earlier and earlier.sender_unit_id != by.unit_id:
        raise Refused(_("Formuläret har redan använts. Öppna en ny remiss."))
    return earlier


@transaction.atomic
def send(
    *,
    form_key: uuid.UUID,
    person: Person,
    request: Request,
    by: User,
    at: datetime,
    asks_patient: bool = True,
) -> Referral:
    """Send a referral to the unit. A second press gives the same referral back.

    The patient is asked for their own part, unless they began it all themselves.
    """
    one_at_a_time(form_key)
    if earlier := sent_before(form_key, by=by):
        return earlier
    patient = registered(person, by=by, at=at)
    referral = _written(form_key, patient, person, request, by=by, at=at)
    Medicine.objects.bulk_create(
        Medicine(referral=referral, **line) for line in request.medicines
    )
    note("referral.sent", referral, by=by, at=at, reason=request.incomplete_reason)
    versions.write(referral, ReferralVersion.Change.NEW, by=by, at=at)
    attach.bind(referral, by=by, at=at)
    clinic_draft.end(form_key, by=by)
    arrive(referral, by=system_user(), at=at)
    replies.confirm_receipt(referral, by=system_user(), at=at)
    person_letters.show_receipt(referral, by=system_user(), at=at)
    if asks_patient:
        own_part.ask_when_received(referral, by=system_user(), at=at)
    return referral


def _written(
    form_key: uuid.UUID,
    patient: Patient,
    person: Person,
    request: Request,
    *,
    by: User,
    at: datetime,
) -> Referral:
    return Referral.objects.create(
        reference=new_reference(),
        form_key=form_key,
        source=Source.CLINIC,
        status=Status.SENT,
        unit=receiving_unit(),
        issued_on=request.issued_on,
        sent_at=at,
        sender=by,
        sender_unit=by.unit,
        patient=patient,
        name=person.name,
        phone=person.phone,
        interpreter=person.interpreter,
        municipality=person.municipality,
        lives_elsewhere=request.lives_elsewhere,
        is_protected=person.is_protected,
        goal=request.goal,
        attempt=request.attempt,
        attempt_year=request.attempt_year,
        attempt_outcome=request.attempt_outcome,
        attempt_absence=request.attempt_absence,
        risks=request.risks,
        is_risk=bool(PINNING & set(request.risks)),
        told_and_willing=request.told_and_willing,
        agrees_to_sms=request.agrees_to_sms,
        incomplete_reason=request.incomplete_reason,
        sent_although=request.sent_although,
        care_remains=request.care_remains,
        attention=request.attention,
        extra=dict(request.extra),
        clock_from=request.issued_on,
    )


@transaction.atomic
def answer(question: Question, *, text: str, by: User, at: datetime) -> Referral:
    """Answer what the unit asked. The last answer puts the referral back in line.

    One that comes when the referral has been decided is kept, and somebody reads it.
    """
    referral = locked(question.referral)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.answered_at:
        raise AlreadyDone(
            _("Frågan är redan besvarad, %(day)s.")
            % {"day": f"{timezone.localtime(question.answered_at):%Y-%m-%d}"}
        )
    question.answer, question.answered_at, question.answered_by = text, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    _put_back_in_line(referral)
    note(
        "referral.question_answered", referral, by=by, at=at, question=str(question.pk)
    )
    if referral.status == Status.RECEIVED:
        for kind in ("referral.no_answer", "referral.stale"):
            patients.complete_tasks_about(referral, kind=kind, by=by, at=at)
    if not referral.lead.is_undecided:
        _have_it_read(referral, by=by, at=at)
    return referral


def _have_it_read(referral: Referral, *, by: User, at: datetime) -> None:
    """Those who decided did not know what the answer says."""
    give_task(
        referral.lead,
        kind="referral.answered_late",
        title=_("Läs svaret: %(reference)s"),
        why=_("Remissen var redan avgjord när svaret kom."),
        owner=referral.lead.assigned_to,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def _put_back_in_line(referral: Referral) -> None:
    """With nothing left to answer, the referral waits for the unit again."""
    if referral.status != Status.WAITING_INFO:
        return
    left = referral.questions.filter(answered_at=None).order_by("reply_by").first()
    if left:
        referral.reply_by = left.reply_by
    else:
        check_move(referral.status, Status.RECEIVED)
        referral.status, referral.reply_by = Status.RECEIVED, None
    referral.edition += 1
    referral.save(update_fields=["status", "reply_by", "edition"])
