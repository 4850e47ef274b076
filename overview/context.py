"""What the bar of every signed-in page shows: each role sees its own pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.eid import sessions
from accounts.models import User
from accounts.roles import CLINICAL, Permission, Role
from overview import queries
from overview.links import page_of
from referrals.models.importing import IMPORTERS
from tapering.queries import waiting_for_approval

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One page that a role finds in its bar; `count` names a figure beside it."""

    label: Words
    page: str
    icon: str = "more"
    count: str = ""
    needs: Permission | None = None
    roles: frozenset[Role] = frozenset(Role)


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entry as drawn on one page for one person."""

    label: Words
    url: str
    icon: str
    is_current: bool
    count: int | None = None


TODAY = Entry(label=_("I dag"), page="overview:today", count="tasks")
CARE = (
    TODAY,
    Entry(
        label=_("Remisser"),
        page="referrals:list",
        count="referrals",
        needs=Permission.TRIAGE,
    ),
    Entry(label=_("Patienter"), page="overview:patients"),
    Entry(label=_("Besök"), page="visits:list"),
    Entry(label=_("Eftervård"), page="aftercare:list"),
    Entry(label=_("Meddelanden"), page="messaging:list"),
    Entry(
        label=_("Att godkänna"),
        page="tapering:policies",
        count="approvals",
        needs=Permission.DECIDE_PLANS,
    ),
)
ENTRIES: dict[str, tuple[Entry, ...]] = {
    **dict.fromkeys(CLINICAL, CARE),
    Role.MANAGER: (TODAY,),
    Role.LOG_REVIEWER: (Entry(label=_("Åtkomst"), page="overview:log"),),
    Role.ADMINISTRATOR: (
        Entry(label=_("Konton"), page="accounts:user_list"),
        Entry(label=_("Enheter"), page="accounts:unit_list"),
        Entry(label=_("Nycklar"), page="accounts:key_list"),
        Entry(label=_("Rum"), page="overview:places"),
        Entry(label=_("Skäl"), page="referrals:reasons"),
        Entry(label=_("Brevtexter"), page="referrals:letter_blocks"),
        Entry(label=_("Regler"), page="tapering:policies"),
        Entry(label=_("Räknehjälpen"), page="tapering:calculator"),
    ),
    Role.REFERRER: (
        Entry(label=_("Mina remisser"), page="referrals_public:clinic_list"),
        Entry(label=_("Ny remiss"), page="referrals_public:clinic_new"),
        Entry(label=_("Stöd"), page="overview_public:professionals"),
    ),
    Role.PATIENT: (
        Entry(label=_("I dag"), page="tapering_public:my_day", icon="home"),
        Entry(label=_("Plan"), page="tapering_public:my_plan", icon="stair"),
        Entry(label=_("Tider"), page="visits_public:my_visits", icon="calendar"),
        Entry(label=_("Meddelanden"), page="messaging_public:my_messages", icon="chat"),
        Entry(label=_("Mer"), page="overview_public:more", icon="more"),
    ),
}
STAFF_ONLY = (
    Entry(
        label=_("Teamkonferens"),
        page="referrals:conferences",
        needs=Permission.TRIAGE,
    ),
    Entry(
        label=_("Regler och läkemedel"),
        page="tapering:policies",
        needs=Permission.CARE,
    ),
    Entry(label=_("Tangenter"), page="referrals:keys", needs=Permission.TRIAGE),
    Entry(label=_("Brev"), page="referrals:letters", needs=Permission.CARE),
    Entry(label=_("Läs in en lista"), page="referrals:import_start", roles=IMPORTERS),
    Entry(label=_("Inställningar"), page="accounts:settings"),
)


def _counts(user: User, known: dict[str, int]) -> dict[str, int]:
    """The figures of the bar, in at most three queries; known ones cost none."""
    found = dict(known)
    if user.may(Permission.CARE):
        found["tasks"] = queries.tasks_by_today(user, timezone.localdate())
    if user.may(Permission.TRIAGE) and "referrals" not in found:
        found["referrals"] = queries.referrals_to_assess(user)
    if user.may(Permission.DECIDE_PLANS):
        found["approvals"] = waiting_for_approval(user)
    return found


def _items(request: HttpRequest, entries: tuple[Entry, ...]) -> list[Item]:
    """The entries whose page exists and is open to the person."""
    user = request.user
    if not isinstance(user, User) or not entries:
        return []
    # The menu of the person has no figures: it asks for none.
    known = getattr(request, "counted", {})
    counts = _counts(user, known) if any(entry.count for entry in entries) else {}
    open_to = [
        (entry, url)
        for entry in entries
        if (url := page_of(entry.page)) and _is_open_to(user, entry)
    ]
    here = _nearest(request.path, [url for _entry, url in open_to])
    return [
        Item(
            label=entry.label,
            url=url,
            icon=entry.icon,
            is_current=url == here,
            count=counts.get(entry.count) or None,
        )
        for entry, url in open_to
    ]


def _is_open_to(user: User, entry: Entry) -> bool:
    is_allowed = entry.needs is None or user.may(entry.needs)
    return is_allowed and user.role in entry.roles


def _nearest(path: str, urls: list[str]) -> str:
    """The entry that the page is, or lies most closely under."""
    above = [url for url in urls if path.startswith(url.rstrip("/") + "/")]
    return path if path in urls else max(above, key=len, default="")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Entries of the bar for the person who is signed in, asked for when drawn."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "")
    return {
        "nav_items": SimpleLazyObject(lambda: _items(request, ENTRIES.get(role, ()))),
        "user_nav": SimpleLazyObject(
            lambda: _items(request, STAFF_ONLY if role in ENTRIES else ())
        ),
        "asks_after": sessions.asks_after(request),
        "search_url": page_of("overview:search") if role in CLINICAL else "",
    }
