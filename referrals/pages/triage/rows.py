"""The list of those who assess, as one page shows it."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from referrals import presence, queries
from referrals.models import Referral, ReferralQuerySet, SavedView
from referrals.pages import content
from referrals.pages.tabs import Tab
from referrals.pages.triage.chosen import Chosen, chosen_words
from referrals.pages.triage.clock import Left, left_of
from referrals.pages.triage.saying import (
    Words,
    address,
    age_of,
    list_address,
    medicines,
    notes,
    place_of,
    tag_of,
)
from referrals.queries import Asker, Wanted
from ui.templatetags.numbers import mg

PER_PAGE = 50
# Waiting longer than this is written in bold.
LONG_WAIT = 5
# Of more saved views the figure is not worth the time.
COUNTED_VIEWS = 10


@dataclass(frozen=True, kw_only=True)
class Row:
    """One referral in the list."""

    reference: str
    # What is posted when it is ticked: the reference, and who has it now.
    ticked: str
    edition: int
    url: str
    tag: str
    name: str
    age: int | None
    medicine: str
    dose: str
    source: Words
    municipality: str
    left: Left
    waited: int
    is_long: bool
    notes: str
    owner: str
    readers: str
    is_current: bool
    is_last_risk: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The list as one page shows it."""

    view: str
    query: str
    url: str
    counts: queries.InboxCounts
    heading: Words
    tabs: list[Tab]
    saved: list[Tab]
    chosen: list[Chosen]
    is_partly_read: bool
    is_cut: bool
    rows: list[Row]
    page: "Page[Referral]"


def listing(
    asker: Asker,
    wanted: Wanted,
    *,
    number: object,
    at: datetime,
    current: Referral | None = None,
    text: str = "",
) -> Listing:
    """One list, at most fifty rows, with what each row shows."""
    views = list(SavedView.objects.offered_to(asker.user))
    wishes = [queries.read(view.filters) for view in views]
    cheap = [one for one in wishes[:COUNTED_VIEWS] if one.is_cheap]
    counts = queries.inbox_counts(asker, wanted, cheap)
    figures = dict(zip((one.query for one in cheap), counts.saved, strict=True))
    rows = _found(asker, wanted, text, is_long=counts.is_long)
    page = _page(rows, number, _count(counts, wanted, rows, text))
    return Listing(
        view=wanted.view,
        query=wanted.query,
        url=list_address(wanted.query),
        counts=counts,
        heading=_("%(count)s att bedöma, äldsta %(days)s")
        % {
            "count": _shown(counts.to_assess),
            "days": content.days_words(counts.oldest_days(asker.today)),
        },
        tabs=_tabs(counts, "" if wanted.chosen or text else wanted.view),
        saved=[
            _saved(view, one, figures, wanted)
            for view, one in zip(views, wishes, strict=True)
        ],
        chosen=chosen_words(wanted, asker.user),
        is_partly_read=wanted.is_partly_read,
        is_cut=queries.is_cut(wanted, is_long=counts.is_long),
        rows=list(_rows(page, asker, wanted, at, current)),
        page=page,
    )


def _found(
    asker: Asker, wanted: Wanted, text: str, *, is_long: bool
) -> ReferralQuerySet:
    if text:
        return queries.found_by(asker, text)
    return queries.worklist(asker, wanted, is_long=is_long)


def _page(rows: ReferralQuerySet, number: object, count: int) -> "Page[Referral]":
    pages = Paginator(rows, PER_PAGE)
    # The tabs know it already: nothing is counted twice.
    pages.count = count
    return pages.get_page(number)  # type: ignore[arg-type]


def _count(
    counts: queries.InboxCounts, wanted: Wanted, rows: ReferralQuerySet, text: str
) -> int:
    return queries.count_of(rows) if wanted.is_decided or text else counts.found


def _tabs(counts: queries.InboxCounts, view: str) -> list[Tab]:
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
            url=list_address(Wanted(view=name).query),
            is_current=name == view,
            count=_shown(count),
        )
        for name, label, count in tabs
    ]


def _saved(
    view: SavedView, wish: Wanted, figures: Mapping[str, int], wanted: Wanted
) -> Tab:
    return Tab(
        label=view.name,
        url=list_address(wish.query),
        is_current=wish.query == wanted.query,
        count=_shown(figures.get(wish.query)),
    )


def _shown(count: int | None) -> str | None:
    """A figure, or so many and more."""
    if count is None:
        return None
    return f"{count}+" if count >= queries.COUNTED else str(count)


def _rows(
    page: "Page[Referral]",
    asker: Asker,
    wanted: Wanted,
    at: datetime,
    current: Referral | None,
) -> Iterator[Row]:
    rows = cast("ReferralQuerySet", page.object_list)
    found = queries.as_rows(rows, wanted, asker.today)
    present = presence.others([one.pk for one in found], but=asker.user, at=at)
    following: list[Referral | None] = [*found[1:], None][: len(found)]
    query = _with_page(wanted.query, page.number)
    for referral, after in zip(found, following, strict=True):
        yield _row(referral, after, asker, query, present, current)


def _with_page(query: str, number: int) -> str:
    """A row on a later page opens beside that page."""
    if number == 1:
        return query
    return f"{query}&page={number}" if query else f"page={number}"


def _row(
    referral: Referral,
    after: Referral | None,
    asker: Asker,
    query: str,
    present: Mapping[uuid.UUID, list[presence.Reader]],
    current: Referral | None,
) -> Row:
    named = medicines(referral)
    first = named[0] if named else None
    waited = referral.waited_days(asker.today)
    is_paused: bool = referral.is_paused  # type: ignore[attr-defined]
    return Row(
        reference=referral.shown_reference,
        ticked=f"{referral.shown_reference}/{referral.assigned_to_id or ''}",
        edition=referral.edition,
        url=address(referral, query=query),
        tag=tag_of(referral),
        name=referral.shown_name,
        age=age_of(referral, asker.today),
        medicine=first.name.split(" ")[0].capitalize() if first else "",
        dose=mg(first.dose) if first and first.dose else "",
        source=_("Egen") if referral.is_self_referral else _("Remiss"),
        municipality=place_of(referral),
        left=left_of(referral, asker.today, asker.regime, is_paused=is_paused),
        waited=waited,
        is_long=waited >= LONG_WAIT,
        notes=content.listed(notes(referral, asker.today)[:2]),
        owner=referral.assigned_to.name if referral.assigned_to else "",
        readers=first_names(present.get(referral.pk, [])),
        is_current=bool(current and current.pk == referral.pk),
        is_last_risk=_ends_risk(referral, after),
    )


def _ends_risk(referral: Referral, after: Referral | None) -> bool:
    """The line is drawn under the last of those that are pinned."""
    is_pinned = referral.is_risk and referral.is_undecided
    return is_pinned and not (after and after.is_risk)


def first_names(readers: list[presence.Reader]) -> str:
    """Who reads it, short enough for a row."""
    return ", ".join(reader.name.split(" ")[0] for reader in readers)
