"""What staff and health centres open: every page that a link leads to, by role.

A small demo region is told through the actions; each role starts at its first page
and follows links.
"""

import io
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from django.utils.timezone import now

from accounts.actions import load_municipalities
from accounts.models import User, system_user
from audit.models import Event
from jurisdictions.municipalities import municipalities
from nedtrappning.demo import people
from overview.sentences import SENTENCES
from referrals.models import Referral
from tapering.actions import load_reference
from tests.accessibility.looking import Looker
from tests.browsing import DESK, Opens, Visitor
from tests.factories import lists

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# One patient in each phase and corner.
STORIES = [
    ("tapering", 150, "clinic", "anna hold"),
    ("referral", 0, "self", "risk_reduced"),
    ("waiting", 9, "clinic", ""),
    ("referral", 5, "clinic", "incomplete attachment"),
    ("rejected", 30, "clinic", ""),
    ("tapering", 90, "clinic", "protected"),
    ("tapering", 75, "clinic", "unconfirmed"),
    ("assessment", 12, "clinic", "interpreter"),
    ("aftercare", 300, "self", "sleep missed"),
    ("proposal", 40, "self", "two"),
    ("tapering", 110, "clinic", "no_show"),
    ("closed", 480, "clinic", "sleep"),
]
# A page about another patient says more where the patient's phase changes it.
OFTEN = {
    "overview:case": 5,
    "tapering:plan": 4,
    "tapering:version": 3,
    "referrals:detail": 4,
    "aftercare:case": 3,
    "visits:detail": 3,
    "visits:log": 2,
    "referrals_public:clinic_detail": 3,
    "referrals_public:clinic_list view": 4,
    "referrals:referral_letters": 3,
    "referrals:letters view": 4,
    "referrals:letter": 3,
}
# What is saved is no page.
WAYS = "a[href^='/']:not([download])"
LINKS = "all => all.map((one) => one.getAttribute('href'))"
CARE = {
    "overview:today",
    "overview:case",
    "overview:timeline before",
    "overview:access",
    "overview:consents",
    "overview:own_pages",
    "overview:team_add",
    "overview:search",
    "tapering:assessment",
    "tapering:plan",
    "tapering:version",
    "tapering:sheet",
    "visits:list",
    "visits:book",
    "visits:detail",
    "messaging:list",
    "aftercare:list",
    "accounts:settings",
}
TRIAGE = {
    "referrals:letters",
    "referrals:letters view",
    "referrals:letter",
    "referrals:letter_new",
    "referrals:referral_letters",
    "referrals:reply",
    "referrals:reply_detail",
    "referrals:list",
    "referrals:filter",
    "referrals:share",
    "referrals:keys",
    "referrals:same",
    "overview:same",
    "referrals:accept",
    "referrals:ask",
    "referrals:redirect",
    "referrals:reject",
    "referrals:assign",
    "referrals:pause",
    "referrals:priority",
    "referrals:take_up",
    "referrals:conferences",
    "referrals:conference",
    "referrals:conference_print",
    "referrals:point",
}
START = {
    "per": "/app/users",
    "gun": "/app/log",
    "nils": "/remiss/",
}
REACHED = {
    "karin": TRIAGE
    | CARE
    | {
        "tapering:mapping",
        "tapering:edit",
        "tapering:hold",
        "tapering:slow_down",
        "tapering:step_back",
        "tapering:goal",
        "referrals:import_start",
        "referrals:import",
    },
    "eva": CARE
    | {
        "tapering:edit",
        "tapering:letter",
        "tapering:policies",
        "tapering:switch",
    },
    "lena": {"overview:today"},
    "per": {
        "accounts:user_list",
        "accounts:user_add",
        "accounts:unit_import",
        "referrals:reasons",
        "referrals:reason language",
        "referrals:reason_new language",
        "referrals:letter_blocks",
        "referrals:letter_block_kind",
        "referrals:letter_block",
        "tapering:policies",
        "tapering:kept",
        "tapering:kept_new",
        "tapering:calculator",
        "tapering:load_products",
    },
    "gun": {"overview:log"},
    "nils": {
        "referrals_public:clinic_new",
        "referrals_public:clinic_list view",
        "referrals_public:clinic_detail",
        "referrals_public:clinic_reply",
        "referrals_public:clinic_draft",
        "referrals_public:clinic_draft_away",
        "referrals_public:clinic_complete",
        "referrals_public:clinic_versions",
        "referrals_public:clinic_copy",
        "referrals_public:clinic_part",
        "referrals_public:clinic_slip",
        "referrals_public:clinic_slip_of",
        "referrals_public:clinic_withdraw",
    },
}


class Crawler:
    """Follows links, a few of each kind."""

    def __init__(self, visitor: Visitor, own_account: Counter[str]) -> None:
        self.looker = Looker(visitor)
        # The pages of one's own account are the same for everybody.
        self.seen = +own_account
        self.own_account = own_account
        self.been: set[str] = set()

    def goes_round(self, start: str) -> None:
        """From the first page to all others that it leads to."""
        waiting = [(start, "the start")]
        page = self.looker.visitor.page
        is_first = True
        while waiting:
            path, before = waiting.pop(0)
            if self._is_new(path) or is_first:
                is_first = False
                self.looker.goes_to(path, before=before)
                found = page.eval_on_selector_all(WAYS, LINKS)
                waiting += [(link, path) for link in found]

    def _is_new(self, path: str) -> bool:
        parts = urlsplit(path)
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            self.looker.faults.append(f"A link leads nowhere: {path}")
            return False
        # A PDF is no page: its structure is read from the file itself.
        if parts.path.endswith((".pdf", "/pdf/", "/api/schema")):
            return False
        elsewhere = "_public:" in name and "clinic" not in name
        kind = f"{name} {parts.query.partition('=')[0]}".strip()
        if elsewhere or path in self.been or self.seen[kind] >= OFTEN.get(kind, 1):
            return False
        self.been.add(path)
        self.seen[kind] += 1
        if kind.startswith(("account_", "mfa_")):
            self.own_account[kind] += 1
        return True


def alike() -> str:
    """The referral of the demo that another one resembles."""
    found = Referral.objects.filter(
        source="clinic",
        phone__in=Referral.objects.filter(source="self").values("phone"),
    ).exclude(phone="")
    return found.undecided().first().shown_reference


@pytest.mark.parametrize(
    "logins", [["karin"], ["eva", "lena", "per", "gun", "nils"]], ids=str
)
def test_every_page_that_staff_and_clinics_reach(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, logins: list[str]
) -> None:
    monkeypatch.setattr(people, "SMALL", STORIES)
    load_municipalities(municipalities())
    load_reference(by=system_user(), at=now())
    call_command("demo", stdout=io.StringIO())
    karin = User.objects.get(username="karin")
    rows = [lists.row(), lists.row(Datum="")]
    lists.looked_at(karin, lists.csv_of(rows), at=now())

    own_account: Counter[str] = Counter()
    faults = []
    for login in logins:
        visitor = opens(DESK)
        visitor.is_signed_in_as(User.objects.get(username=login))
        crawler = Crawler(visitor, own_account)
        crawler.goes_round(START.get(login, "/app/today"))
        if login == "karin":
            # Two who may be one stand far down in the list.
            crawler.goes_round(f"/app/referrals/{alike()}")
        faults += crawler.looker.faults
        assert REACHED[login] <= set(crawler.seen)

    assert faults == []
    # The log tells each of these openings in words.
    opened = Event.objects.filter(kind__endswith=".opened").values_list(
        "kind", flat=True
    )
    assert set(opened) - set(SENTENCES) == set()
