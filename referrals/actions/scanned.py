"""What became of a file when the virus scanner looked at it, and who is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from referrals.actions.row import locked
from referrals.models import Attachment, Referral
from referrals.models.attachment import MOST_TRIES


@dataclass(frozen=True)
class Call:
    """Why somebody has to call the clinic about its files."""

    kind: str
    title: str | Promise
    why: str | Promise


STOPPED = Call(
    "referral.attachment_stopped",
    _("En bilaga är stoppad: %(reference)s"),
    _(
        "Virussökningen stoppade en bilaga, så den går inte att öppna. Ring "
        "vårdcentralen och be om den på annat sätt."
    ),
)
UNREAD = Call(
    "referral.attachment_unread",
    _("En bilaga går inte att söka igenom: %(reference)s"),
    _(
        "Virussökningen kan inte läsa en bilaga, så den går inte att öppna. Ring "
        "vårdcentralen och be om den på annat sätt."
    ),
)


@transaction.atomic
def note_clean(attachment: Attachment, *, by: User, at: datetime) -> None:
    """The scanner found nothing: the file may be opened."""
    file = _waiting(attachment)
    if file is None:
        return
    file.state, file.scanned_at = Attachment.State.CLEAN, at
    file.save(update_fields=["state", "scanned_at"])
    record("attachment.scanned", file, by=by, at=at)
    if file.referral:
        end_unread(file.referral, by=by, at=at)


@transaction.atomic
def quarantine(attachment: Attachment, *, found: str, by: User, at: datetime) -> None:
    """The scanner found something: nobody opens the file, and somebody is told."""
    file = _waiting(attachment)
    if file is None:
        return
    file.state, file.scanned_at = Attachment.State.QUARANTINED, at
    file.found = found[:200]
    file.save(update_fields=["state", "scanned_at", "found"])
    record("attachment.stopped", file, by=by, at=at, found=file.found)
    if file.referral:
        end_unread(file.referral, by=by, at=at)
        tell_of_all(file.referral, by=by, at=at)


@transaction.atomic
def note_unread(attachment: Attachment, *, by: User, at: datetime) -> None:
    """The scanner is there and does not read this file. The last try is told."""
    file = _waiting(attachment)
    if file is None:
        return
    file.tries, file.tried_at = min(file.tries + 1, MOST_TRIES + 1), at
    file.save(update_fields=["tries", "tried_at"])
    if file.tries != MOST_TRIES:
        return
    record("attachment.unread", file, by=by, at=at)
    if file.referral:
        tell_of_all(file.referral, by=by, at=at)


def _waiting(attachment: Attachment) -> Attachment | None:
    """The row, held; None when another sweep was faster or the file is gone."""
    rows = Attachment.objects.unscanned().select_for_update()
    return rows.filter(pk=attachment.pk).first()


def tell_of_all(referral: Referral, *, by: User, at: datetime) -> None:
    """Ask somebody to call about what can never be opened."""
    files = referral.attachments.all()
    if files.stopped().exists():
        _tell(referral, STOPPED, by=by, at=at)
    if files.unread().exists():
        _tell(referral, UNREAD, by=by, at=at)


def _tell(referral: Referral, call: Call, *, by: User, at: datetime) -> None:
    patients.raise_task(
        kind=call.kind,
        title=str(call.title) % {"reference": referral.shown_reference},
        why=str(call.why),
        subject=referral,
        permission=Permission.TRIAGE,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


def end_unread(referral: Referral, *, by: User, at: datetime) -> None:
    """Nothing is left that the scanner cannot read: nobody needs to call."""
    if not referral.attachments.all().unread().exists():
        patients.complete_tasks_about(referral, kind=UNREAD.kind, by=by, at=at)


@transaction.atomic
def settle(referral: Referral, *, by: User, at: datetime) -> None:
    """Somebody has spoken with the clinic about what cannot be opened."""
    referral = locked(referral)
    for call in (STOPPED, UNREAD):
        patients.complete_tasks_about(referral, kind=call.kind, by=by, at=at)


def record(
    kind: str, attachment: Attachment, *, by: User, at: datetime, found: str = ""
) -> None:
    """Write down what was done to a file."""
    referral = attachment.referral
    audit.record(
        kind=kind,
        subject=attachment,
        patient=referral.patient if referral else None,
        by=by,
        at=at,
        details={
            "form": str(attachment.form_key),
            "type": attachment.media_type,
            **({"found": found} if found else {}),
        },
    )
