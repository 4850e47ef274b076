"""Stopping the waiting clock for the three lawful reasons (rules VG-02, VG-03)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from audit import actions as audit
from jurisdictions import clocks
from referrals.actions.counting import due_on, regime, set_clock
from referrals.actions.row import locked
from referrals.lifecycle import UNDECIDED, Status
from referrals.models import ClockPause, Referral


@transaction.atomic
def recount(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Count anew, when the unit has changed its promise. The same day is no event."""
    referral = locked(referral)
    before = referral.due_on
    set_clock(referral)
    if referral.due_on == before:
        return referral
    referral.save(update_fields=["clock_from", "due_on"])
    audit.record(
        kind="referral.recounted",
        subject=referral,
        patient=referral.patient,
        by=by,
        at=at,
        details={"from": str(before), "to": str(referral.due_on)},
    )
    return referral


def why_not_pause(referral: Referral) -> str:
    """Why the clock cannot be stopped for this one at all; empty when it can."""
    if regime().visit_within_days is None:
        return _("Fristen kan inte pausas enligt reglerna här.")
    if referral.status == Status.JOINED:
        return _("Pausa klockan på den remiss som den hör ihop med.")
    if referral.status not in UNDECIDED | {Status.ACCEPTED}:
        return _("Remissen är avslutad, så det finns ingen klocka att pausa.")
    return ""


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
    if reason_not := why_not_pause(referral):
        raise Refused(reason_not)
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
    if row.offered_on and not _is_within_guarantee(row, row.offered_on):
        raise Refused(
            _(
                "Erbjudandet kom efter att vårdgarantin hade gått ut. Då kan väntan "
                "inte pausas för att patienten tackar nej."
            )
        )


def _is_within_guarantee(row: ClockPause, offered_on: date) -> bool:
    """Tell whether the care was offered in time, by the other pauses (rules VG-03)."""
    others = row.referral.pauses.standing().exclude(pk=row.pk)
    due = due_on(row.referral.clock_from, tuple(one.pause for one in others))
    return due is None or offered_on <= due


@transaction.atomic
def end_pause(row: ClockPause, *, until_on: date, by: User, at: datetime) -> ClockPause:
    """Let the days count again, from a day on."""
    referral = locked(row.referral)
    row = ClockPause.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.taken_back_at:
        raise AlreadyDone(_("Pausen är redan återtagen."))
    if row.until_on == until_on:
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
