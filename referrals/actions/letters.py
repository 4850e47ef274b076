"""Letters: written, sent with ten minutes to change one's mind, printed and posted."""

import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ChangedMeanwhile, Refused
from accounts.roles import Permission
from audit import actions as audit
from jurisdictions import clocks
from messaging import actions as messaging
from messaging import queries as ways
from messaging.lifecycle import Channel as Wire
from messaging.queries import Way
from patients import actions as patients
from referrals import letters
from referrals.lifecycle import Status
from referrals.models import Audience, Letter, LetterKind, Referral

LEAVES_AFTER = timedelta(minutes=10)
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
        _note("letter.written", letter, by=by, at=at)
    return letter


def _locked(letter: Letter) -> Letter:
    """The row as it is now, held until the transaction ends."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related(
        "referral__patient__user",
        "referral__case__patient",
        "referral__sender_unit",
        "referral__unit",
    )
    return rows.get(pk=letter.pk)


def _note(kind: str, letter: Letter, *, by: User, at: datetime) -> None:
    audit.record(
        kind=kind,
        subject=letter,
        patient=letter.referral.patient,
        by=by,
        at=at,
        details={"kind": letter.kind, "channel": letter.channel},
    )


def _check_draft(letter: Letter, edition: int | None) -> None:
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
    letter = _locked(letter)
    _check_draft(letter, edition)
    # No street address of a protected person is kept (rules PRO-03).
    to_address = "" if channel == Channel.FORWARDED else to_address
    then = (channel, to_name, to_address, text)
    if then == (letter.channel, letter.to_name, letter.to_address, letter.text):
        return letter
    letter.channel, letter.to_name, letter.to_address, letter.text = then
    letter.edition += 1
    letter.save(update_fields=["channel", "to_name", "to_address", "text", "edition"])
    _note("letter.changed", letter, by=by, at=at)
    return letter


def why_not_leave(letter: Letter) -> str:
    """Why the letter may not be sent as it is; an empty text when it may."""
    if left := letters.unfilled_in(letter.text):
        return _("Fyll i det som står inom klamrar: %(names)s.") % {
            "names": ", ".join(f"{{{name}}}" for name in left)
        }
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
def send_letter(
    letter: Letter, *, by: User, at: datetime, edition: int | None = None
) -> Letter:
    """Send it. For ten minutes it can be taken back; after that nobody changes it."""
    letter = _locked(letter)
    if letter.state == Letter.State.SENT and edition in {None, letter.edition}:
        return letter
    _check_draft(letter, edition)
    check_protected(letter)
    if reason := why_not_leave(letter):
        raise Refused(reason)
    letter.state, letter.sent_at, letter.sent_by = Letter.State.SENT, at, by
    letter.leaves_at = at + LEAVES_AFTER
    letter.save(update_fields=["state", "sent_at", "sent_by", "leaves_at"])
    _note("letter.sent", letter, by=by, at=at)
    patients.complete_tasks_about(letter, kind="letter.send", by=by, at=at)
    if letter.is_on_paper:
        _ask_to_post(letter, by=by, at=at)
    else:
        _tell(letter, by=by, at=at)
    return letter


def check_protected(letter: Letter) -> None:
    """A protected person gets no letter to a street address (rules PRO-03)."""
    is_to_person = letter.audience == Audience.PATIENT
    if (
        is_to_person
        and letter.channel == Channel.POST
        and letter.referral.hides_contact
    ):
        raise Refused(
            _("Patienten har skyddade uppgifter. Välj Skatteverkets förmedling.")
        )


def _ask_to_post(letter: Letter, *, by: User, at: datetime) -> None:
    """Somebody prints it, puts it in an envelope and says so."""
    _raise(
        letter,
        kind="letter.post",
        title=_("Skriv ut och posta brevet: %(reference)s"),
        why="",
        by=by,
        at=at,
    )


def _raise(
    letter: Letter, *, kind: str, title: str, why: str, by: User, at: datetime
) -> None:
    patients.raise_task(
        kind=kind,
        title=title % {"reference": letter.referral.shown_reference},
        why=why,
        subject=letter,
        case=letter.referral.case,
        owner=by,
        permission=Permission.CARE,
        due_on=clocks.working_days_after(timezone.localdate(at), 1),
        by=by,
        at=at,
    )


def _tell(letter: Letter, *, by: User, at: datetime) -> None:
    """Say, without a word of what it is about, that there is something to read."""
    way = _way_to_reader(letter)
    if way is None:
        return
    is_patient = letter.audience == Audience.PATIENT
    messaging.queue(
        subject=letter,
        kind="news",
        version=letter.edition,
        channel=way.channel,
        to=way.to,
        language=letter.language,
        not_before=letter.leaves_at,
        patient=letter.referral.patient if is_patient else None,
        by=by,
        at=at,
    )


def _way_to_reader(letter: Letter) -> Way | None:
    referral = letter.referral
    if letter.channel == Channel.PAGE:
        return ways.way_to(referral.patient) if referral.patient else None
    email = referral.sender_unit.email if referral.sender_unit else ""
    return Way(Wire.EMAIL, email) if email else None


@transaction.atomic
def take_back_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Within ten minutes: a draft again, and nobody has seen it."""
    letter = _locked(letter)
    if letter.state == Letter.State.DRAFT:
        return letter
    if not letter.can_be_taken_back(at):
        raise Refused(_("Ett brev går att ångra i tio minuter. Den tiden har gått."))
    messaging.withdraw_for(letter, by=by, at=at)
    patients.complete_tasks_about(letter, kind="letter.post", by=by, at=at)
    letter.state = Letter.State.DRAFT
    letter.sent_at = letter.sent_by = letter.leaves_at = None
    letter.edition += 1
    letter.save(update_fields=["state", "sent_at", "sent_by", "leaves_at", "edition"])
    _note("letter.taken_back", letter, by=by, at=at)
    return letter


@transaction.atomic
def discard_letter(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Throw a draft away. What was sent stays."""
    letter = _locked(letter)
    if letter.state == Letter.State.DISCARDED:
        return letter
    _check_draft(letter, None)
    letter.state = Letter.State.DISCARDED
    letter.edition += 1
    letter.save(update_fields=["state", "edition"])
    patients.complete_tasks_about(letter, by=by, at=at)
    _note("letter.discarded", letter, by=by, at=at)
    return letter


@transaction.atomic
def mark_posted(letter: Letter, *, by: User, at: datetime) -> Letter:
    """It is in the letterbox. A second press changes nothing."""
    letter = _locked(letter)
    if letter.posted_at:
        return letter
    if not (letter.is_on_paper and letter.has_left(at)):
        raise Refused(_("Brevet är inte klart att posta."))
    letter.posted_at, letter.posted_by = at, by
    letter.save(update_fields=["posted_at", "posted_by"])
    patients.complete_tasks_about(letter, kind="letter.post", by=by, at=at)
    _note("letter.posted", letter, by=by, at=at)
    return letter


# --------------------------------------------------- when nobody else tells the person


def can_be_written_to(referral: Referral) -> bool:
    """Tell whether a letter reaches the person: an address, or the tax agency."""
    channel = channel_for(referral, Audience.PATIENT)
    address = referral.patient.address if referral.patient else ""
    return not why_not_by(referral, channel, address)


def channel_for(referral: Referral, audience: str) -> str:
    """How a letter goes unless somebody chooses otherwise."""
    if audience == Audience.CLINIC:
        return Channel.CLINIC if referral.sender_unit_id else Channel.POST
    if referral.hides_contact:
        return Channel.FORWARDED
    return Channel.POST


def prepare_decision(referral: Referral, *, by: User, at: datetime) -> Letter:
    """Have the letter about a decision ready, for somebody to read and send."""
    patient = referral.patient
    kind = LetterKind.REPLY
    if referral.status in {Status.REDIRECTED, Status.REJECTED}:
        kind = LetterKind.REDIRECT
    channel = channel_for(referral, Audience.PATIENT)
    facts = letters.facts_of(
        referral, audience=Audience.PATIENT, language=referral.language
    )
    letter = write_letter(
        referral,
        form_key=_key_of_decision(referral),
        kind=kind,
        audience=Audience.PATIENT,
        language=referral.language,
        channel=channel,
        to_name=patient.name if patient else referral.name,
        to_address=patient.address if patient else "",
        text=letters.compose(kind, Audience.PATIENT, referral.language, facts),
        by=by,
        at=at,
    )
    _raise(
        letter,
        kind="letter.send",
        title=_("Läs och skicka brevet med beskedet: %(reference)s"),
        why=_("Personen kan inte nås med sms eller e-post. Brevet är skrivet."),
        by=by,
        at=at,
    )
    return letter


def _key_of_decision(referral: Referral) -> uuid.UUID:
    """One letter for one decision; a decision made anew has a letter of its own."""
    decided = referral.decided_at.astimezone(UTC) if referral.decided_at else ""
    return uuid.uuid5(referral.pk, f"decision {decided}")


def take_back_of_decision(referral: Referral, *, by: User, at: datetime) -> None:
    """An undone decision leaves no letter that tells of it."""
    for letter in Letter.objects.filter(referral=referral, leaves_at__gt=at):
        take_back_letter(letter, by=by, at=at)
    prepared = Letter.objects.filter(
        form_key=_key_of_decision(referral), state=Letter.State.DRAFT
    )
    for letter in prepared:
        discard_letter(letter, by=by, at=at)
