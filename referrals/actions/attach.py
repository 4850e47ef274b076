"""Files beside a referral: added, taken away, bound when it is sent."""

import contextlib
import hashlib
import uuid
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from referrals import filetypes
from referrals.actions import scanned
from referrals.actions.turns import one_at_a_time
from referrals.models import Attachment, AttachmentContent, Referral
from referrals.models.attachment import encoded, room_left

MOST_FILES = 20


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
    scanned.record("attachment.added", attachment, by=by, at=at)
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
    """Take a file away while the form is being written, or when it cannot be read."""
    found = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
    if found is None:
        return
    if reason := why_not_detach(found):
        raise Refused(reason)
    scanned.record("attachment.removed", found, by=by, at=at)
    AttachmentContent.objects.filter(attachment=found).delete()
    found.delete()
    if found.referral:
        # Whoever is deciding just now should see that something is gone.
        Referral.objects.filter(pk=found.referral.pk).update(edition=F("edition") + 1)
        scanned.end_unread(found.referral, by=by, at=at)


def why_not_detach(attachment: Attachment) -> str:
    """What was sent stays, except what nobody has been able to open."""
    referral = attachment.referral
    if referral is None:
        return ""
    if not attachment.is_unread:
        return _("Remissen är skickad, så bilagan hör till den nu.")
    if not referral.lead.is_undecided:
        return _("Remissen är bedömd, så bilagan hör till den nu.")
    return ""


def bind(referral: Referral, *, by: User, at: datetime) -> None:
    """What was added to the form belongs to the referral from now on."""
    beside = Attachment.objects.filter(form_key=referral.form_key, referral=None)
    beside.filter(added_by__unit=referral.sender_unit).update(referral=referral)
    scanned.tell_of_all(referral, by=by, at=at)


def forget_loose(rows: list[Attachment], *, by: User, at: datetime) -> int:
    """Take away files beside forms that were never sent."""
    forgotten = 0
    for attachment in rows:
        # Sent meanwhile, it belongs to the referral and stays.
        with contextlib.suppress(Refused):
            detach(attachment, by=by, at=at)
            forgotten += 1
    return forgotten
