"""What leaves the unit about a referral: replies to the clinic, neutral messages."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from jurisdictions import clocks, phones
from messaging import actions as messaging
from messaging import queries as ways
from messaging.lifecycle import Channel
from messaging.models import Message
from messaging.queries import Way
from patients import actions as patients
from referrals.actions import posting
from referrals.actions.row import give_task, locked, note
from referrals.models import Question, Referral, Reply


def clinics_of(referral: Referral) -> list[Referral]:
    """The referral and its parts, as far as a clinic sent them."""
    return [row for row in (referral, *referral.parts.all()) if row.sender_unit_id]


@transaction.atomic
def reply(
    referral: Referral,
    *,
    kind: Reply.Kind,
    text: str,
    by: User,
    at: datetime,
    readable_from: datetime | None = None,
    confirms: str = "",
) -> Reply:
    """Answer every clinic of the case. The final answer lets the case be closed."""
    referral = locked(referral)
    receivers = clinics_of(referral)
    if not receivers:
        if not referral.may_tell_health_centre:
            raise Refused(_("Egenremissen kom inte från någon vårdcentral."))
        receivers = [referral]
    written = [
        _reply_to(
            one,
            kind=kind,
            text=text,
            confirms=confirms,
            readable_from=readable_from or at,
            by=by,
            at=at,
        )
        for one in receivers
    ]
    if kind == Reply.Kind.FINAL and referral.case:
        patients.mark_answered(referral.case, by=by, at=at)
    return written[0]


def _reply_to(
    referral: Referral,
    *,
    kind: Reply.Kind,
    text: str,
    confirms: str,
    readable_from: datetime,
    by: User,
    at: datetime,
) -> Reply:
    written = Reply.objects.create(
        referral=referral,
        kind=kind,
        text=text,
        confirms=confirms,
        sent_at=at,
        sent_by=by,
        readable_from=readable_from,
    )
    note("referral.replied", referral, by=by, at=at, reply=str(written.pk), kind=kind)
    if referral.sender_unit and referral.sender_unit.email:
        messaging.queue(
            subject=written,
            kind="news",
            version=1,
            channel=Channel.EMAIL,
            to=referral.sender_unit.email,
            language="sv",
            not_before=written.readable_from,
            by=by,
            at=at,
        )
    return written


def confirm(
    referral: Referral,
    *,
    text: str,
    confirms: Reply.Confirms,
    by: User,
    at: datetime,
) -> None:
    """Tell the clinics what was decided, once it can no longer be undone."""
    if not clinics_of(referral):
        return
    reply(
        referral,
        kind=Reply.Kind.CONFIRMATION,
        confirms=confirms,
        text=text,
        by=by,
        at=at,
        readable_from=referral.undo_until or at,
    )


def tell_person(referral: Referral, *, by: User, at: datetime) -> None:
    """Tell the person that there is news, or let a colleague write or call."""
    way = _way_to(referral)
    if way is None:
        if referral.case is None:
            _write_or_call(referral, by=by, at=at)
        return
    earlier = Message.objects.about(referral).filter(kind="news")
    messaging.queue(
        subject=referral,
        kind="news",
        version=earlier.count() + 1,
        channel=way.channel,
        to=way.to,
        language=referral.language,
        not_before=referral.undo_until or at,
        patient=None if referral.is_self_referral else referral.patient,
        by=by,
        at=at,
    )


def pass_on(question: Question, referral: Referral, *, by: User, at: datetime) -> None:
    """Let whoever is asked know that there is a question."""
    way = _way_to_asked(question, referral)
    if way:
        messaging.queue(
            subject=question,
            kind="question",
            version=1,
            channel=way.channel,
            to=way.to,
            language=referral.language,
            by=by,
            at=at,
        )
    elif question.to == Question.To.PATIENT:
        _call(referral, title=_("Ring och ställ frågan"), by=by, at=at)


def _way_to_asked(question: Question, referral: Referral) -> Way | None:
    if question.to == Question.To.PATIENT:
        return _way_to(referral) if _has_a_page(referral) else None
    email = referral.sender_unit.email if referral.sender_unit else ""
    return Way(Channel.EMAIL, email) if email else None


def _has_a_page(referral: Referral) -> bool:
    """Tell whether the person can answer by themselves: follows it, or signs in."""
    signs_in = referral.patient is not None and referral.patient.user_id is not None
    return referral.is_self_referral or signs_in


def _way_to(referral: Referral) -> Way | None:
    """How the person can be told: as they said, or as they wrote themselves."""
    if referral.hides_contact:
        return None
    if referral.patient and (way := ways.way_to(referral.patient)):
        return way
    if not referral.is_self_referral:
        return None
    # Whoever refers themselves gave the number so that they can be told.
    if referral.phone and phones.is_mobile(referral.phone):
        return Way(Channel.SMS, referral.phone)
    return Way(Channel.EMAIL, referral.email) if referral.email else None


def _write_or_call(referral: Referral, *, by: User, at: datetime) -> None:
    """A letter where one reaches the person, ready to be read and sent; else a call."""
    if posting.can_be_written_to(referral):
        posting.prepare_decision(referral, by=by, at=at)
    else:
        _call(referral, title=_("Berätta beskedet för patienten"), by=by, at=at)


def _call(referral: Referral, *, title: str, by: User, at: datetime) -> None:
    """Give whoever decided the call, due on the next working day."""
    give_task(
        referral,
        kind="referral.call",
        title=f"{title}: %(reference)s",
        why=_("Personen kan inte nås med sms eller e-post."),
        owner=by,
        due_on=clocks.working_days_after(timezone.localdate(at), 1),
        by=by,
        at=at,
    )


def take_back_unread(referral: Referral, *, by: User, at: datetime) -> None:
    """Take back what nobody outside has been able to read yet."""
    messaging.withdraw_for(referral, kinds={"news"}, by=by, at=at)
    posting.take_back_of_decision(referral, by=by, at=at)
    replies = Reply.objects.filter(
        Q(referral=referral) | Q(referral__joined_to=referral)
    )
    for unread in replies.filter(readable_from__gt=at, withdrawn_at=None):
        messaging.withdraw_for(unread, by=by, at=at)
        unread.withdrawn_at, unread.withdrawn_by = at, by
        unread.save(update_fields=["withdrawn_at", "withdrawn_by"])


def stop_asking(referral: Referral, *, by: User, at: datetime) -> None:
    """A question that has not left yet need not, once there is a decision."""
    for question in referral.questions.filter(answered_at=None):
        messaging.withdraw_for(question, by=by, at=at)
