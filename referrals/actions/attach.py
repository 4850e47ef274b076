"""Files beside a referral: added, taken away, bound when it is sent."""

import contextlib
import hashlib
import uuid
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit
from patients import actions as patients
from referrals import filetypes
from referrals.actions.row import locked
from referrals.actions.turns import one_at_a_time
from referrals.models import Attachment, AttachmentContent, Referral
from referrals.models.attachment import encoded, room_left

MOST_FILES = 20
STOPPED = "referral.attachment_stopped"


@transaction.atomic
def attach(
    *, form_key: uuid.UUID, name: str, content: bytes, by: User, at: datetime
) -> Attachment:
    """Keep a file beside the form with the key. The same file twice is one."""
    file = filetypes.read(name, content)
    one_at_a_time(form_key)
    sent = Referral.objects.filter(form_key=form_key).select_related("joined_to")
    referral = sent.first()
    beside = list(Attachment.objects.filter(form_key=form_key))
    _check_owner(referral, beside, by)
    digest = hashlib.sha256(file.content).hexdigest()
    if same := next((one for one in beside if one.sha256 == digest), None):
        return same
    _check_room(file, beside)
    attachment = Attachment.objects.create(
        referral=referral,
        form_key=form_key,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=digest,
        added_at=at,
        added_by=by,
    )
    AttachmentContent.objects.create(attachment=attachment, data=file.content)
    if referral:
        # Whoever is deciding just now should see that something came.
        Referral.objects.filter(pk=referral.pk).update(edition=F("edition") + 1)
    _record("attachment.added", attachment, by=by, at=at)
    # Robust: without a broker, beat finds the file a little later.
    transaction.on_commit(_nudge, robust=True)
    return attachment


def _nudge() -> None:
    """Ask for the sweep by name: tasks are a layer above."""
    current_app.send_task("referrals.tasks.scan_attachments", retry=False)


def _check_owner(referral: Referral | None, beside: list[Attachment], by: User) -> None:
    """A form's key is known to one clinic only."""
    if referral:
        if referral.sender_unit_id != by.unit_id:
            raise Refused(_("Formuläret har redan använts. Öppna en ny remiss."))
        if not (referral.joined_to or referral).is_undecided:
            raise Refused(_("Remissen är bedömd, så den tar inte emot fler bilagor."))
    elif any(one.added_by_id != by.pk for one in beside):
        raise Refused(_("Formuläret har redan använts. Öppna en ny remiss."))


def _check_room(file: filetypes.File, beside: list[Attachment]) -> None:
    if len(beside) >= MOST_FILES:
        raise Refused(
            _("En remiss kan ha %(most)d bilagor. Ta bort någon först.")
            % {"most": MOST_FILES}
        )
    if encoded(len(file.content)) > room_left(beside):
        raise Refused(too_large(file.name, len(file.content), beside))


def too_large(name: str, size: int, beside: list[Attachment]) -> str:
    """How large the file is, how much room is left, and what to do."""
    free = room_left(beside) * 3 // 4
    if not beside:
        return _(
            "%(name)s är %(size)s MB. Bilagorna får vara %(free)s MB tillsammans. "
            "Gör filen mindre, eller dela den och skicka det viktigaste."
        ) % {"name": name, "size": in_mb(size, up=True), "free": in_mb(free)}
    return _(
        "%(name)s är %(size)s MB, och det finns %(free)s MB kvar. Gör filen mindre, "
        "eller ta bort en annan bilaga först."
    ) % {"name": name, "size": in_mb(size, up=True), "free": in_mb(free)}


def in_mb(size: int, *, up: bool = False) -> str:
    """Megabytes for a sentence: a file is never said smaller, room never larger."""
    step = 10_000
    hundredths = -(-size // step) if up else size // step
    return str(number_format(hundredths / 100, 2))


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file away while the form is being written. What was sent stays."""
    found = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
    if found is None:
        return
    if found.referral_id:
        raise Refused(_("Remissen är skickad, så bilagan hör till den nu."))
    _record("attachment.removed", found, by=by, at=at)
    AttachmentContent.objects.filter(attachment=found).delete()
    found.delete()


def bind(referral: Referral, *, by: User, at: datetime) -> None:
    """What was added to the form belongs to the referral from now on."""
    beside = Attachment.objects.filter(form_key=referral.form_key, referral=None)
    beside.filter(added_by__unit=referral.sender_unit).update(referral=referral)
    if referral.attachments.filter(state=Attachment.State.QUARANTINED).exists():
        _tell_staff(referral, by=by, at=at)


@transaction.atomic
def note_clean(attachment: Attachment, *, by: User, at: datetime) -> None:
    """The scanner found nothing: the file may be opened."""
    found = _waiting(attachment)
    if found is None:
        return
    found.state, found.scanned_at = Attachment.State.CLEAN, at
    found.save(update_fields=["state", "scanned_at"])
    _record("attachment.scanned", found, by=by, at=at)


@transaction.atomic
def quarantine(attachment: Attachment, *, found: str, by: User, at: datetime) -> None:
    """The scanner found something: nobody opens the file, and somebody is told."""
    stopped = _waiting(attachment)
    if stopped is None:
        return
    stopped.state, stopped.scanned_at = Attachment.State.QUARANTINED, at
    stopped.found = found[:200]
    stopped.save(update_fields=["state", "scanned_at", "found"])
    _record("attachment.stopped", stopped, by=by, at=at, found=stopped.found)
    if stopped.referral:
        _tell_staff(stopped.referral, by=by, at=at)


def _waiting(attachment: Attachment) -> Attachment | None:
    """The row, held; None when another sweep was faster or the file is gone."""
    rows = Attachment.objects.unscanned().select_for_update()
    return rows.filter(pk=attachment.pk).first()


def _tell_staff(referral: Referral, *, by: User, at: datetime) -> None:
    patients.raise_task(
        kind=STOPPED,
        title=_("En bilaga är stoppad: %(reference)s")
        % {"reference": referral.shown_reference},
        why=_(
            "Virussökningen stoppade en bilaga, så den går inte att öppna. Ring "
            "vårdcentralen och be om den på annat sätt."
        ),
        subject=referral,
        permission=Permission.TRIAGE,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def settle_stopped(referral: Referral, *, by: User, at: datetime) -> None:
    """Somebody has spoken with the clinic about what was stopped."""
    referral = locked(referral)
    patients.complete_tasks_about(referral, kind=STOPPED, by=by, at=at)


def forget_loose(rows: list[Attachment], *, by: User, at: datetime) -> int:
    """Take away files beside forms that were never sent."""
    forgotten = 0
    for attachment in rows:
        # Sent meanwhile, it belongs to the referral and stays.
        with contextlib.suppress(Refused):
            detach(attachment, by=by, at=at)
            forgotten += 1
    return forgotten


def _record(
    kind: str, attachment: Attachment, *, by: User, at: datetime, found: str = ""
) -> None:
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
