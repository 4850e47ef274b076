"""Letters on the own pages of whoever has such; nobody reads them before they leave."""

import uuid
from datetime import datetime

from accounts.models import User
from referrals import letters
from referrals.actions.letters import reader_of, write_letter
from referrals.actions.posting import DECISIONS, ON_PAGE, key_of_decision, mark_sent
from referrals.lifecycle import Status
from referrals.models import Audience, Letter, LetterKind, Referral


def show_receipt(referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever has own pages reads there that the referral has come."""
    key = uuid.uuid5(referral.pk, "received")
    _show(referral, LetterKind.CONFIRMATION, key, leaves_at=at, by=by, at=at)


def show_decision(referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever has own pages reads the decision there, once it stands."""
    kind, key = DECISIONS[Status(referral.status)], key_of_decision(referral, ON_PAGE)
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
