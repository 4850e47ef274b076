"""Sweeps: what has waited too long becomes somebody's task."""

import logging
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import system_user
from accounts.refusals import Refused
from referrals import actions, queries, scanning
from referrals.actions import (
    attach,
    clinic_draft,
    counting,
    follow,
    importing,
    keep,
    scanned,
    self_referral,
)
from referrals.lifecycle import Status
from referrals.models import Attachment, AttachmentContent, ImportBatch, Referral

log = logging.getLogger(__name__)


def _unless_done() -> suppress:
    """Somebody, or another worker, was faster: the sweep goes on with the next."""
    return suppress(Refused)


@shared_task
def watch_clocks() -> None:
    """Notice promises about to break and questions that nobody answered."""
    at = timezone.now()
    on, by = timezone.localdate(at), system_user()
    for referral in Referral.objects.filter(status=Status.SENT):
        with _unless_done():
            actions.receive(referral, by=by, at=at)
    for referral in queries.about_to_break(on, at):
        if referral.due_on:
            actions.warn_of_clock(referral, due_on=referral.due_on, by=by, at=at)
    for referral in queries.without_answer(on, at):
        reply_by = referral.reply_by or on - timedelta(days=1)
        actions.warn_of_no_answer(referral, reply_by=reply_by, by=by, at=at)


@shared_task
def find_stale() -> None:
    """Raise the question about what nobody answers and what nobody has touched."""
    at = timezone.now()
    on, by = timezone.localdate(at), system_user()
    for referral in queries.given_up(on, at):
        why = _("Ingen har svarat på frågan. Ett svar är förberett.")
        actions.propose_an_answer(referral, why=why, by=by, at=at)
    for referral in queries.forgotten(at):
        why = _("Ingen har gjort något med remissen på länge.")
        actions.propose_an_answer(referral, why=why, by=by, at=at)


@shared_task
def recount_clocks() -> None:
    """Count anew where the unit has changed its promise since."""
    at = timezone.now()
    for referral in queries.miscounted(lambda one: counting.counted(one)[1]):
        actions.recount(referral, by=system_user(), at=at)


@shared_task
def send_follow_codes() -> None:
    """Send the codes that somebody waits for, and forget the old ones."""
    at = timezone.now()
    follow.send_codes(by=system_user(), at=at)
    follow.forget_old_codes(at=at)
    keep.send_codes(by=system_user(), at=at)


@shared_task
def forget_abandoned_drafts() -> None:
    """Take away what nobody has gone on with for an hour, or kept for a week."""
    at = timezone.now()
    self_referral.forget_abandoned_drafts(at=at)
    keep.forget_old(at=at)


@shared_task
def scan_attachments() -> None:
    """Have every file looked at. Without a scanner they wait: none is ever opened."""
    for attachment in Attachment.objects.due(timezone.now()):
        try:
            _scan(attachment)
        except (scanning.NotScanned, scanning.ScannerAway) as fault:
            if _is_away(fault):
                log.warning("The virus scanner does not answer: %s", fault)
                return
            log.error("The virus scanner did not read a file: %s", fault)
            scanned.note_unread(attachment, by=system_user(), at=timezone.now())


def _is_away(fault: Exception) -> bool:
    """One file that makes it hang or fall must not keep the others waiting."""
    return isinstance(fault, scanning.ScannerAway) and not scanning.ping()


def _scan(attachment: Attachment) -> None:
    """Ask outside any transaction, then write down the answer."""
    kept = AttachmentContent.objects.filter(attachment=attachment).first()
    if kept is None:
        return
    verdict = scanning.scan(bytes(kept.data))
    by, at = system_user(), timezone.now()
    if verdict.is_clean:
        scanned.note_clean(attachment, by=by, at=at)
    else:
        scanned.quarantine(attachment, found=verdict.found, by=by, at=at)


@shared_task
def empty_old_lists() -> None:
    """Throw away lists that nobody brought in; empty those that stay brought in."""
    at, by = timezone.now(), system_user()
    for batch in ImportBatch.objects.abandoned(at):
        with _unless_done():
            importing.discard(batch, by=by, at=at)
    for batch in ImportBatch.objects.settled(at):
        importing.forget_settled(batch)


@shared_task
def forget_loose_attachments() -> None:
    """Take away files beside forms that were never sent, as long as drafts live."""
    at = timezone.now()
    attach.forget_loose(list(Attachment.objects.loose(at)), by=system_user(), at=at)


@shared_task
def forget_old_clinic_drafts() -> None:
    """Take away what clinics began to write and left for thirty days."""
    clinic_draft.forget_old(at=timezone.now())


@shared_task
def remind_of_silence() -> None:
    """Tell clinics, by a neutral mail, that something they sent has no answer yet."""
    at, by = timezone.now(), system_user()
    for clinic in queries.clinics_to_remind(at):
        actions.remind_of_silence(clinic, by=by, at=at)
