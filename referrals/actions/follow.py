"""Following a referral without a log-in: a reference, and a code to the phone.

Asking writes the same row whether the reference exists or not; `send_codes` finds out
afterwards, so that neither page nor time tells a stranger who has been here.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ImpossibleMove
from jurisdictions import clocks, phones
from jurisdictions import reference as references
from messaging import actions as messages
from messaging.lifecycle import Channel
from messaging.queries import Way
from referrals.actions import codes
from referrals.actions.decide import withdraw
from referrals.actions.receive import random_source
from referrals.actions.row import give_task, locked, note
from referrals.models import Referral
from referrals.models.code import CODE_LIVES, FollowCode


@transaction.atomic
def ask_for_code(*, reference: str, at: datetime) -> FollowCode:
    """Note that somebody typed a reference. Whose it is, is found out later."""
    asked = FollowCode.objects.create(reference=reference, requested_at=at)
    codes.have_sent_soon()
    return asked


def send_codes(*, by: User, at: datetime) -> int:
    """Send the codes that were asked for. Returns how many went out."""
    waiting = FollowCode.objects.unsent(at).order_by("requested_at")
    return sum(_send_code(asked, by=by, at=at) for asked in waiting)


@transaction.atomic
def _send_code(asked: FollowCode, *, by: User, at: datetime) -> bool:
    asked = codes.held(asked)
    if asked.handled_at:
        # Another sweep was faster; its code is on its way.
        return False
    referral = Referral.objects.filter(reference=asked.reference).first()
    asked.handled_at = at
    if referral is None or not _may_be_sent(referral, at=at):
        asked.save(update_fields=["handled_at"])
        return False
    way = _way_to(referral)
    if way is None:
        asked.save(update_fields=["handled_at"])
        _call_instead(referral, by=by, at=at)
        return False
    code = references.make_code(random_source)
    asked.referral, asked.code_hash = referral, asked.hash_of(code)
    asked.save(update_fields=["handled_at", "referral", "code_hash"])
    messages.queue(
        subject=asked,
        kind="follow_code",
        version=1,
        channel=way.channel,
        to=way.to,
        language=referral.language,
        expires_at=asked.requested_at + CODE_LIVES,
        code=code,
        by=by,
        at=at,
    )
    note("referral.code_sent", referral, by=by, at=at)
    return True


def _may_be_sent(referral: Referral, *, at: datetime) -> bool:
    """What the person sent themselves, and not again and again."""
    lately = FollowCode.objects.filter(
        referral=referral, handled_at__gt=at - timedelta(hours=1)
    )
    return referral.is_self_referral and lately.count() < codes.CODES_PER_HOUR


def _way_to(referral: Referral) -> Way | None:
    """A mobile phone or an address; nowhere for those who must stay hidden."""
    if referral.hides_contact:
        return None
    if phones.is_mobile(referral.phone):
        return Way(Channel.SMS, referral.phone)
    return Way(Channel.EMAIL, referral.email) if referral.email else None


def _call_instead(referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever has a phone on the wall is told by a person."""
    give_task(
        referral,
        kind="referral.follow_call",
        title=_("Ring och berätta hur det går: %(reference)s"),
        why=_("Den som skickade egenremissen vill veta, och kan inte få en kod."),
        owner=referral.assigned_to,
        due_on=clocks.working_days_after(timezone.localdate(at), 1),
        by=by,
        at=at,
    )


@transaction.atomic
def try_code(
    asked: FollowCode, *, code: str, by: User, at: datetime
) -> Referral | None:
    """Spend one try. The referral when the code is right, else None."""
    asked, is_right = codes.tried(asked, code, at=at)
    if not is_right or asked.referral is None:
        return None
    codes.use(asked, at=at)
    note("referral.followed", asked.referral, by=by, at=at)
    return asked.referral


def forget_old_codes(*, at: datetime) -> int:
    """Take away codes that can no longer be used. Returns how many there were."""
    # Kept for an hour, because that is how long their number is counted.
    old = FollowCode.objects.filter(requested_at__lte=at - timedelta(hours=1))
    removed, _by_model = old.delete()
    return removed


@transaction.atomic
def change_contact(
    referral: Referral, *, by: User, at: datetime, **changed: str | bool
) -> Referral:
    """Write down another phone or another time to call, until it is decided."""
    referral = locked(referral)
    lead = _still_open(referral)
    for name, value in changed.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(changed))
    note("referral.contact_changed", referral, by=by, at=at, fields=sorted(changed))
    if lead != referral:
        _tell_lead(
            lead,
            kind="referral.new_contact",
            title=_("Patienten nås på ett nytt sätt: %(reference)s"),
            by=by,
            at=at,
        )
    return referral


@transaction.atomic
def take_back(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take one's own referral back. What a clinic has sent stands for itself."""
    referral = locked(referral)
    lead = _still_open(referral)
    referral = withdraw(
        referral,
        reason=_("Den som skickade egenremissen tog tillbaka den."),
        by=by,
        at=at,
    )
    if lead != referral:
        _tell_lead(
            lead,
            kind="referral.part_withdrawn",
            title=_("Patienten har tagit tillbaka sin egenremiss: %(reference)s"),
            by=by,
            at=at,
        )
    return referral


def _still_open(referral: Referral) -> Referral:
    """What is decided for the referral; refuse once there is an answer."""
    lead = referral.lead
    if not lead.is_undecided:
        raise ImpossibleMove(_("Egenremissen är redan besvarad. Ring oss i stället."))
    return lead


def _tell_lead(
    lead: Referral, *, kind: str, title: str, by: User, at: datetime
) -> None:
    """Whoever assesses the clinic's referral is told what the person has done."""
    give_task(
        lead,
        kind=kind,
        title=title,
        why=_("Remissen och egenremissen är sammanförda."),
        owner=lead.assigned_to,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
