"""Replies to the clinic that somebody writes: ten minutes to change one's mind."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from messaging import actions as messaging
from patients import actions as patients
from referrals import letters
from referrals.actions import replies
from referrals.actions.letters import Channel, discard_letter, reader_of, write_letter
from referrals.actions.posting import LEAVES_AFTER, send_letter, take_back_letter
from referrals.actions.row import locked
from referrals.models import Audience, LetterKind, Referral, Reply


@transaction.atomic
def answer_clinic(
    referral: Referral,
    *,
    kind: Reply.Kind,
    text: str,
    by: User,
    at: datetime,
    to_name: str = "",
    to_address: str = "",
) -> Reply:
    """Answer every clinic of the case; one without log-in gets it by post.

    A second press within the ten minutes gives the same reply.
    """
    referral = locked(referral)
    if earlier := _said_a_moment_ago(referral, kind, text, at=at):
        return earlier
    written = replies.reply(
        referral,
        kind=kind,
        text=text,
        readable_from=at + LEAVES_AFTER,
        by=by,
        at=at,
    )
    if not replies.clinics_of(referral):
        _by_post(written, to_name=to_name, to_address=to_address, by=by, at=at)
    return written


def _said_a_moment_ago(
    referral: Referral, kind: str, text: str, *, at: datetime
) -> Reply | None:
    rows = Reply.objects.filter(referral__in=[referral, *replies.clinics_of(referral)])
    return rows.filter(
        kind=kind, text=text, readable_from__gt=at, withdrawn_at=None
    ).first()


def _by_post(
    reply: Reply, *, to_name: str, to_address: str, by: User, at: datetime
) -> None:
    """The same words on paper, for a clinic that cannot sign in."""
    referral = reply.referral
    name, address = reader_of(referral, Audience.CLINIC)
    letter = write_letter(
        referral,
        form_key=_key_of_letter(reply),
        kind=LetterKind.REPLY,
        audience=Audience.CLINIC,
        language=letters.clinic_language(),
        channel=Channel.POST,
        to_name=to_name or name,
        to_address=to_address or address,
        text=f"# {reply.get_kind_display()}\n\n{reply.text}",
        by=by,
        at=at,
    )
    send_letter(letter, by=by, at=at)


def _key_of_letter(reply: Reply) -> uuid.UUID:
    return uuid.uuid5(reply.pk, "letter")


@transaction.atomic
def take_back_reply(reply: Reply, *, by: User, at: datetime) -> None:
    """Within ten minutes, from every clinic that would have got it."""
    lead = locked(reply.referral.joined_to or reply.referral)
    if reply.withdrawn_at:
        return
    if reply.readable_from <= at:
        raise Refused(_("Ett svar går att ångra i tio minuter. Den tiden har gått."))
    same = Reply.objects.filter(
        referral__in=[lead, *replies.clinics_of(lead)],
        kind=reply.kind,
        sent_at=reply.sent_at,
        withdrawn_at=None,
    ).select_related("referral__patient")
    for row in same:
        _withdraw(row, by=by, at=at)
    if reply.kind == Reply.Kind.FINAL and lead.case:
        patients.take_back_answer(lead.case, by=by, at=at)


def _withdraw(row: Reply, *, by: User, at: datetime) -> None:
    messaging.withdraw_for(row, by=by, at=at)
    row.withdrawn_at, row.withdrawn_by = at, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    for letter in row.referral.letters.filter(form_key=_key_of_letter(row)):
        discard_letter(take_back_letter(letter, by=by, at=at), by=by, at=at)
    audit.record(
        kind="referral.reply_taken_back",
        subject=row.referral,
        patient=row.referral.patient,
        by=by,
        at=at,
        details={"reply": str(row.pk)},
    )
