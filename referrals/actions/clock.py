"""Stopping the waiting clock for the three lawful reasons (rules VG-02, VG-03)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from audit import actions as audit
from jurisdictions import clocks
from referrals.actions.counting import regime, set_clock
from referrals.actions.receive import locked
from referrals.lifecycle import Status
from referrals.models import ClockPause, Referral


@transaction.atomic
def recount(referral: Referral) -> Referral:
    """Count anew and save: after a pause, a join, or another promise of the unit."""
    referral = locked(referral)
    set_clock(referral)
    referral.save(update_fields=["clock_from", "due_on"])
    return referral


@transaction.atomic
def pause(
    referral: Referral,
    *,
    reason: ClockPause.Reason,
    first_on: date,
    until_on: date | None,
    proof: str,
    by: User,
    at: datetime,
    informed_on: date | None = None,
    offered_on: date | None = None,
    declined_on: date | None = None,
) -> ClockPause:
    """Stop the clock for a lawful reason that can be shown. Others are refused."""
    referral = locked(referral)
    rules = regime()
    if rules.visit_within_days is None:
        raise Refused(_("Fristen kan inte pausas enligt reglerna här."))
    if referral.status == Status.JOINED:
        raise Refused(_("Pausa klockan på den remiss som den hör ihop med."))
    row = ClockPause(
        referral=referral,
        reason=reason,
        first_on=first_on,
        until_on=until_on,
        proof=proof,
        informed_on=informed_on,
        offered_on=offered_on,
        declined_on=declined_on,
        written_at=at,
        written_by=by,
    )
    _check(row)
    row.save(force_insert=True)
    set_clock(referral)
    referral.edition += 1
    referral.save(update_fields=["clock_from", "due_on", "edition"])
    audit.record(
        kind="referral.clock_paused",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        reason=proof,
        details={"pause": str(row.pk), "reason": reason},
    )
    return row


def _check(row: ClockPause) -> None:
    """Say why it is no pause, in the words of the rule itself."""
    try:
        _pause = row.pause
    except clocks.NotAPause as fault:
        raise Refused(fault.translated(_)) from fault


@transaction.atomic
def end_pause(row: ClockPause, *, until_on: date, by: User, at: datetime) -> ClockPause:
    """Let the days count again, from a day on."""
    referral = locked(row.referral)
    row = ClockPause.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.taken_back_at or row.until_on == until_on:
        raise AlreadyDone(_("Pausen är redan avslutad."))
    row.until_on = until_on
    _check(row)
    row.save(update_fields=["until_on"])
    return _counted(row, referral, kind="referral.clock_resumed", by=by, at=at)


@transaction.atomic
def take_back_pause(row: ClockPause, *, by: User, at: datetime) -> ClockPause:
    """The pause was a mistake: its days count after all."""
    referral = locked(row.referral)
    row = ClockPause.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.taken_back_at:
        return row
    row.taken_back_at, row.taken_back_by = at, by
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    return _counted(row, referral, kind="referral.clock_pause_undone", by=by, at=at)


def _counted(
    row: ClockPause, referral: Referral, *, kind: str, by: User, at: datetime
) -> ClockPause:
    set_clock(referral)
    referral.edition += 1
    referral.save(update_fields=["clock_from", "due_on", "edition"])
    audit.record(
        kind=kind,
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        details={"pause": str(row.pk)},
    )
    return row
