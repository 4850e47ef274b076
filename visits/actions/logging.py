"""Writing down how a visit went, today or late, and correcting it."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from audit import actions as audit
from messaging import actions as messages
from offers.models import Place
from patients import actions as patients
from patients.models import CareRelation, Case
from visits.actions.booking import locked
from visits.actions.following import ask_to_call, contact_made, keep_word, plan_next
from visits.actions.taking import release
from visits.lifecycle import LOGGED, Kind, Outcome, Status, check_move
from visits.models import Visit, VisitLog, VisitStaff


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is written down about one visit."""

    outcome: str
    happened_at: datetime
    taken: str = ""
    discomfort: int | None = None
    hardest: tuple[str, ...] = ()
    note: str = ""
    next_step: str = ""
    next_contact_on: date | None = None

    def why_not(self, *, at: datetime) -> str:
        """Return what is wrong with it, or an empty string."""
        if self.happened_at > at:
            return _("Det har inte hänt än. Skriv när det hände.")
        if self.next_contact_on and self.next_contact_on < timezone.localdate(at):
            return _("Dagen för nästa kontakt har passerat.")
        return ""

    @property
    def status(self) -> Status:
        """What the visit becomes."""
        came = self.outcome != Outcome.DID_NOT_COME
        return Status.DONE if came else Status.MISSED

    def as_fields(self) -> dict[str, Any]:
        """The row's fields. About somebody who did not come, nothing is known."""
        fields = {**asdict(self), "hardest": list(self.hardest)}
        if self.outcome == Outcome.DID_NOT_COME:
            fields |= {"taken": "", "discomfort": None, "next_step": "", "hardest": []}
        return fields


@transaction.atomic
def log_visit(
    visit: Visit, report: Report, *, form_key: uuid.UUID, by: User, at: datetime
) -> VisitLog:
    """Write down how it went. The same form pressed twice is the same entry."""
    visit = locked(visit)
    known = VisitLog.objects.filter(form_key=form_key).first()
    if known:
        return known
    if why := report.why_not(at=at):
        raise Refused(why)
    if visit.status in LOGGED:
        raise AlreadyDone(_("Besöket är redan loggat. Rätta det i stället."))
    return _write(visit, report, form_key=form_key, by=by, at=at)


@transaction.atomic
def correct_log(
    log: VisitLog, report: Report, *, form_key: uuid.UUID, by: User, at: datetime
) -> VisitLog:
    """Write a new entry that takes the place of `log`. Both stay."""
    visit = locked(log.visit)
    known = VisitLog.objects.filter(form_key=form_key).first()
    if known:
        return known
    if why := report.why_not(at=at):
        raise Refused(why)
    if VisitLog.objects.filter(corrects=log).exists():
        raise AlreadyDone(
            _("Någon annan har redan rättat det här. Läs rättelsen först.")
        )
    return _write(visit, report, form_key=form_key, by=by, at=at, corrects=log)


@transaction.atomic
def log_contact(
    case: Case,
    report: Report,
    *,
    kind: str,
    purpose: str,
    minutes: int,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
    place: Place | None = None,
) -> VisitLog:
    """Write down a contact that nobody had booked: a call, a visit in passing."""
    known = VisitLog.objects.filter(form_key=form_key).first()
    if known:
        return known
    if why := report.why_not(at=at):
        raise Refused(why)
    visit, is_new = _contact(
        case,
        kind=kind,
        purpose=purpose,
        minutes=minutes,
        place=place if kind == Kind.IN_PERSON else None,
        starts_at=report.happened_at,
        form_key=form_key,
        by=by,
        at=at,
    )
    if not is_new:
        return visit.logs.earliest("recorded_at")
    VisitStaff.objects.create(visit=visit, user=by)
    patients.relate(case.patient, user=by, kind=CareRelation.Kind.VISIT, by=by, at=at)
    return _write(visit, report, form_key=form_key, by=by, at=at)


def mark_missed(
    visit: Visit, *, note: str = "", form_key: uuid.UUID, by: User, at: datetime
) -> VisitLog:
    """Write down that the patient did not come. Nobody is discharged for it."""
    report = Report(
        outcome=Outcome.DID_NOT_COME, happened_at=min(visit.starts_at, at), note=note
    )
    return log_visit(visit, report, form_key=form_key, by=by, at=at)


def _contact(
    case: Case, *, form_key: uuid.UUID, by: User, at: datetime, **fields: Any
) -> tuple[Visit, bool]:
    """The row of an unbooked contact, and whether it was made just now."""
    return Visit.objects.get_or_create(
        form_key=form_key,
        defaults={"case": case, "booked_at": at, "booked_by": by, **fields},
    )


def _write(
    visit: Visit,
    report: Report,
    *,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
    corrects: VisitLog | None = None,
) -> VisitLog:
    """Write the entry, and everything that follows from it."""
    log = VisitLog.objects.create(
        visit=visit,
        recorded_at=at,
        recorded_by=by,
        corrects=corrects,
        form_key=form_key,
        **report.as_fields(),
    )
    _settle(visit, report.status, by=by, at=at)
    audit.record(
        kind="visit.log_corrected" if corrects else "visit.logged",
        subject=log,
        patient=visit.case.patient,
        by=by,
        at=at,
        details={"outcome": report.outcome, "late": log.is_late},
    )
    if report.status == Status.MISSED:
        ask_to_call(visit, by=by, at=at)
    else:
        contact_made(log, by=by, at=at)
        keep_word(log, by=by, at=at)
    if report.next_contact_on:
        plan_next(visit.case, report.next_contact_on, by=by, at=at)
    return log


def _settle(visit: Visit, status: Status, *, by: User, at: datetime) -> None:
    """Take the visit to where the entry says it is."""
    if visit.status == status:
        return
    check_move(visit.status, status)
    visit.status = status
    visit.save(update_fields=["status"])
    if status == Status.MISSED:
        release(visit)
    messages.withdraw_for(visit, by=by, at=at)
    patients.complete_tasks_about(visit, by=by, at=at)
