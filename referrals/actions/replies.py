"""What clinics are told: confirmations that nobody has to write, and replies."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from messaging import actions as messaging
from messaging.lifecycle import Channel
from patients import actions as patients
from referrals import letters
from referrals.actions.row import locked, note
from referrals.models import LetterKind, Referral, Reply

Confirms = Reply.Confirms
# What a confirmation says, by the letter whose words it has.
CONFIRMS = {
    LetterKind.CONFIRMATION: Confirms.RECEIVED,
    LetterKind.ACCEPTED: Confirms.ACCEPTED,
    LetterKind.REDIRECT: Confirms.FORWARDED,
    LetterKind.REFUSED: Confirms.REFUSED,
    LetterKind.CANCELLED: Confirms.CANCELLED,
}


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
) -> Reply:
    """Answer every clinic of the case. The final answer lets the case be closed."""
    referral = locked(referral)
    receivers = clinics_of(referral)
    if not receivers:
        if not referral.may_tell_health_centre:
            raise Refused(_("Egenremissen kom inte från någon vårdcentral."))
        receivers = [referral]
    written = [
        _write(one, kind=kind, text=text, readable_from=readable_from, by=by, at=at)
        for one in receivers
    ]
    if kind == Reply.Kind.FINAL and referral.case:
        patients.mark_answered(referral.case, by=by, at=at)
    for row in written:
        _say_that_there_is_news(row, by=by, at=at)
    return written[0]


def _write(
    referral: Referral,
    *,
    kind: Reply.Kind,
    text: str,
    readable_from: datetime | None,
    by: User,
    at: datetime,
    confirms: str = "",
) -> Reply:
    written = Reply.objects.create(
        referral=referral,
        kind=kind,
        text=text,
        confirms=confirms,
        sent_at=at,
        sent_by=by,
        readable_from=readable_from or at,
    )
    note("referral.replied", referral, by=by, at=at, reply=str(written.pk), kind=kind)
    return written


def _say_that_there_is_news(reply: Reply, *, by: User, at: datetime) -> None:
    clinic = reply.referral.sender_unit
    if clinic is None or not clinic.email:
        return
    messaging.queue(
        subject=reply,
        kind="news",
        version=1,
        channel=Channel.EMAIL,
        to=clinic.email,
        language=letters.clinic_language(),
        not_before=reply.readable_from,
        by=by,
        at=at,
    )


def confirm(referral: Referral, kind: LetterKind, *, by: User, at: datetime) -> None:
    """Tell the clinics what was decided, once it can no longer be undone."""
    for row in _confirmed(clinics_of(referral), kind, referral.undo_until, by, at):
        _say_that_there_is_news(row, by=by, at=at)


def confirm_receipt(referral: Referral, *, by: User, at: datetime) -> None:
    """Tell the clinic that it has come (rules REF-05). Whoever sent it reads it now."""
    if referral.sender_unit_id:
        _confirmed([referral], LetterKind.CONFIRMATION, None, by, at)


def _confirmed(
    receivers: Iterable[Referral],
    kind: LetterKind,
    readable_from: datetime | None,
    by: User,
    at: datetime,
) -> list[Reply]:
    """Each clinic reads the number of its own referral."""
    return [
        _write(
            one,
            kind=Reply.Kind.CONFIRMATION,
            confirms=CONFIRMS[kind],
            text=letters.confirmation(one, kind),
            readable_from=readable_from,
            by=by,
            at=at,
        )
        for one in receivers
    ]
