"""A clinic's draft: kept while it is written, gone when it is sent, or by itself.

Drafts leave no event: until somebody presses send, nobody has been told anything.
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, ChangedMeanwhile, Refused
from referrals.actions.turns import one_at_a_time
from referrals.models import ClinicDraft, Referral
from referrals.models.clinic_draft import CLINIC_DRAFT_LIVES, Written, seal_for


@transaction.atomic
def keep(
    form_key: uuid.UUID, *, written: Written, seen: str, by: User, at: datetime
) -> ClinicDraft:
    """Keep what is typed. `seen` is the edition that the page was shown with.

    Another tab's words are never written over: the page says so, and its writer
    decides. The very same words once more change nothing.
    """
    one_at_a_time(form_key)
    if Referral.objects.filter(form_key=form_key).exists():
        raise AlreadyDone(_("Remissen är redan skickad."))
    draft = ClinicDraft.objects.select_for_update().filter(pk=form_key).first()
    if draft is None:
        return _begun(form_key, written, by=by, at=at)
    if draft.writer_id != by.pk:
        raise Refused(_("Någon annan är inloggad än den som började skriva."))
    return _changed(draft, written, seen=seen, at=at)


def _changed(
    draft: ClinicDraft, written: Written, *, seen: str, at: datetime
) -> ClinicDraft:
    if draft.written() == written:
        return draft
    if draft.edition != seen:
        raise ChangedMeanwhile(_("Utkastet har ändrats i en annan flik."))
    draft.sealed, draft.touched_at = seal_for(draft.pk, written), at
    draft.save(update_fields=["sealed", "touched_at"])
    return draft


def _begun(
    form_key: uuid.UUID, written: Written, *, by: User, at: datetime
) -> ClinicDraft:
    return ClinicDraft.objects.create(
        form_key=form_key,
        writer=by,
        sealed=seal_for(form_key, written),
        created_at=at,
        touched_at=at,
    )


def throw_away(draft: ClinicDraft) -> None:
    """Take away what was written, because its writer said so."""
    ClinicDraft.objects.filter(pk=draft.pk).delete()


def end(form_key: uuid.UUID, *, by: User) -> None:
    """What was sent needs no draft any more."""
    ClinicDraft.objects.filter(pk=form_key, writer=by).delete()


def forget_old(*, at: datetime) -> int:
    """Take away what nobody has touched for thirty days; how many there were."""
    old = ClinicDraft.objects.filter(touched_at__lte=at - CLINIC_DRAFT_LIVES)
    removed, _by_model = old.delete()
    return removed
