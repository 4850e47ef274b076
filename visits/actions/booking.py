"""Booking, moving and cancelling."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from audit import actions as audit
from messaging import actions as messages
from offers.models import Place
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import CareRelation, Case
from visits.actions.taking import release, retrying_deadlocks, take
from visits.actions.telling import tell, time_to_remind
from visits.lifecycle import Kind, Status, check_move
from visits.models import Visit, VisitStaff


@dataclass(frozen=True, kw_only=True)
class Details:
    """When, where, how and with whom."""

    kind: str
    starts_at: datetime
    minutes: int
    staff: tuple[User, ...]
    place: Place | None = None

    def why_not(self, *, at: datetime) -> str:
        """Return what is wrong with it, or an empty string."""
        if self.starts_at <= at:
            return _("Den tiden har redan passerat. Välj en senare tid.")
        if not self.staff:
            return _("Välj vem i teamet som är med.")
        if not all(user.may(Permission.CARE) for user in self.staff):
            return _("Bara den som arbetar i vården kan ha besök.")
        if self.kind == Kind.IN_PERSON and self.place is None:
            return _("Välj var ni ses.")
        return ""

    @property
    def place_if_met(self) -> Place | None:
        """The room; a call needs none."""
        return self.place if self.kind == Kind.IN_PERSON else None


@retrying_deadlocks
@transaction.atomic
def book(
    case: Case,
    *,
    purpose: str,
    details: Details,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
    patient_knows: bool = False,
) -> Visit:
    """Book a visit. The same form pressed twice is the same visit."""
    known = Visit.objects.filter(form_key=form_key).first()
    if known:
        return known
    if case.phase == Phase.CLOSED:
        raise Refused(_("Vårdärendet är avslutat. Öppna det igen först."))
    if why := details.why_not(at=at):
        raise Refused(why)
    try:
        with transaction.atomic():
            visit = _create(case, purpose, details, form_key=form_key, by=by, at=at)
    except IntegrityError:
        # The other press of the same button was faster.
        known = Visit.objects.filter(form_key=form_key).first()
        if known is None:
            raise
        return known
    _staff(visit, details, by=by, at=at)
    patients.complete_tasks_about(case, kind=f"visit.book.{purpose}", by=by, at=at)
    _record("visit.booked", visit, by=by, at=at)
    tell(visit, "visit_booked", by=by, at=at, patient_knows=patient_knows)
    return visit


@retrying_deadlocks
@transaction.atomic
def move(
    visit: Visit,
    *,
    details: Details,
    by: User,
    at: datetime,
    patient_knows: bool = False,
) -> Visit:
    """Give the visit another time, place or staff; take back what was said before."""
    visit = locked(visit)
    if _is(visit, details):
        return visit
    if visit.status != Status.BOOKED:
        raise Refused(_("Bara en bokad tid kan flyttas. Boka en ny i stället."))
    if why := details.why_not(at=at):
        raise Refused(why)
    visit.kind, visit.place = details.kind, details.place_if_met
    visit.starts_at, visit.minutes = details.starts_at, details.minutes
    visit.version += 1
    visit.remind_at = time_to_remind(visit.starts_at, told_at=at)
    visit.reminded_at = None
    take(visit, list(details.staff), at=at)
    visit.save()
    _staff(visit, details, by=by, at=at)
    messages.withdraw_for(visit, by=by, at=at)
    patients.complete_tasks_about(visit, by=by, at=at)
    _record("visit.moved", visit, by=by, at=at)
    tell(visit, "visit_moved", by=by, at=at, patient_knows=patient_knows)
    return visit


@transaction.atomic
def cancel(
    visit: Visit,
    *,
    reason: str,
    by: User,
    at: datetime,
    patient_knows: bool = False,
    is_told: bool = True,
) -> Visit:
    """Cancel the visit and let others have the time. A second press changes nothing."""
    visit = locked(visit)
    if visit.status == Status.CANCELLED:
        return visit
    check_move(visit.status, Status.CANCELLED)
    visit.status, visit.cancel_reason = Status.CANCELLED, reason
    visit.cancelled_at, visit.cancelled_by = at, by
    visit.save(
        update_fields=["status", "cancel_reason", "cancelled_at", "cancelled_by"]
    )
    release(visit)
    messages.withdraw_for(visit, by=by, at=at)
    patients.complete_tasks_about(visit, by=by, at=at)
    _record("visit.cancelled", visit, by=by, at=at, reason=reason)
    if is_told and not visit.has_begun(at):
        tell(visit, "visit_cancelled", by=by, at=at, patient_knows=patient_knows)
    return visit


@transaction.atomic
def cancel_coming(
    case: Case, *, reason: str, is_told: bool, by: User, at: datetime
) -> None:
    """Cancel what is booked ahead, because the case ends. Past visits stay to log."""
    for visit in Visit.objects.coming(at).filter(case=case).order_by("pk"):
        cancel(visit, reason=reason, is_told=is_told, by=by, at=at)


def locked(visit: Visit) -> Visit:
    """Return the row as it is now, held until the transaction ends."""
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related("case__patient", "case__owner", "place__care_unit")
        .get(pk=visit.pk)
    )


def _create(
    case: Case,
    purpose: str,
    details: Details,
    *,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
) -> Visit:
    """Write the row and keep what it needs."""
    visit = Visit.objects.create(
        case=case,
        kind=details.kind,
        purpose=purpose,
        place=details.place_if_met,
        starts_at=details.starts_at,
        minutes=details.minutes,
        remind_at=time_to_remind(details.starts_at, told_at=at),
        booked_at=at,
        booked_by=by,
        form_key=form_key,
    )
    take(visit, list(details.staff), at=at)
    return visit


def _staff(visit: Visit, details: Details, *, by: User, at: datetime) -> None:
    """Note who takes part, and let each of them read the record."""
    chosen = {user.pk for user in details.staff}
    visit.staff.exclude(user__in=chosen).update(is_current=False)
    # In one order, so that two bookings of the same people never wait in a circle.
    for user in sorted(details.staff, key=lambda user: user.pk):
        VisitStaff.objects.update_or_create(
            visit=visit, user=user, defaults={"is_current": True}
        )
        patients.relate(
            visit.case.patient,
            user=user,
            kind=CareRelation.Kind.VISIT,
            by=by,
            at=at,
        )


def _is(visit: Visit, details: Details) -> bool:
    """Tell whether the visit already is what it should become."""
    staff = set(visit.staff.filter(is_current=True).values_list("user_id", flat=True))
    return (
        visit.kind,
        visit.place_id,
        visit.starts_at,
        visit.minutes,
        staff,
    ) == (
        details.kind,
        details.place_if_met.pk if details.place_if_met else None,
        details.starts_at,
        details.minutes,
        {user.pk for user in details.staff},
    )


def _record(
    kind: str, visit: Visit, *, by: User, at: datetime, reason: str = ""
) -> None:
    audit.record(
        kind=kind,
        subject=visit,
        patient=visit.case.patient,
        by=by,
        at=at,
        reason=reason,
        details={"starts_at": visit.starts_at.isoformat(), "version": visit.version},
    )
