"""The patient's own part of a case that a clinic began.

A code, on the slip or in a text message, opens a form that shows nothing anybody else
has written, not even whose it is.
"""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from jurisdictions import phones
from jurisdictions import reference as references
from messaging import actions as messages
from messaging.lifecycle import Channel
from messaging.queries import has_refused
from patients import actions as patients
from referrals.actions.receive import random_source
from referrals.actions.row import locked, note
from referrals.lifecycle import UNDECIDED, Status
from referrals.models import OwnPart, PartRequest, Referral, part_code_hash
from referrals.models.part import LINK_LIVES, PartRequestQuerySet

OPEN = UNDECIDED | {Status.ACCEPTED}


def can_be_reached(referral: Referral) -> bool:
    """Tell whether a text message may go: the patient wants it, and it is possible."""
    return referral.agrees_to_sms and could_be_reached(referral)


def could_be_reached(referral: Referral) -> bool:
    """Tell whether nothing but a yes is missing: a mobile, nothing hidden, no no."""
    patient = referral.patient
    return (
        phones.is_mobile(referral.phone)
        and not referral.hides_contact
        and patient is not None
        and not has_refused(patient, Channel.SMS)
    )


@transaction.atomic
def ask_patient(
    referral: Referral, *, by: User, at: datetime, agrees_to_sms: bool = False
) -> str:
    """Ask for the patient's part. Answers the code, which nobody can read again.

    A new code takes the old one back. It goes by text message to whoever has said yes
    to that, and stands on the slip for everybody else.
    """
    lead = locked(locked(referral).lead)
    if lead.status not in OPEN:
        raise Refused(_("Remissen är avslutad, så patienten tillfrågas inte."))
    if agrees_to_sms and not lead.agrees_to_sms:
        lead.agrees_to_sms = True
        lead.save(update_fields=["agrees_to_sms"])
    _take_back(lead, by=by, at=at)
    code = references.make_part_code(random_source)
    request = PartRequest.objects.create(
        referral=lead,
        to=PartRequest.To.PATIENT,
        code_hash=part_code_hash(code),
        expires_at=at + LINK_LIVES,
        asked_at=at,
        asked_by=by,
    )
    note(
        "referral.patient_asked",
        lead,
        by=by,
        at=at,
        request=str(request.pk),
        agrees_to_sms=lead.agrees_to_sms,
    )
    if can_be_reached(lead):
        messages.queue(
            subject=request,
            kind="own_part",
            version=1,
            channel=Channel.SMS,
            to=lead.phone,
            language=lead.patient.language if lead.patient else lead.language,
            patient=lead.patient,
            expires_at=request.expires_at,
            code=references.shown_part_code(code),
            by=by,
            at=at,
        )
    return references.shown_part_code(code)


def _take_back(lead: Referral, *, by: User, at: datetime) -> None:
    """Of several codes only the last opens anything."""
    for request in _waiting(lead).order_by("pk").select_for_update(of=("self",)):
        request.taken_back_at, request.taken_back_by = at, by
        request.save(update_fields=["taken_back_at", "taken_back_by"])
        messages.withdraw_for(request, by=by, at=at)


def _waiting(lead: Referral) -> PartRequestQuerySet:
    """What the patient has been asked for, whichever part of the case it hangs on."""
    together = Q(referral=lead) | Q(referral__joined_to=lead)
    asked: PartRequestQuerySet = PartRequest.objects.waiting()
    return asked.filter(together, to=PartRequest.To.PATIENT)


def ask_when_received(referral: Referral, *, by: User, at: datetime) -> None:
    """Ask by itself where a text message may go; everybody else gets the slip."""
    if can_be_reached(referral):
        ask_patient(referral, by=by, at=at)


def opened_with(code: str, *, at: datetime) -> PartRequest | None:
    """The request that the code opens, unless it is used, old or taken back."""
    found = (
        PartRequest.objects.filter(code_hash=part_code_hash(code))
        .select_related("referral__joined_to")
        .first()
    )
    return found if found and is_open(found, at=at) else None


def is_open(request: PartRequest, *, at: datetime) -> bool:
    """Tell whether the form can still be sent."""
    return request.is_alive(at) and request.referral.lead.status in OPEN


@transaction.atomic
def give(
    request: PartRequest, *, form_key: uuid.UUID, by: User, at: datetime, **said: str
) -> OwnPart | None:
    """Give the patient's part, once. A second press gives the same; None: too late."""
    lead = locked(locked(request.referral).lead)
    request = PartRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if earlier := _given_before(form_key, lead):
        return earlier
    if not is_open(request, at=at):
        return None
    return _write(lead, form_key=form_key, said=said, by=by, at=at)


@transaction.atomic
def give_signed_in(
    referral: Referral, *, form_key: uuid.UUID, by: User, at: datetime, **said: str
) -> OwnPart:
    """The same from the patient's own pages: who it is, is known already."""
    lead = locked(locked(referral).lead)
    if earlier := _given_before(form_key, lead):
        return earlier
    if lead.status not in OPEN:
        raise Refused(_("Remissen är avslutad. Ring oss om du vill berätta något."))
    return _write(lead, form_key=form_key, said=said, by=by, at=at)


def _given_before(form_key: uuid.UUID, lead: Referral) -> OwnPart | None:
    return OwnPart.objects.filter(form_key=form_key, referral=lead).first()


def _write(
    lead: Referral, *, form_key: uuid.UUID, said: dict[str, str], by: User, at: datetime
) -> OwnPart:
    try:
        with transaction.atomic():
            part = OwnPart.objects.create(
                referral=lead, form_key=form_key, sent_at=at, **said
            )
    except IntegrityError as fault:
        # The key of somebody else's form opens nothing here.
        raise Refused(_("Formuläret har redan använts. Öppna det på nytt.")) from fault
    _waiting(lead).update(given_at=at)
    note("referral.part_given", lead, by=by, at=at, part=str(part.pk))
    _tell_who_assesses(lead, by=by, at=at)
    return part


def _tell_who_assesses(lead: Referral, *, by: User, at: datetime) -> None:
    """Once somebody cares for the person, they read what has come."""
    if lead.case is None or not lead.has_open_case:
        return
    patients.raise_task(
        kind="case.part_given",
        title=_("Läs vad patienten hoppas på"),
        why=_("Patienten har skrivit sin egen del."),
        subject=lead,
        case=lead.case,
        owner=lead.case.owner,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
