"""What the team has written: a letter that was read, drafts, one to print, a reply."""

import uuid
from datetime import datetime, timedelta

from accounts.models import User
from nedtrappning.demo.region import Region
from referrals import actions as referrals
from referrals.models import Audience, Letter, LetterKind, Referral, Reply

ADDRESS = "Exempelgatan 12\n463 30 Lilla Edet"
SAID = (
    "Patienten har börjat trappa ned enligt plan.\n\n"
    "Plan:\nLångsam nedtrappning med uppföljning varannan vecka.\n\n"
    "Förskrivning under tiden:\nNi fortsätter förskriva den dos som planen visar.\n\n"
    "Det här ber vi er om:\nHör av er om patienten mår sämre."
)


def write(region: Region, *, now: datetime) -> None:
    """Letters and a reply, so that every list has a row."""
    by = region.people["karin"]
    with_case = Referral.objects.filter(case__isnull=False, joined_to=None)
    anna = with_case.filter(patient__user__isnull=False).first()
    if anna:
        _on_the_page(anna, by, now - timedelta(days=9))
    from_clinic = with_case.exclude(sender_unit=None).exclude(is_protected=True)
    if received := anna or from_clinic.first():
        referrals.answer_clinic(
            received, kind=Reply.Kind.PART, text=SAID, by=by, at=now - timedelta(days=6)
        )
    others = from_clinic.exclude(pk=anna.pk) if anna else from_clinic
    if to_post := others.first():
        _to_print(to_post, by, now - timedelta(hours=2))
    undecided = Referral.objects.filter(status="received").exclude(is_protected=True)
    if waiting := undecided.order_by("sent_at").first():
        _begun(waiting, LetterKind.CONFIRMATION, by, now - timedelta(minutes=40))


def _begun(referral: Referral, kind: str, by: User, at: datetime) -> Letter:
    return referrals.begin_letter(
        referral,
        form_key=uuid.uuid5(referral.pk, f"demo {kind}"),
        kind=kind,
        audience=Audience.PATIENT,
        language="sv",
        by=by,
        at=at,
    )


def _on_the_page(referral: Referral, by: User, at: datetime) -> None:
    """The patient has read on the own page that the referral came."""
    _sent(
        _begun(referral, LetterKind.CONFIRMATION, by, at), Letter.Channel.PAGE, by, at
    )


def _to_print(referral: Referral, by: User, at: datetime) -> None:
    """A letter that waits for paper and an envelope."""
    letter = _begun(referral, LetterKind.REPLY, by, at)
    _sent(letter, Letter.Channel.POST, by, at)


def _sent(letter: Letter, channel: str, by: User, at: datetime) -> None:
    kept = referrals.change_letter(
        letter,
        channel=channel,
        to_name=letter.to_name,
        to_address=ADDRESS if channel == Letter.Channel.POST else "",
        text=letter.text,
        by=by,
        at=at,
    )
    referrals.send_letter(kept, by=by, at=at)
