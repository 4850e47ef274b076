"""What has happened in one case, and what is booked: rows of all apps, by time.

Each source gives its newest rows before a moment, so that a page of the timeline costs
the same however long the case is.
"""

from datetime import datetime

from overview.queries.timeline import aftercare, journey, messages, plan, visits
from overview.queries.timeline.entry import Entry, Kind, Source
from patients.models import Case

__all__ = ["FIRST_PAGE", "PAGE", "Entry", "Kind", "ahead_of", "past_of"]

FIRST_PAGE = 15
PAGE = 30
SOON = 3
PAST: tuple[tuple[str, Source], ...] = (
    ("", journey.phases),
    ("", journey.referrals),
    ("", journey.consents),
    ("", plan.assessments),
    (Kind.PLAN, plan.versions),
    (Kind.SYMPTOMS, plan.symptoms),
    (Kind.VISITS, visits.past),
    (Kind.VISITS, aftercare.past),
    (Kind.MESSAGES, messages.past),
)
AHEAD: tuple[tuple[str, Source], ...] = (
    (Kind.PLAN, plan.steps_ahead),
    (Kind.VISITS, visits.ahead),
    (Kind.VISITS, aftercare.ahead),
)


def _asked(
    sources: tuple[tuple[str, Source], ...],
    case: Case,
    at: datetime,
    kind: str,
    limit: int,
) -> list[Entry]:
    return [
        entry
        for name, source in sources
        if not kind or name == kind
        for entry in source(case, at, limit)
    ]


def past_of(
    case: Case, *, before: datetime, kind: str = "", limit: int = PAGE
) -> tuple[list[Entry], datetime | None]:
    """The newest entries before a moment, and where the next page begins."""
    found = _asked(PAST, case, before, kind, limit + 1)
    found.sort(key=lambda entry: entry.at, reverse=True)
    if len(found) <= limit:
        return found, None
    last = found[limit - 1].at
    # Rows of one moment stay together: the next piece begins before it.
    return [entry for entry in found if entry.at >= last], last


def ahead_of(case: Case, *, after: datetime, kind: str = "") -> list[Entry]:
    """What comes next, the furthest away on top."""
    found = _asked(AHEAD, case, after, kind, SOON)
    return sorted(found, key=lambda entry: entry.at)[:SOON][::-1]
