"""What a person is told in writing about the referral, without anybody asking for it.

On the own pages, for whoever has such; on paper where no message reaches them.
"""

import uuid
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from referrals import letters
from referrals.actions.letters import (
    begin_letter,
    channel_for,
    discard_letter,
    reader_of,
    why_not_by,
    write_letter,
)
from referrals.actions.posting import give_task, mark_sent, take_back_letter
from referrals.lifecycle import Status
from referrals.models import Audience, Letter, LetterKind, Referral

# What tells the letter on the own page from the one on paper.
ON_PAGE = " on the page"
DECISIONS = {
    Status.ACCEPTED: LetterKind.ACCEPTED,
    Status.REDIRECTED: LetterKind.REDIRECT,
    Status.REJECTED: LetterKind.REFUSED,
}


def can_be_written_to(referral: Referral) -> bool:
    """Tell whether a letter reaches the person: an address, or the tax agency."""
    channel = channel_for(referral, Audience.PATIENT)
    address = referral.patient.address if referral.patient else ""
    return not why_not_by(referral, channel, address)


def prepare_decision(referral: Referral, *, by: User, at: datetime) -> Letter:
    """Have the letter about a decision ready, for somebody to read and send."""
    letter = begin_letter(
        referral,
        form_key=_key_of_decision(referral),
        kind=DECISIONS[Status(referral.status)],
        audience=Audience.PATIENT,
        language=letters.language_of(referral, Audience.PATIENT),
        by=by,
        at=at,
    )
    give_task(
        letter,
        kind="letter.send",
        title=_("Läs och skicka brevet med beskedet: %(reference)s"),
        why=_("Personen kan inte nås med sms eller e-post. Brevet är skrivet."),
        by=by,
        at=at,
    )
    return letter


def _key_of_decision(referral: Referral, where: str = "") -> uuid.UUID:
    """One letter for one decision; a decision made anew has a letter of its own."""
    decided = referral.decided_at.astimezone(UTC) if referral.decided_at else ""
    return uuid.uuid5(referral.pk, f"decision {decided}{where}")


def take_back_of_decision(referral: Referral, *, by: User, at: datetime) -> None:
    """An undone decision leaves no letter that tells of it."""
    for letter in Letter.objects.filter(referral=referral, leaves_at__gt=at):
        take_back_letter(letter, by=by, at=at)
    keys = [_key_of_decision(referral, where) for where in ("", ON_PAGE)]
    prepared = Letter.objects.filter(form_key__in=keys, state=Letter.State.DRAFT)
    for letter in prepared:
        discard_letter(letter, by=by, at=at)


def show_receipt(referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever has own pages reads there that the referral has come."""
    key = uuid.uuid5(referral.pk, "received")
    _show(referral, LetterKind.CONFIRMATION, key, leaves_at=at, by=by, at=at)


def show_decision(referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever has own pages reads the decision there, once it stands."""
    kind, key = DECISIONS[Status(referral.status)], _key_of_decision(referral, ON_PAGE)
    leaves_at = referral.undo_until or at
    _show(referral, kind, key, leaves_at=leaves_at, by=by, at=at)


def _show(
    referral: Referral,
    kind: LetterKind,
    form_key: uuid.UUID,
    *,
    leaves_at: datetime,
    by: User,
    at: datetime,
) -> None:
    if referral.patient is None or referral.patient.user_id is None:
        return
    language = letters.language_of(referral, Audience.PATIENT)
    facts = letters.facts_of(referral, audience=Audience.PATIENT, language=language)
    name, _address = reader_of(referral, Audience.PATIENT)
    letter = write_letter(
        referral,
        form_key=form_key,
        kind=kind,
        audience=Audience.PATIENT,
        language=language,
        channel=Letter.Channel.PAGE,
        to_name=name,
        text=letters.complete(kind, Audience.PATIENT, language, facts),
        by=by,
        at=at,
    )
    if letter.state == Letter.State.DRAFT:
        mark_sent(letter, leaves_at=leaves_at, by=by, at=at)
