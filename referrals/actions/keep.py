"""A self-referral put aside for a week, and opened again.

Whoever returns has the phone that a code is sent to, and the sentence that only they
know. Nobody at the unit can read it before it is sent; a wrong code, a wrong sentence
and nothing kept at all give the same answer in the same time.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone
from jurisdictions import reference as references
from messaging import actions as messages
from messaging.lifecycle import Channel
from patients.models.access import end_of_day
from referrals.actions import codes, self_referral
from referrals.actions.proven import STEP as PROOF
from referrals.actions.receive import random_source
from referrals.actions.turns import one_at_a_time
from referrals.models import (
    Answers,
    KeptDraft,
    OpenDraft,
    Referral,
    ReturnCode,
    sealing,
)
from referrals.models.code import CODE_LIVES
from referrals.models.draft import KEPT_FOR, contact_hash, passphrase_box

KEPT = "kept"
# So many of one phone are tried with one passphrase; each takes its time.
MOST_OPENED = 20


@transaction.atomic
def keep(
    draft: OpenDraft, *, contact: str, passphrase: str, at: datetime
) -> tuple[OpenDraft, KeptDraft]:
    """Put the answers aside; once more, and they replace those put aside before."""
    one_at_a_time(draft.row.form_key)
    if Referral.objects.filter(form_key=draft.row.form_key).exists():
        raise AlreadyDone(_("Remissen är redan skickad."))
    draft = self_referral.answer(draft, step=KEPT, values={"contact": contact}, at=at)
    salt = secrets.token_bytes(16)
    # An e-ID proves who is here today, not who comes back.
    said = {step: told for step, told in draft.answers.items() if step != PROOF}
    kept, _is_new = KeptDraft.objects.update_or_create(
        form_key=draft.row.form_key,
        defaults={
            "contact_hash": contact_hash(contact),
            "salt": salt,
            "sealed": sealing.sealed(said, passphrase_box(passphrase, salt)),
            "kept_at": at,
            # The page names a day, and the whole day counts.
            "expires_at": end_of_day(at + KEPT_FOR),
            "tries": 0,
        },
    )
    return draft, kept


@transaction.atomic
def ask_to_return(*, contact: str, at: datetime) -> ReturnCode:
    """Note that somebody wants to go on. Whether anything is kept, is found later."""
    asked = ReturnCode.objects.create(
        contact_hash=contact_hash(contact),
        contact=contact,
        language=(get_language() or "sv")[:2],
        requested_at=at,
    )
    codes.have_sent_soon()
    return asked


def send_codes(*, by: User, at: datetime) -> int:
    """Send the codes that were asked for. Returns how many went out."""
    waiting = ReturnCode.objects.unsent(at).order_by("requested_at")
    return sum(_send_code(asked, by=by, at=at) for asked in waiting)


@transaction.atomic
def _send_code(asked: ReturnCode, *, by: User, at: datetime) -> bool:
    asked = codes.held(asked)
    if asked.handled_at:
        return False
    to, asked.contact, asked.handled_at = asked.contact, "", at
    is_sent = bool(to) and _may_be_sent(asked, at=at)
    if is_sent:
        code = references.make_code(random_source)
        asked.code_hash = asked.hash_of(code)
        messages.queue(
            subject=asked,
            kind="return_code",
            version=1,
            channel=Channel.EMAIL if "@" in to else Channel.SMS,
            to=to,
            language=asked.language,
            expires_at=asked.requested_at + CODE_LIVES,
            code=code,
            by=by,
            at=at,
        )
    asked.save(update_fields=["contact", "handled_at", "code_hash"])
    return is_sent


def _may_be_sent(asked: ReturnCode, *, at: datetime) -> bool:
    """Something is kept for this phone, and it is not asked for again and again."""
    lately = ReturnCode.objects.filter(
        contact_hash=asked.contact_hash, handled_at__gt=at - timedelta(hours=1)
    ).exclude(code_hash="")
    is_kept = KeptDraft.objects.to_try(asked.contact_hash, at=at).exists()
    return is_kept and lately.count() < codes.CODES_PER_HOUR


@transaction.atomic
def come_back(
    asked: ReturnCode, *, code: str, passphrase: str, at: datetime
) -> OpenDraft | None:
    """Spend one try. The draft where it was left, when both are right; else None."""
    asked, is_right = codes.tried(asked, code, at=at)
    found = _opened(asked.contact_hash if is_right else "", passphrase, at=at)
    if found is None:
        return None
    kept, answers = found
    codes.use(asked, at=at)
    return self_referral.begin(answers=answers, form_key=kept.form_key, at=at)


@transaction.atomic
def remove(asked: ReturnCode, *, code: str, at: datetime) -> bool:
    """Take away all that is kept for the phone. Forgetting a sentence is no hindrance.

    The code is enough: whoever holds the phone can take away, and read nothing.
    """
    asked, is_right = codes.tried(asked, code, at=at)
    if is_right:
        KeptDraft.objects.filter(contact_hash=asked.contact_hash).delete()
        codes.use(asked, at=at)
    return is_right


def _opened(
    contact: str, passphrase: str, *, at: datetime
) -> tuple[KeptDraft, Answers] | None:
    """The draft that the passphrase opens; a wrong one is counted on each of them."""
    rows = KeptDraft.objects.to_try(contact, at=at).select_for_update()
    tried = list(rows[:MOST_OPENED])
    if not tried:
        # As slow as a wrong passphrase.
        passphrase_box(passphrase, bytes(16))
    for kept in tried:
        answers = sealing.opened(
            kept.sealed, passphrase_box(passphrase, bytes(kept.salt))
        )
        if answers is not None:
            kept.tries = 0
            kept.save(update_fields=["tries"])
            return kept, answers
    for kept in tried:
        kept.tries += 1
        kept.save(update_fields=["tries"])
    return None


def forget_old(*, at: datetime) -> int:
    """Take away what was kept for a week, and codes that are used up."""
    removed, _by_model = KeptDraft.objects.filter(expires_at__lte=at).delete()
    # Kept for an hour, because that is how long their number is counted.
    old = at - timedelta(hours=1)
    ReturnCode.objects.filter(requested_at__lte=old).delete()
    return removed
