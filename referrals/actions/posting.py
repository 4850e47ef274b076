"""Letters that leave: ten minutes to change one's mind, then the page or the post."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from jurisdictions import clocks
from messaging import actions as messaging
from messaging import queries as ways
from messaging.lifecycle import Channel as Wire
from messaging.queries import Way
from patients import actions as patients
from referrals.actions.letters import (
    check_draft,
    locked_letter,
    note,
    why_not_leave,
)
from referrals.models import Audience, Letter

LEAVES_AFTER = timedelta(minutes=10)
Channel = Letter.Channel


@transaction.atomic
def send_letter(
    letter: Letter, *, by: User, at: datetime, edition: int | None = None
) -> Letter:
    """Send it. For ten minutes it can be taken back; after that nobody changes it."""
    letter = locked_letter(letter)
    if letter.state == Letter.State.SENT and edition in {None, letter.edition}:
        return letter
    check_draft(letter, edition)
    check_protected(letter)
    if reason := why_not_leave(letter):
        raise Refused(reason)
    mark_sent(letter, leaves_at=at + LEAVES_AFTER, by=by, at=at)
    patients.complete_tasks_about(letter, kind="letter.send", by=by, at=at)
    if letter.is_on_paper:
        _ask_to_post(letter, by=by, at=at)
    else:
        _tell(letter, by=by, at=at)
    return letter


def mark_sent(letter: Letter, *, leaves_at: datetime, by: User, at: datetime) -> None:
    """From `leaves_at` on nobody changes it."""
    letter.state, letter.sent_at, letter.sent_by = Letter.State.SENT, at, by
    letter.leaves_at = leaves_at
    letter.save(update_fields=["state", "sent_at", "sent_by", "leaves_at"])
    note("letter.sent", letter, by=by, at=at)


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
    give_task(
        letter,
        kind="letter.post",
        title=_("Skriv ut och posta brevet: %(reference)s"),
        why="",
        by=by,
        at=at,
    )


def give_task(
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
    letter = locked_letter(letter)
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
    note("letter.taken_back", letter, by=by, at=at)
    return letter


@transaction.atomic
def mark_posted(letter: Letter, *, by: User, at: datetime) -> Letter:
    """It is in the letterbox. A second press changes nothing."""
    letter = locked_letter(letter)
    if letter.posted_at:
        return letter
    if not (letter.is_on_paper and letter.has_left(at)):
        raise Refused(_("Brevet är inte klart att posta."))
    letter.posted_at, letter.posted_by = at, by
    letter.save(update_fields=["posted_at", "posted_by"])
    patients.complete_tasks_about(letter, kind="letter.post", by=by, at=at)
    note("letter.posted", letter, by=by, at=at)
    return letter
