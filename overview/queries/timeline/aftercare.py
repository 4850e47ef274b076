"""The months after the last step: contacts that were, and the next ones."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.lifecycle import State
from aftercare.models import CheckIn
from jurisdictions.clocks import local_moment
from overview.links import page_of
from overview.queries.timeline.entry import Entry, sentences
from patients.models import Case
from ui.templatetags.dates import local_day

NOON = time(12)


def _at(day: date) -> datetime:
    """A day has no hour: it stands in the middle."""
    return local_moment(day, NOON, time_zone=timezone.get_default_timezone())


def past(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Contacts that happened, and those that nobody answered."""
    url = page_of("aftercare:case", case.pk)
    rows = CheckIn.objects.filter(aftercare__case=case)
    done = rows.filter(state=State.DONE, settled_at__lt=before)
    for row in done.select_related("settled_by").order_by("-settled_at")[:limit]:
        yield Entry(
            at=row.settled_at or before,
            heading=_("Uppföljning: %(going)s")
            % {"going": row.get_going_display().lower()},
            text=sentences(
                row.settled_by.name if row.settled_by else "",
                row.get_how_display(),
                row.get_taking_display(),
                row.note[:300],
            ),
            icon="chat",
            tint="ljung",
            url=url,
        )
    missed = rows.filter(state=State.MISSED, due_on__lt=local_day(before))
    for row in missed.order_by("-due_on")[:limit]:
        yield Entry(
            at=_at(row.due_on),
            heading=_("Missad uppföljningskontakt"),
            icon="phone",
            tint="obs",
            url=url,
        )


def ahead(case: Case, after: datetime, limit: int) -> Iterable[Entry]:
    """Contacts to come."""
    rows = CheckIn.objects.filter(
        aftercare__case=case,
        aftercare__ended_at=None,
        state=State.PLANNED,
        due_on__gt=local_day(after),
    )
    for row in rows.order_by("due_on")[:limit]:
        yield Entry(
            at=_at(row.due_on),
            heading=_("Uppföljningskontakt"),
            icon="chat",
            tint="plan",
            url=page_of("aftercare:case", case.pk),
        )
