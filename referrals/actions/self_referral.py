"""A person asks for help without a clinic: written, kept for an hour, sent.

Drafts leave no event: until somebody presses send, nobody has been told anything.
"""

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import Refused
from jurisdictions import phones
from messaging import actions as messages
from messaging.lifecycle import Channel
from referrals.actions import person_letters, proven, versions
from referrals.actions.receive import arrive, new_reference, receiving_unit
from referrals.actions.row import note
from referrals.actions.turns import one_at_a_time
from referrals.lifecycle import Status
from referrals.models import (
    DoseChange,
    KeptDraft,
    Medicine,
    MedicineKind,
    Referral,
    ReferralVersion,
    Risk,
    Source,
)
from referrals.models.draft import (
    IDLE,
    Answers,
    BestTime,
    Draft,
    Fits,
    OpenDraft,
    seal,
    token_hash,
    unseal,
)

# The page on which something stands half written, beside the answers.
TYPED = "typed"
DANGERS = (Risk.SEIZURES, Risk.PREGNANCY, Risk.ALCOHOL, Risk.SUICIDE)
DANGEROUS_CHANGES = (DoseChange.REDUCED, DoseChange.STOPPED)


@transaction.atomic
def begin(
    *,
    at: datetime,
    answers: Answers | None = None,
    form_key: uuid.UUID | None = None,
) -> OpenDraft:
    """Open a draft whose only key goes to the person's browser.

    Gone on with after a pause it keeps its `form_key`: it is sent once, wherever it
    was opened.
    """
    token = secrets.token_urlsafe(32)
    if form_key:
        one_at_a_time(form_key)
        Draft.objects.filter(form_key=form_key).delete()
    row = Draft.objects.create(
        token_hash=token_hash(token),
        form_key=form_key or uuid.uuid4(),
        sealed=seal(answers or {}, token),
        created_at=at,
        touched_at=at,
    )
    return OpenDraft(row=row, token=token, answers=answers or {})


@transaction.atomic
def answer(
    draft: OpenDraft, *, step: str, values: dict[str, Any], at: datetime
) -> OpenDraft:
    """Keep what was answered on one page. A draft sent meanwhile stays sent."""
    answers = {**_answers_now(draft), step: values}
    half = {key: told for key, told in answers.get(TYPED, {}).items() if key != step}
    return _keep(draft, {**answers, TYPED: half}, at=at)


@transaction.atomic
def note_typed(
    draft: OpenDraft, *, step: str, typed: dict[str, Any], at: datetime
) -> OpenDraft:
    """Keep what stands half written on a page that somebody leaves for later."""
    answers = _answers_now(draft)
    return _keep(draft, {**answers, TYPED: {**answers.get(TYPED, {}), step: typed}}, at)


def _answers_now(draft: OpenDraft) -> Answers:
    """What another tab has answered meanwhile is there too; held until the end."""
    row = Draft.objects.select_for_update().filter(pk=draft.row.pk).first()
    return (unseal(row.sealed, draft.token) if row else None) or draft.answers


def _keep(draft: OpenDraft, answers: Answers, at: datetime) -> OpenDraft:
    Draft.objects.filter(pk=draft.row.pk).update(
        sealed=seal(answers, draft.token), touched_at=at
    )
    return OpenDraft(row=draft.row, token=draft.token, answers=answers)


def stay(draft: OpenDraft, *, at: datetime) -> None:
    """Begin the hour anew for somebody who is still there."""
    Draft.objects.filter(pk=draft.row.pk).update(touched_at=at)


def close(draft: OpenDraft) -> None:
    """Take it away from this browser; what was put aside for a week stays."""
    Draft.objects.filter(pk=draft.row.pk).delete()


@transaction.atomic
def forget(draft: OpenDraft) -> None:
    """Take away all that was written, because its writer said so."""
    close(draft)
    KeptDraft.objects.filter(form_key=draft.row.form_key).delete()


def forget_abandoned_drafts(*, at: datetime) -> int:
    """Take away what nobody has touched for an hour. Returns how many there were."""
    removed, _by_model = Draft.objects.filter(touched_at__lte=at - IDLE).delete()
    return removed


@transaction.atomic
def send_self_referral(draft: OpenDraft, *, by: User, at: datetime) -> Referral:
    """Make a referral of the draft. A second press gives the same referral."""
    one_at_a_time(draft.row.form_key)
    waiting = Draft.objects.select_for_update().filter(pk=draft.row.pk).first()
    sent = Referral.objects.filter(form_key=draft.row.form_key).first()
    if sent:
        return sent
    referral = Referral.objects.create(
        reference=new_reference(),
        form_key=draft.row.form_key,
        source=Source.SELF,
        status=Status.SENT,
        unit=_unit(),
        issued_on=timezone.localdate(at),
        clock_from=timezone.localdate(at),
        sent_at=at,
        language=(get_language() or "sv")[:2],
        **_fields(draft.answers),
        **proven.columns(draft.answers, by=by, at=at),
    )
    Medicine.objects.bulk_create(_medicines(referral, draft.answers))
    note(
        "referral.sent",
        referral,
        by=by,
        at=at,
        source=Source.SELF,
        is_risk=referral.is_risk,
    )
    versions.write(referral, ReferralVersion.Change.NEW, by=by, at=at)
    if waiting:
        waiting.delete()
    KeptDraft.objects.filter(form_key=referral.form_key).delete()
    _tell(referral, by=by, at=at)
    arrive(referral, by=by, at=at)
    person_letters.show_receipt(referral, by=by, at=at)
    return referral


def _unit() -> CareUnit:
    """The receiving unit; without one the draft stays as it is."""
    try:
        return receiving_unit()
    except CareUnit.DoesNotExist as error:
        raise Refused(
            _("Vi kan inte ta emot egenremissen här just nu. Ring oss i stället.")
        ) from error


def _tell(referral: Referral, *, by: User, at: datetime) -> None:
    """The receipt goes out by itself, to a phone or an address that can get it."""
    is_mobile = phones.is_mobile(referral.phone)
    if is_mobile or referral.email:
        messages.queue(
            subject=referral,
            kind="receipt",
            version=1,
            channel=Channel.SMS if is_mobile else Channel.EMAIL,
            to=referral.phone if is_mobile else referral.email,
            language=referral.language,
            by=by,
            at=at,
        )


def dangers(answers: Answers) -> list[str]:
    """What makes a person worth calling first, by key; empty for most."""
    risks = answers.get("dangers", {}).get("risks", [])
    changed = answers.get("dose", {}).get("dose_change", "")
    found = [risk.value for risk in DANGERS if risk in risks]
    return ([changed] if changed in DANGEROUS_CHANGES else []) + found


def _fields(answers: Answers) -> dict[str, Any]:
    """The columns of a referral, from the pages of the form."""
    contact = answers["contact"]
    return {
        **_clinic(contact.get("health_centre", "")),
        "name": contact["name"],
        "phone": contact["phone"],
        "email": contact.get("email", ""),
        "best_time": str(BestTime(contact["best_time"]).label),
        "may_leave_voicemail": contact["voicemail"] == "yes",
        "interpreter": contact.get("interpreter", ""),
        "birth_year": contact.get("birth_year"),
        "lives_elsewhere": answers["fits"]["fits"] == Fits.ELSEWHERE,
        "kinds": _kinds(answers),
        "how_long": answers["how_long"]["how_long"],
        "dose_change": answers["dose"]["dose_change"],
        "risks": answers["dangers"]["risks"],
        "is_risk": bool(dangers(answers)),
        "wants_call_today": answers.get("safety", {}).get("call_today") == "yes",
        "goal": answers.get("goal", {}).get("goal", ""),
        "clinic_consent": answers["consent"]["consent"],
        "answers": {
            "fits": answers["fits"]["fits"],
            "best_time": contact["best_time"],
            "kinds": answers["medicines"]["kinds"],
        },
    }


def _clinic(typed: str) -> dict[str, Any]:
    """The health centre as typed, and the one we know by that name."""
    known = CareUnit.objects.filter(
        kind=CareUnit.Kind.HEALTH_CENTRE, is_active=True, name__iexact=typed.strip()
    )
    return {
        "health_centre": known.first() if typed else None,
        "health_centre_text": typed,
    }


def _kinds(answers: Answers) -> list[str]:
    """Kinds as columns know them: "I do not know" is kept as the open one."""
    chosen = answers["medicines"]["kinds"]
    known = [kind for kind in MedicineKind.values if kind in chosen]
    return known or [MedicineKind.OTHER.value]


def _medicines(referral: Referral, answers: Answers) -> list[Medicine]:
    """What was copied from the packages, one row for each kind."""
    return [
        Medicine(referral=referral, name=text, kind=kind)
        for kind in MedicineKind.values
        if (text := answers["medicines"].get(kind, ""))
    ]
