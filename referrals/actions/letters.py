"""Letters: begun, written, thrown away, and which way each may go."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ChangedMeanwhile, Refused
from accounts.rows import held
from audit import actions as audit
from patients import actions as patients
from referrals import letters, queries
from referrals.models import Audience, Letter, Referral

Channel = Letter.Channel


@transaction.atomic
def write_letter(
    referral: Referral,
    *,
    form_key: uuid.UUID,
    kind: str,
    audience: str,
    language: str,
    channel: str,
    to_name: str,
    text: str,
    by: User,
    at: datetime,
    to_address: str = "",
) -> Letter:
    """Begin a letter. A second press of the same form gives the same letter."""
    letter, is_new = Letter.objects.get_or_create(
        form_key=form_key,
        defaults={
            "referral": referral,
            "kind": kind,
            "audience": audience,
            "language": language,
            "channel": channel,
            "to_name": to_name,
            "to_address": "" if channel == Channel.FORWARDED else to_address,
            "text": text,
            "written_at": at,
            "written_by": by,
        },
    )
    if letter.referral_id != referral.pk:
        raise Refused(_("Formuläret har redan använts. Öppna ett nytt brev."))
    if is_new:
        note("letter.written", letter, by=by, at=at)
    return letter


def channel_for(referral: Referral, audience: str) -> str:
    """How a letter goes unless somebody chooses otherwise."""
    if audience == Audience.CLINIC:
        return Channel.CLINIC if referral.sender_unit_id else Channel.POST
    if referral.hides_contact:
        return Channel.FORWARDED
    return Channel.POST


def begin_letter(
    referral: Referral,
    *,
    form_key: uuid.UUID,
    kind: str,
    audience: str,
    language: str,
    by: User,
    at: datetime,
    appointment: letters.Appointment | None = None,
) -> Letter:
    """A draft of the blocks and of what is known; a visit says its day and place."""
    facts = letters.facts_of(
        referral,
        audience=audience,
        language=language,
        also=appointment.facts if appointment else None,
    )
    name, address = reader_of(referral, audience)
    return write_letter(
        referral,
        form_key=form_key,
        kind=kind,
        audience=audience,
        language=language,
        channel=channel_for(referral, audience),
        to_name=name,
        to_address=address,
        text=letters.compose(kind, audience, language, facts),
        by=by,
        at=at,
    )


def reader_of(referral: Referral, audience: str) -> tuple[str, str]:
    """Name and address of whoever reads; no address of a protected person."""
    if audience == Audience.CLINIC:
        clinic = queries.clinic_of(referral)
        return clinic.name, clinic.address
    patient = referral.patient
    if patient is None:
        return referral.name, ""
    return patient.name, "" if referral.hides_contact else patient.address


def locked_letter(letter: Letter) -> Letter:
    """The row as it is now, held until the transaction ends."""
    return held(
        Letter.objects.all(),
        letter.pk,
        "referral__patient__user",
        "referral__case__patient",
        "referral__sender_unit",
        "referral__unit",
    )


def note(kind: str, letter: Letter, *, by: User, at: datetime) -> None:
    audit.record(
        kind=kind,
        subject=letter,
        patient=letter.referral.patient,
        by=by,
        at=at,
        details={"kind": letter.kind, "channel": letter.channel},
    )


def check_draft(letter: Letter, edition: int | None) -> None:
    """Refuse unless it is still a draft, and the one that was on the page."""
    if letter.state != Letter.State.DRAFT:
        raise Refused(_("Brevet är redan skickat eller kastat."))
    if edition is not None and edition != letter.edition:
        raise ChangedMeanwhile(
            _("Någon annan har ändrat brevet sedan du öppnade sidan.")
        )


@transaction.atomic
def change_letter(
    letter: Letter,
    *,
    channel: str,
    to_name: str,
    text: str,
    by: User,
    at: datetime,
    to_address: str = "",
    edition: int | None = None,
) -> Letter:
    """Write the draft anew. Nothing happens when nothing was changed."""
    letter = locked_letter(letter)
    check_draft(letter, edition)
    # No street address of a protected person is kept (rules PRO-03).
    to_address = "" if channel == Channel.FORWARDED else to_address
    then = (channel, to_name, to_address, text)
    if then == (letter.channel, letter.to_name, letter.to_address, letter.text):
        return letter
    letter.channel, letter.to_name, letter.to_address, letter.text = then
    letter.edition += 1
    letter.save(update_fields=["channel", "to_name", "to_address", "text", "edition"])
    note("letter.changed", letter, by=by, at=at)
    return letter


def why_not_leave(letter: Letter) -> str:
    """Why the letter may not be sent as it is; an empty text when it may."""
    if left := letters.unfilled_in(letter.text):
        return letters.fill_in_first(left)
    return why_not_by(letter.referral, letter.channel, letter.to_address)


def why_not_by(referral: Referral, channel: str, to_address: str) -> str:
    """Why a letter may not go that way, by whom it is to."""
    check = {
        Channel.POST: _why_not_by_post,
        Channel.FORWARDED: _why_not_forwarded,
        Channel.PAGE: _why_not_on_page,
        Channel.CLINIC: _why_not_to_clinic,
    }[Channel(channel)]
    return check(referral, to_address)


def _why_not_by_post(referral: Referral, to_address: str) -> str:
    return "" if to_address.strip() else _("Skriv adressen. Den saknas på patienten.")


def _why_not_forwarded(referral: Referral, to_address: str) -> str:
    if not settings.LETTER_FORWARDING:
        return _("Här finns ingen myndighet som förmedlar post.")
    if referral.patient and referral.patient.identity_number:
        return ""
    return _("Förmedling kräver personnummer. Det saknas på patienten.")


def _why_not_on_page(referral: Referral, to_address: str) -> str:
    if referral.patient and referral.patient.user_id:
        return ""
    return _("Patienten har inga egna sidor än. Välj post.")


def _why_not_to_clinic(referral: Referral, to_address: str) -> str:
    if referral.sender_unit_id:
        return ""
    return _("Ingen vårdcentral har skickat remissen. Välj post.")


@transaction.atomic
def discard_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Throw a draft away. What was sent stays."""
    letter = locked_letter(letter)
    if letter.state == Letter.State.DISCARDED:
        return letter
    check_draft(letter, None)
    letter.state = Letter.State.DISCARDED
    letter.edition += 1
    letter.save(update_fields=["state", "edition"])
    patients.complete_tasks_about(letter, by=by, at=at)
    note("letter.discarded", letter, by=by, at=at)
    return letter
