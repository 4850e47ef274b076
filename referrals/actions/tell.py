"""Telling the person and whoever is asked that there is news, without a word of it."""

from datetime import datetime

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
from referrals.actions import person_letters
from referrals.actions.row import give_task
from referrals.models import Question, Referral, Reply


def tell_person(referral: Referral, *, by: User, at: datetime) -> None:
    """Tell the person that there is news, or let a colleague write or call.

    The words themselves are on the own pages, for whoever has such.
    """
    person_letters.show_decision(referral, by=by, at=at)
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
    if person_letters.can_be_written_to(referral):
        person_letters.prepare_decision(referral, by=by, at=at)
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
    _take_back_message(referral, by=by, at=at)
    person_letters.take_back_of_decision(referral, by=by, at=at)
    replies = Reply.objects.filter(
        Q(referral=referral) | Q(referral__joined_to=referral)
    )
    for unread in replies.filter(readable_from__gt=at, withdrawn_at=None):
        _take_back_message(unread, by=by, at=at)
        unread.withdrawn_at, unread.withdrawn_by = at, by
        unread.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _take_back_message(told: Referral | Reply, *, by: User, at: datetime) -> None:
    """Stop the message, unless the sweep took it while somebody pressed undo."""
    messaging.withdraw_for(told, kinds={"news"}, by=by, at=at)
    decided_at = told.sent_at if isinstance(told, Reply) else told.decided_at
    if ways.has_left(told, kind="news", since=decided_at or at):
        raise Refused(
            _("Beskedet har redan gått iväg, så beslutet går inte att ångra.")
        )


def stop_asking(referral: Referral, *, by: User, at: datetime) -> None:
    """A question that has not left yet need not, once there is a decision."""
    for question in referral.questions.filter(answered_at=None):
        messaging.withdraw_for(question, by=by, at=at)
