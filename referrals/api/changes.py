"""What a clinic's system does with a referral that it has sent."""

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.refusals import AlreadyDone, ChangedMeanwhile, ImpossibleMove
from referrals import actions, permissions
from referrals.actions import attach as files
from referrals.api import doors
from referrals.api.changing import AnswerFields, CompletionFields, WithdrawalFields
from referrals.api.parts import AttachmentFields
from referrals.lifecycle import Status
from referrals.models import Attachment, Question, Referral, ReferralVersion


@doors.door("POST", "complete_referral", fields=CompletionFields, made=201)
def complete(request: Request, reference: str) -> Response:
    """Say more, or something else, as the next version; nothing is lost of the last.

    Fields that are left out stay. Who it is about, its date and its units are locked.
    """
    user, at = doors.caller(request), timezone.now()
    referral = doors.found(user, reference)
    fields = CompletionFields(data=request.data, context={"referral": referral})
    fields.is_valid(raise_exception=True)
    later = _written_since(referral, fields, at)
    if _is_said_in(later, fields):
        return doors.told(user, referral, at=at)
    doors.forbid(permissions.why_not_complete(user, referral))
    if later:
        raise ChangedMeanwhile(
            _("Remissen har ändrats sedan version %(number)d. Läs den igen först.")
            % {"number": fields.validated_data["based_on"]}
        )
    try:
        _write(referral, fields, by=user, at=at)
    except AlreadyDone:
        return doors.told(user, referral, at=at)
    return doors.told(user, doors.found(user, reference), at=at, status=201)


def _written_since(
    referral: Referral, fields: CompletionFields, at: datetime
) -> ReferralVersion | None:
    """The version after the one that the sender has read, if one has come."""
    read = fields.validated_data["based_on"]
    rows = list(referral.versions.told(at).filter(number__gte=read)[:2])
    if not rows or rows[0].number != read:
        raise ValidationError({"based_on": [_("Versionen finns inte.")]})
    return rows[1] if rows[1:] else None


def _is_said_in(later: ReferralVersion | None, fields: CompletionFields) -> bool:
    """Whether it is this very call that was written then."""
    if later is None or later.change != ReferralVersion.Change.CHANGED:
        return False
    return fields.is_said_in(later.content)


def _write(
    referral: Referral, fields: CompletionFields, *, by: User, at: datetime
) -> None:
    try:
        actions.complete(
            referral,
            changes=fields.changes(),
            medicines=fields.lines(),
            by=by,
            at=at,
            edition=referral.edition,
        )
    except ChangedMeanwhile:
        # The same call, sent twice at once: the other was a moment faster.
        if not _is_said_in(_written_since(referral, fields, at), fields):
            raise


@doors.door("POST", "answer_question", fields=AnswerFields, named=["question"])
def answer(request: Request, reference: str, question: str) -> Response:
    """Answer a question of the unit. The same answer again is the same answer."""
    user, at = doors.caller(request), timezone.now()
    referral = doors.found(user, reference)
    asked = _asked(referral, question)
    fields = AnswerFields(data=request.data)
    fields.is_valid(raise_exception=True)
    if asked.answer != fields.validated_data["text"]:
        if not asked.answered_at:
            doors.forbid(permissions.why_not_answer(user, asked))
        _answer(asked, fields.validated_data["text"], by=user, at=at)
    return doors.told(user, doors.found(user, reference), at=at)


def _answer(asked: Question, text: str, *, by: User, at: datetime) -> None:
    try:
        actions.answer(asked, text=text, by=by, at=at)
    except AlreadyDone:
        asked.refresh_from_db()
        if asked.answer != text:
            raise


def _asked(referral: Referral, typed: str) -> Question:
    """A question to this clinic about this referral."""
    rows = referral.questions.filter(to=Question.To.REFERRER)
    try:
        return rows.select_related("referral__joined_to").get(pk=uuid.UUID(typed))
    except (ValueError, Question.DoesNotExist) as fault:
        raise doors.not_here() from fault


@doors.door("POST", "withdraw_referral", fields=WithdrawalFields)
def withdraw(request: Request, reference: str) -> Response:
    """Take the referral back, with a reason. Twice is once."""
    user, at = doors.caller(request), timezone.now()
    referral = doors.found(user, reference)
    fields = WithdrawalFields(data=request.data)
    fields.is_valid(raise_exception=True)
    if referral.status != Status.WITHDRAWN:
        doors.forbid(permissions.why_not_withdraw(user, referral))
        _withdraw(referral, fields.validated_data["reason"], by=user, at=at)
    return doors.told(user, doors.found(user, reference), at=at)


def _withdraw(referral: Referral, reason: str, *, by: User, at: datetime) -> None:
    try:
        actions.withdraw(referral, reason=reason, by=by, at=at)
    except ImpossibleMove:
        # The same call, sent twice at once: the other was a moment faster.
        referral.refresh_from_db(fields=["status"])
        if referral.status != Status.WITHDRAWN:
            raise


@doors.door("POST", "attach_file", fields=AttachmentFields, made=201)
def attach(request: Request, reference: str) -> Response:
    """Add a file to a referral that waits. The same file twice is one."""
    user, at = doors.caller(request), timezone.now()
    referral = doors.found(user, reference)
    fields = AttachmentFields(data=request.data)
    fields.is_valid(raise_exception=True)
    doors.forbid(permissions.why_not_attach(user, referral))
    kept = files.attach(
        form_key=referral.form_key, **fields.validated_data, by=user, at=at
    )
    status = 201 if kept.added_at == at else 200
    return doors.told(user, referral, at=at, status=status)


@doors.door("DELETE", "detach_file", named=["file"])
def detach(request: Request, reference: str, file: str) -> Response:
    """Take away a file that the virus scanner cannot read. What else was sent stays."""
    user, at = doors.caller(request), timezone.now()
    referral = doors.found(user, reference)
    try:
        kept = referral.attachments.get(pk=uuid.UUID(file))
    except (ValueError, Attachment.DoesNotExist) as fault:
        raise doors.not_here() from fault
    files.detach(kept, by=user, at=at)
    return doors.told(user, referral, at=at)
