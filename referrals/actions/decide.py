"""What those who assess do: accept, ask, take back for the sender."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.models import Consent
from referrals.actions import replies, tell, verdict
from referrals.actions.join import let_go, let_parts_stand
from referrals.actions.row import check_edition, locked, note
from referrals.actions.send import Person, registered
from referrals.lifecycle import Status, check_move
from referrals.models import LetterKind, Question, Referral


@transaction.atomic
def accept(
    referral: Referral,
    *,
    owner: User,
    first_contact_on: date,
    by: User,
    at: datetime,
    person: Person | None = None,
    edition: int | None = None,
) -> Referral:
    """Take the patient on: a case opens, and its owner makes the first contact.

    A self-referral has no patient yet: `person` is who it turned out to be. With the
    `edition` that the page showed, nobody else's change is overlooked.
    """
    referral = locked(referral)
    check_edition(referral, edition)
    check_move(referral.status, Status.ACCEPTED)
    if referral.patient is None:
        if person is None:
            raise Refused(_("Skriv vem personen är innan du antar egenremissen."))
        referral.patient = registered(person, by=by, at=at)
    referral.case = patients.open_case(
        referral.patient,
        unit=referral.unit,
        owner=owner,
        no_referrer=_answers_nobody(referral),
        by=by,
        at=at,
    )
    referral.assigned_to = owner
    verdict.write(referral, to=Status.ACCEPTED, by=by, at=at)
    _carry_consent(referral, by=by, at=at)
    patients.raise_task(
        kind="case.first_contact",
        title=_("Första kontakten"),
        why=_("Remissen %(reference)s är antagen.")
        % {"reference": referral.shown_reference},
        subject=referral.case,
        case=referral.case,
        owner=owner,
        due_on=first_contact_on,
        by=by,
        at=at,
    )
    replies.confirm(referral, LetterKind.ACCEPTED, by=by, at=at)
    tell.tell_person(referral, by=by, at=at)
    return referral


def _answers_nobody(referral: Referral) -> bool:
    """Whoever asked for themselves decides whether their health centre is answered."""
    if not referral.is_self_referral or replies.clinics_of(referral):
        return False
    return not referral.may_tell_health_centre


def _carry_consent(referral: Referral, *, by: User, at: datetime) -> None:
    """What the person said about the health centre follows to the case."""
    if referral.patient and referral.clinic_consent:
        patients.consent(
            referral.patient,
            purpose=Consent.Purpose.CLINIC,
            answer=Consent.Answer(referral.clinic_consent),
            by=by,
            at=at,
        )


@transaction.atomic
def ask(
    referral: Referral,
    *,
    to: Question.To,
    text: str,
    reply_by: date,
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Question:
    """Ask the clinic or the person for what is missing. The clock goes on."""
    referral = locked(referral)
    check_edition(referral, edition)
    check_move(referral.status, Status.WAITING_INFO)
    if to == Question.To.REFERRER and referral.sender_unit is None:
        raise Refused(_("Egenremissen kom inte från någon vårdcentral."))
    question = Question.objects.create(
        referral=referral, to=to, text=text, reply_by=reply_by, asked_at=at, asked_by=by
    )
    referral.status = Status.WAITING_INFO
    referral.reply_by = min(reply_by, referral.reply_by or reply_by)
    referral.edition += 1
    referral.save(update_fields=["status", "reply_by", "edition"])
    note(
        "referral.question_asked",
        referral,
        by=by,
        at=at,
        question=str(question.pk),
        to=to,
    )
    patients.complete_tasks_about(referral, kind="referral.stale", by=by, at=at)
    tell.pass_on(question, referral, by=by, at=at)
    return question


@transaction.atomic
def withdraw(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    edition: int | None = None,
) -> Referral:
    """Take the referral back, by whoever sent it or at their request."""
    referral = locked(referral)
    check_edition(referral, edition)
    lead = referral.joined_to
    let_parts_stand(referral, by=by, at=at)
    verdict.write(referral, to=Status.WITHDRAWN, reason=reason, by=by, at=at)
    if lead:
        let_go(lead, referral, kind="referral.part_withdrawn", by=by, at=at)
    if by.unit_id != referral.sender_unit_id:
        replies.confirm(referral, LetterKind.CANCELLED, by=by, at=at)
    return referral


@transaction.atomic
def reveal_contact(referral: Referral, *, reason: str, by: User, at: datetime) -> None:
    """Show protected contact details, and log to whom and why."""
    if referral.patient:
        patients.reveal(referral.patient, reason=reason, by=by, at=at)
        return
    audit.record(
        kind="referral.contact_revealed",
        subject=referral,
        by=by,
        at=at,
        reason=reason,
    )
