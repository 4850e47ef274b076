"""Visits: how they went, and the next ones."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from overview.links import page_of
from overview.queries.timeline.entry import Entry, sentences
from patients.models import Case
from visits.lifecycle import Kind, Status
from visits.models import Visit, VisitLog
from visits.models.booking import VisitQuerySet

ICONS = {Kind.IN_PERSON: "person", Kind.VIDEO: "video", Kind.PHONE: "phone"}
TINTS = {Status.DONE: "fjord", Status.MISSED: "obs", Status.BOOKED: "plan"}


def _of(case: Case) -> VisitQuerySet:
    logs = VisitLog.objects.standing().select_related("recorded_by")
    return (
        Visit.objects.filter(case=case)
        .select_related("place__care_unit")
        .prefetch_related(Prefetch("logs", logs, to_attr="standing"))
    )


def past(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Visits that have been, whether logged, missed or cancelled."""
    rows = _of(case).filter(starts_at__lt=before).order_by("-starts_at")
    for visit in rows[:limit]:
        yield _entry(visit, case)


def ahead(case: Case, after: datetime, limit: int) -> Iterable[Entry]:
    """Booked visits to come."""
    for visit in _of(case).coming(after).by_time()[:limit]:
        yield _entry(visit, case)


def _entry(visit: Visit, case: Case) -> Entry:
    return Entry(
        at=visit.starts_at,
        heading=_heading(visit, case),
        text=_text(visit),
        icon=ICONS[Kind(visit.kind)],
        tint=TINTS.get(Status(visit.status), ""),
        url=page_of("visits:detail", visit.pk),
    )


def _heading(visit: Visit, case: Case) -> str:
    """What kind of visit and where; the place of a protected person stays out."""
    words = {
        Kind.IN_PERSON: pgettext("ett besök", "Besök"),
        Kind.VIDEO: _("Videobesök"),
        Kind.PHONE: pgettext("telefon", "Samtal"),
    }
    if visit.place is None or case.patient.is_protected:
        return words[Kind(visit.kind)]
    return _("Besök på %(place)s") % {"place": visit.place.care_unit.name}


def _text(visit: Visit) -> str:
    logs: list[VisitLog] = visit.standing  # type: ignore[attr-defined]
    if not logs:
        state = "" if visit.status == Status.BOOKED else visit.get_status_display()
        return sentences(visit.get_purpose_display(), state, visit.cancel_reason)
    log = logs[0]
    taken = log.get_taken_display()
    return sentences(
        log.recorded_by.name,
        log.get_outcome_display(),
        _("Tagit enligt plan: %(answer)s") % {"answer": taken.lower()} if taken else "",
        ", ".join(log.hardest_words),
        log.note[:300],
    )
