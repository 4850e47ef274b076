"""The clinic's half of a case that the patient began: asked for, sent, taken back."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import AlreadyDone, Refused
from accounts.rows import held
from jurisdictions import clocks
from messaging import actions as messaging
from messaging.lifecycle import Channel
from referrals.actions.join import join
from referrals.actions.row import give_task, locked, note
from referrals.actions.send import Person, Request, send
from referrals.lifecycle import Status
from referrals.models import ClinicConsent, PartRequest, Referral


@transaction.atomic
def note_consent(referral: Referral, *, by: User, at: datetime) -> Referral:
    """The person, who wanted to be asked first, has said yes to the health centre."""
    referral = locked(referral)
    if referral.clinic_consent == ClinicConsent.YES:
        return referral
    referral.clinic_consent = ClinicConsent.YES
    referral.edition += 1
    referral.save(update_fields=["clinic_consent", "edition"])
    note("referral.clinic_agreed", referral, by=by, at=at)
    return referral


@transaction.atomic
def ask_clinic(
    referral: Referral, *, clinic: CareUnit, by: User, at: datetime
) -> PartRequest:
    """Ask the patient's health centre for its part; only ever with the patient's yes.

    The clinic is told that somebody is waiting, and reads the name once signed in.
    """
    referral = locked(referral)
    _check(referral, clinic)
    if referral.part_requests.waiting().filter(to=PartRequest.To.CLINIC).exists():
        raise AlreadyDone(_("Vårdcentralen är redan frågad."))
    asked = PartRequest.objects.create(
        referral=referral,
        to=PartRequest.To.CLINIC,
        clinic=clinic,
        asked_at=at,
        asked_by=by,
    )
    note(
        "referral.part_asked",
        referral,
        by=by,
        at=at,
        request=str(asked.pk),
        clinic=str(clinic.pk),
    )
    _tell(asked, clinic, referral, by=by, at=at)
    return asked


def _check(referral: Referral, clinic: CareUnit) -> None:
    if not referral.is_self_referral:
        raise Refused(_("Remissen kom från en vårdcentral. Ställ en fråga i stället."))
    if referral.clinic_consent != ClinicConsent.YES:
        raise Refused(_("Patienten har inte sagt ja till att vi frågar vårdcentralen."))
    if clinic.kind != CareUnit.Kind.HEALTH_CENTRE or not clinic.is_active:
        raise Refused(_("Välj en vårdcentral."))
    if referral.health_centre_id and referral.health_centre_id != clinic.pk:
        raise Refused(_("Patienten har sagt ja till en annan vårdcentral."))
    if not (referral.is_undecided or referral.has_open_case):
        raise Refused(_("Remissen är avslutad."))


def _tell(
    asked: PartRequest, clinic: CareUnit, referral: Referral, *, by: User, at: datetime
) -> None:
    """A neutral mail; without an address a colleague calls."""
    if clinic.email:
        messaging.queue(
            subject=asked,
            kind="question",
            version=1,
            channel=Channel.EMAIL,
            to=clinic.email,
            language="sv",
            by=by,
            at=at,
        )
        return
    give_task(
        referral,
        kind="referral.call",
        title=_("Ring vårdcentralen: %(reference)s"),
        why=_("%(clinic)s har ingen e-post. Be dem skriva sin del.")
        % {"clinic": clinic.name},
        owner=by,
        due_on=clocks.working_days_after(timezone.localdate(at), 1),
        by=by,
        at=at,
    )


@transaction.atomic
def take_back(asked: PartRequest, *, by: User, at: datetime) -> PartRequest:
    """Nobody is asked any more; a mail that has not left stays."""
    asked = held(PartRequest.objects.all(), asked.pk, "referral__patient")
    if asked.given_at:
        raise AlreadyDone(_("Svaret har redan kommit."))
    if asked.taken_back_at:
        return asked
    asked.taken_back_at, asked.taken_back_by = at, by
    asked.save(update_fields=["taken_back_at", "taken_back_by"])
    messaging.withdraw_for(asked, by=by, at=at)
    note(
        "referral.part_taken_back", asked.referral, by=by, at=at, request=str(asked.pk)
    )
    return asked


@transaction.atomic
def send_asked(
    *,
    asked: PartRequest | None,
    form_key: uuid.UUID,
    person: Person,
    request: Request,
    by: User,
    at: datetime,
) -> Referral:
    """Send a referral; what was asked for joins the patient's own form.

    When the two cannot be one case any more, the referral stands by itself and
    somebody compares them: nothing that was sent is turned away.
    """
    referral = send(
        form_key=form_key,
        person=person,
        request=request,
        asks_patient=asked is None,
        by=by,
        at=at,
    )
    if asked is None or referral.status != Status.RECEIVED:
        return referral
    try:
        with transaction.atomic():
            join(referral, to=asked.referral, by=by, at=at)
    except Refused as refusal:
        _compare(referral, asked, str(refusal.sentence), by=by, at=at)
    referral.refresh_from_db()
    return referral


def _compare(
    referral: Referral, asked: PartRequest, why: str, *, by: User, at: datetime
) -> None:
    asked.given_at, asked.given = at, referral
    asked.save(update_fields=["given_at", "given"])
    give_task(
        referral,
        kind="referral.compare",
        title=_("Jämför med egenremissen: %(reference)s"),
        why=why,
        due_on=timezone.localdate(at),
        by=by,
        at=at,
    )
