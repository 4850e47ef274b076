"""The case: opened, moved, answered, closed."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import AlreadyDone, Refused
from accounts.rows import held
from audit import actions as audit
from patients.actions.access import Kind, relate
from patients.lifecycle import Closing, Phase, check_move
from patients.models import (
    Case,
    Patient,
)


@transaction.atomic
def open_case(
    patient: Patient,
    *,
    unit: CareUnit,
    owner: User,
    no_referrer: bool,
    by: User,
    at: datetime,
) -> Case:
    """Open a case: the journey begins with assessment."""
    try:
        with transaction.atomic():
            case = Case.objects.create(
                patient=patient,
                unit=unit,
                owner=owner,
                opened_at=at,
                opened_by=by,
                phase_since=at,
                no_referrer=no_referrer,
            )
    except IntegrityError as error:
        raise AlreadyDone(_("Patienten har redan ett öppet vårdärende.")) from error
    _note("case.opened_up", case, by=by, at=at)
    for user in {owner, by}:
        relate(patient, user=user, kind=Kind.TEAM, by=by, at=at)
    return case


def _locked(case: Case) -> Case:
    """Return the row as it is now, held until the transaction ends."""
    return held(Case.objects.all(), case.pk, "patient", "unit", "owner")


def _note(
    kind: str,
    case: Case,
    /,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    **details: Any,
) -> None:
    audit.record(
        kind=kind,
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        reason=reason,
        details=details,
    )


@transaction.atomic
def move(case: Case, *, to: Phase, by: User, at: datetime, reason: str = "") -> Case:
    """Take the case to another open phase. Closing has its own action."""
    case = _locked(case)
    check_move(case.phase, to)
    before = case.phase
    case.phase, case.phase_since = to, at
    case.closing, case.closed_at, case.closed_by = "", None, None
    case.save(
        update_fields=["phase", "phase_since", "closing", "closed_at", "closed_by"]
    )
    _note("case.moved", case, by=by, at=at, reason=reason, **{"from": before, "to": to})
    return case


@transaction.atomic
def mark_answered(case: Case, *, by: User, at: datetime) -> Case:
    """Note that whoever referred has been answered for the last time."""
    case = _locked(case)
    case.answered_at = at
    case.save(update_fields=["answered_at"])
    _note("case.answered", case, by=by, at=at)
    return case


@transaction.atomic
def take_back_answer(case: Case, *, by: User, at: datetime) -> Case:
    """The last answer was taken back before anybody read it."""
    case = _locked(case)
    if case.phase == Phase.CLOSED:
        raise Refused(_("Vårdärendet är redan avslutat."))
    case.answered_at = None
    case.save(update_fields=["answered_at"])
    _note("case.answer_taken_back", case, by=by, at=at)
    return case


@transaction.atomic
def close(
    case: Case, *, closing: Closing, by: User, at: datetime, reason: str = ""
) -> Case:
    """Close the case. Refused while whoever referred waits for an answer."""
    case = _locked(case)
    check_move(case.phase, Phase.CLOSED)
    unanswered = not (case.no_referrer or case.answered_at)
    if unanswered and closing != Closing.UNDONE:
        raise Refused(_("Svara den som remitterade innan du avslutar."))
    case.phase, case.phase_since, case.closing = Phase.CLOSED, at, closing
    case.closed_at, case.closed_by = at, by
    case.save(
        update_fields=["phase", "phase_since", "closing", "closed_at", "closed_by"]
    )
    _note("case.closed", case, by=by, at=at, reason=reason, closing=closing)
    return case
