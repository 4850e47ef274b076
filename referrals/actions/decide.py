"""What those who assess do: accept, ask, turn away, assign, undo."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission, Role
from audit import actions as audit
from patients import actions as patients
from patients.lifecycle import Closing, Phase
from patients.models import Consent
from referrals.actions import tell, versions
from referrals.actions.join import let_parts_stand
from referrals.actions.receive import check_edition, locked, raise_risk_task
from referrals.actions.send import Person, registered
from referrals.lifecycle import UNDOABLE, Status, check_move
from referrals.models import (
    ClinicConsent,
    DecisionReason,
    Question,
    Referral,
    ReferralVersion,
    Reply,
)

UNDO_FOR = timedelta(minutes=10)


def _decide(
    referral: Referral,
    *,
    to: Status,
    by: User,
    at: datetime,
    reason: str = "",
    destination: str = "",
    for_patient: str = "",
    chosen: DecisionReason | None = None,
) -> None:
    """Write the decision on the row and tick off what waited for it."""
    check_move(referral.status, to)
    referral.status, referral.reply_by = to, None
    referral.decided_at, referral.decided_by = at, by
    referral.decision_reason, referral.redirected_to = reason, destination
    referral.reason, referral.decision_for_patient = chosen, for_patient
    referral.joined_to = referral.joined_at = referral.joined_by = None
    referral.edition += 1
    referral.undo_until = at + UNDO_FOR if to in UNDOABLE else None
    referral.save()
    patients.complete_tasks_about(referral, by=by, at=at)
    tell.stop_asking(referral, by=by, at=at)
    audit.record(
        kind=f"referral.{to}",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=reason,
    )


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
    _decide(referral, to=Status.ACCEPTED, by=by, at=at)
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
    tell.confirm(
        referral,
        text=_(
            "Vi har antagit remissen. Vi kontaktar patienten senast %(day)s. Fortsätt "
            "att förskriva som vanligt tills ni hör av oss."
        )
        % {"day": first_contact_on.isoformat()},
        confirms=Reply.Confirms.ACCEPTED,
        by=by,
        at=at,
    )
    tell.tell_person(referral, by=by, at=at)
    return referral


def _answers_nobody(referral: Referral) -> bool:
    """Whoever asked for themselves decides whether their health centre is answered."""
    if not referral.is_self_referral or tell.clinics_of(referral):
        return False
    named = referral.health_centre_id or referral.health_centre_text
    return not (named and referral.clinic_consent == ClinicConsent.YES)


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
    audit.record(
        kind="referral.question_asked",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        details={"question": str(question.pk), "to": to},
    )
    tell.pass_on(question, referral, by=by, at=at)
    return question


@transaction.atomic
def redirect(
    referral: Referral,
    *,
    reason: str,
    destination: str,
    by: User,
    at: datetime,
    for_patient: str = "",
    chosen: DecisionReason | None = None,
    edition: int | None = None,
) -> Referral:
    """Somebody else helps better: say why and who.

    `reason` is for whoever referred, `for_patient` the same in plain words. What was
    sent is passed on word for word, as a version of its own (rules REF-07).
    """
    referral = locked(referral)
    check_edition(referral, edition)
    _decide(
        referral,
        to=Status.REDIRECTED,
        reason=reason,
        destination=destination,
        for_patient=for_patient,
        chosen=chosen,
        by=by,
        at=at,
    )
    versions.write(
        referral,
        ReferralVersion.Change.FORWARDED,
        forwarded_to=destination,
        reason=reason,
        by=by,
        at=at,
    )
    tell.confirm(
        referral,
        text=_("Vi hänvisar vidare till: %(destination)s. Skäl: %(reason)s")
        % {"destination": destination, "reason": reason},
        confirms=Reply.Confirms.FORWARDED,
        by=by,
        at=at,
    )
    tell.tell_person(referral, by=by, at=at)
    return referral


@transaction.atomic
def reject(
    referral: Referral,
    *,
    reason: str,
    destination: str,
    by: User,
    at: datetime,
    for_patient: str = "",
    chosen: DecisionReason | None = None,
    edition: int | None = None,
) -> Referral:
    """Say no, why, and where to turn instead. Only ever a person's decision."""
    if by.role == Role.SYSTEM:
        raise Refused(_("Bara en människa kan avböja en remiss."))
    referral = locked(referral)
    check_edition(referral, edition)
    _decide(
        referral,
        to=Status.REJECTED,
        reason=reason,
        destination=destination,
        for_patient=for_patient,
        chosen=chosen,
        by=by,
        at=at,
    )
    tell.confirm(
        referral,
        text=_(
            "Vi kan inte ta emot remissen. Skäl: %(reason)s "
            "Patienten kan i stället vända sig till: %(destination)s"
        )
        % {"destination": destination, "reason": reason},
        confirms=Reply.Confirms.REFUSED,
        by=by,
        at=at,
    )
    tell.tell_person(referral, by=by, at=at)
    return referral


@transaction.atomic
def withdraw(
    referral: Referral, *, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Take the referral back, by whoever sent it or at their request."""
    referral = locked(referral)
    let_parts_stand(referral, by=by, at=at)
    _decide(referral, to=Status.WITHDRAWN, reason=reason, by=by, at=at)
    if by.unit_id != referral.sender_unit_id:
        tell.confirm(
            referral,
            text=_("Remissen är återtagen. %(reason)s") % {"reason": reason},
            confirms=Reply.Confirms.CANCELLED,
            by=by,
            at=at,
        )
    return referral


@transaction.atomic
def assign(
    referral: Referral, *, to: User, reason: str, by: User, at: datetime
) -> Referral:
    """Let a colleague assess it, and say why."""
    referral = locked(referral)
    if not referral.is_undecided:
        raise Refused(_("Remissen är redan bedömd."))
    if not to.may(Permission.TRIAGE) or to.unit_id != referral.unit_id:
        raise Refused(_("Välj någon på enheten som bedömer remisser."))
    referral.assigned_to = to
    referral.edition += 1
    referral.save(update_fields=["assigned_to", "edition"])
    audit.record(
        kind="referral.assigned",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=reason,
        details={"to": str(to.pk)},
    )
    return referral


@transaction.atomic
def undo(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take a decision back while nobody outside has been told."""
    referral = locked(referral)
    check_move(referral.status, Status.RECEIVED)
    if not referral.can_be_undone(at):
        raise Refused(_("Ett beslut går att ångra i tio minuter. Den tiden har gått."))
    before = referral.status
    patients.complete_tasks_about(referral, by=by, at=at)
    _close_what_was_opened(referral, by=by, at=at)
    tell.take_back_unread(referral, by=by, at=at)
    referral.status, referral.case = Status.RECEIVED, None
    referral.decided_at = referral.decided_by = referral.undo_until = None
    referral.decision_reason = referral.redirected_to = ""
    referral.reason, referral.decision_for_patient = None, ""
    referral.edition += 1
    referral.save()
    audit.record(
        kind="referral.undone",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        details={"from": before},
    )
    raise_risk_task(referral, by=by, at=at)
    return referral


def _close_what_was_opened(referral: Referral, *, by: User, at: datetime) -> None:
    """Close the case that the decision opened, unless care has begun."""
    case = referral.case
    if case is None:
        return
    if case.phase != Phase.ASSESSMENT:
        raise Refused(_("Vården har redan börjat. Avsluta vårdärendet i stället."))
    patients.complete_tasks_about(case, by=by, at=at)
    patients.close(case, closing=Closing.UNDONE, by=by, at=at)


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
