"""One case, several contributions: referrals about the same person are decided once.

A clinic's referral and the person's own form join, whichever came first; so do two
referrals of two clinics. Nothing is deleted, and it can be taken apart again.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from referrals.actions.counting import set_clock
from referrals.actions.receive import raise_risk_task
from referrals.actions.row import locked, locked_many, note
from referrals.lifecycle import DECIDED, Status, check_move
from referrals.models import PartRequest, Referral


@transaction.atomic
def join(
    referral: Referral, *, to: Referral, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Let `referral` be a part of `to`, which is decided for both. Returns `to`."""
    lead = to.lead
    rows = locked_many((referral, lead))
    referral, lead = rows[referral.pk], rows[lead.pk]
    _check(referral, lead)
    if lead.patient is None:
        lead.patient = referral.patient
    lead.is_risk = lead.is_risk or referral.is_risk
    for part in [*referral.parts.all(), referral]:
        part.status, part.joined_to = Status.JOINED, lead
        part.joined_at, part.joined_by = at, by
        part.reply_by, part.edition = None, part.edition + 1
        part.save()
        patients.complete_tasks_about(part, by=by, at=at)
        _answers_a_request(part, lead, at=at)
    set_clock(lead)
    lead.edition += 1
    lead.save()
    audit.record(
        kind="referral.joined",
        subject=referral,
        patient=lead.patient,
        by=by,
        at=at,
        reason=reason,
        details={"to": str(lead.pk)},
    )
    if lead.is_undecided and lead.is_risk:
        raise_risk_task(lead, by=by, at=at)
    return lead


def _check(referral: Referral, lead: Referral) -> None:
    # Looked at again under the lock: somebody may have joined them the other way.
    if referral.pk in {lead.pk, lead.joined_to_id} or referral.joined_to_id == lead.pk:
        raise Refused(_("Remisserna hör redan ihop."))
    if lead.joined_to_id:
        raise Refused(
            _("Någon annan har just fört samman remissen. Öppna den på nytt.")
        )
    check_move(referral.status, Status.JOINED)
    if lead.status in DECIDED and lead.status != Status.ACCEPTED:
        raise Refused(_("Den andra remissen är avslutad. Bedöm den här för sig."))
    if lead.case and not lead.has_open_case:
        raise Refused(_("Vårdärendet är avslutat. Bedöm remissen som en ny."))
    both_known = referral.patient_id and lead.patient_id
    if both_known and referral.patient_id != lead.patient_id:
        raise Refused(
            _(
                "Remisserna gäller två olika patienter. Är det samma person, slå ihop "
                "patienterna först."
            )
        )


def _answers_a_request(part: Referral, lead: Referral, *, at: datetime) -> None:
    """What the health centre was asked for has come."""
    if part.sender_unit_id is None:
        return
    asked = lead.part_requests.waiting().filter(
        to=PartRequest.To.CLINIC, clinic=part.sender_unit_id
    )
    for request in asked.select_for_update(of=("self",)):
        request.given_at, request.given = at, part
        request.save(update_fields=["given_at", "given"])


@transaction.atomic
def separate(
    referral: Referral, *, by: User, at: datetime, reason: str = ""
) -> Referral:
    """Take a part out again: it waits to be assessed by itself."""
    referral = locked(referral)
    lead = referral.joined_to
    if lead is None:
        raise Refused(_("Remissen är inte sammanförd med någon annan."))
    check_move(referral.status, Status.RECEIVED)
    referral.status = Status.RECEIVED
    referral.joined_to = referral.joined_at = referral.joined_by = None
    referral.edition += 1
    set_clock(referral)
    referral.save()
    let_go(lead, referral, kind="referral.part_separated", by=by, at=at)
    note(
        "referral.separated",
        referral,
        by=by,
        at=at,
        reason=reason,
        **{"from": str(lead.pk)},
    )
    raise_risk_task(referral, by=by, at=at)
    return referral


def let_go(
    lead: Referral, part: Referral, *, kind: str, by: User, at: datetime
) -> None:
    """What is left of the case counts from its own days, and whoever decides sees it.

    The part is no part any more, so that the lead's own log has to say what happened.
    """
    lead = locked(lead)
    set_clock(lead)
    lead.edition += 1
    lead.save(update_fields=["clock_from", "due_on", "edition"])
    note(kind, lead, by=by, at=at, part=str(part.pk))


def let_parts_stand(referral: Referral, *, by: User, at: datetime) -> None:
    """The leading one goes away: each of its parts is somebody who still waits."""
    for part in referral.parts.all():
        separate(part, by=by, at=at)
