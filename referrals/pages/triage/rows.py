"""The list of those who assess, as one page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from referrals import queries
from referrals.models import Referral, ReferralQuerySet
from referrals.pages import content
from referrals.pages.triage.saying import (
    Words,
    address,
    age_of,
    medicines,
    notes,
    place_of,
    tag_of,
)
from ui.templatetags.numbers import mg

PER_PAGE = 50
# Waiting longer than this is written in bold.
LONG_WAIT = 5


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view of the list."""

    label: Words
    url: str
    is_current: bool
    count: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One referral in the list."""

    url: str
    tag: str
    name: str
    age: int | None
    medicine: str
    dose: str
    source: Words
    municipality: str
    waited: int
    is_long: bool
    notes: str
    is_current: bool
    is_last_risk: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The list as one page shows it."""

    view: str
    heading: Words
    tabs: list[Tab]
    rows: list[Row]
    page: "Page[Referral]"
    query: str


def listing(
    user: User, *, view: str, number: object, today: date, current: Referral | None
) -> Listing:
    """The list of one tab, at most fifty rows, with what each row shows."""
    counts = queries.inbox_counts(user)
    rows = queries.worklist(user, view)
    page = _page(rows, number, _count(counts, view, rows))
    found = list(page)
    return Listing(
        view=view,
        heading=_("%(count)s att bedöma, äldsta %(days)s")
        % {
            "count": _shown(counts.to_assess),
            "days": content.days_words(counts.oldest_days(today)),
        },
        tabs=_tabs(counts, view),
        rows=list(_rows(found, view, today, current)),
        page=page,
        query=f"view={view}",
    )


def _page(rows: ReferralQuerySet, number: object, count: int) -> "Page[Referral]":
    pages = Paginator(rows, PER_PAGE)
    # The tabs know it already: nothing is counted twice.
    pages.count = count
    return pages.get_page(number)  # type: ignore[arg-type]


def _count(counts: queries.InboxCounts, view: str, rows: ReferralQuerySet) -> int:
    known = {
        "open": counts.to_assess,
        "risk": counts.risk,
        "waiting": counts.waiting,
        "mine": counts.mine,
    }
    return known[view] if view in known else queries.count_of(rows)


def _tabs(counts: queries.InboxCounts, view: str) -> list[Tab]:
    here = reverse("referrals:list")
    tabs: list[tuple[str, Words, int | None]] = [
        ("open", _("Att bedöma"), counts.to_assess),
        ("risk", _("Risk"), counts.risk),
        ("waiting", _("Väntar på svar"), counts.waiting),
        ("mine", _("Mina"), counts.mine),
        ("decided", _("Avslutade"), None),
    ]
    return [
        Tab(
            label=label,
            url=here if name == "open" else f"{here}?view={name}",
            is_current=name == view,
            count=_shown(count),
        )
        for name, label, count in tabs
    ]


def _shown(count: int | None) -> str | None:
    """A figure, or so many and more."""
    if count is None:
        return None
    return f"{count}+" if count >= queries.COUNTED else str(count)


def _rows(
    found: list[Referral], view: str, today: date, current: Referral | None
) -> Iterator[Row]:
    following: list[Referral | None] = [*found[1:], None][: len(found)]
    by_self, by_clinic = _("Egen"), _("Remiss")
    for referral, after in zip(found, following, strict=True):
        named = medicines(referral)
        first = named[0] if named else None
        waited = referral.waited_days(today)
        yield Row(
            url=address(referral, view=view),
            tag=tag_of(referral),
            name=referral.shown_name,
            age=age_of(referral, today),
            medicine=first.name.split(" ")[0].capitalize() if first else "",
            dose=mg(first.dose_per_day) if first else "",
            source=by_self if referral.is_self_referral else by_clinic,
            municipality=place_of(referral),
            waited=waited,
            is_long=waited >= LONG_WAIT,
            notes=content.listed(notes(referral, today)[:2]),
            is_current=bool(current and current.pk == referral.pk),
            is_last_risk=referral.is_risk
            and referral.is_undecided
            and not (after and after.is_risk),
        )
