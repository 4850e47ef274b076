"""The public pages: whole, light, honest, and without anybody looking on."""

import gzip
import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from overview.queries import waiting as queries
from overview.queries.waiting import Waiting, waiting
from tests.factories import accounts, referrals, visits

PAGES = [
    "/",
    "/sa-gar-det-till/",
    "/vardpersonal/",
    "/akut/",
    "/integritet/",
    "/tillganglighet/",
    "/egenremiss/",
    "/folj/",
]
STATIC = Path(__file__).resolve().parents[2] / "static"
# Words that wound or that only staff use (the house list).
NEVER = [
    "missbruk", "narkoman", "avgiftning", "abstinens", "piller", "preparat",
    "återfall", "omotiverad", "ogiltig", "uteblev",
]  # fmt: skip


class Read(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_the_page_has_language_title_one_heading_and_the_crisis_bar(
    path: str, db: None
) -> None:
    text = page(path)
    read = Read(text)

    assert read.all("html")[0]["lang"] == "sv"
    assert len(read.all("h1")) == 1
    assert len(read.all("main")) == 1
    assert re.search(r"<title>[^<]+ – [^<]+</title>", text)
    assert 'class="akutrad"' in text
    assert {"tel:112", "tel:1177", "/akut/"} <= {a.get("href") for a in read.all("a")}


@pytest.mark.parametrize("path", PAGES)
def test_the_page_asks_no_other_host_and_styles_nothing_inline(
    path: str, db: None
) -> None:
    read = Read(page(path))
    addresses = [
        attrs.get(name) or ""
        for _tag, attrs in read.tags
        for name in ("href", "src", "action")
    ]

    assert [a for a in addresses if a.startswith(("http:", "https:", "//"))] == []
    assert [tag for tag, attrs in read.tags if "style" in attrs] == []
    assert [s for s in read.all("script") if "src" not in s] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_a_page(path: str, db: None) -> None:
    for link in Read(page(path)).all("a"):
        href = link["href"] or ""
        if href.startswith("/"):
            assert Client().get(href).status_code in {200, 302}, href
        else:
            assert href.startswith(("tel:", "#"))


@pytest.mark.parametrize("path", PAGES)
def test_the_page_fits_in_fifty_kilobytes(path: str, db: None) -> None:
    text = page(path)
    read = Read(text)
    links = [link["href"] or "" for link in read.all("link")]
    files = [name for name in links if not name.startswith("data:")]
    files += [script["src"] for script in read.all("script")]
    size = len(gzip.compress(text.encode()))
    for name in set(files):
        body = (STATIC / name.removeprefix(site.STATIC_URL)).read_bytes()  # type: ignore[union-attr]
        size += len(body) if name.endswith(".woff2") else len(gzip.compress(body))  # type: ignore[union-attr]

    assert size <= 50_000
    assert len(set(files)) <= 3


@pytest.mark.parametrize(
    "path", [p for p in PAGES if p not in {"/egenremiss/", "/folj/"}]
)
def test_pages_to_read_set_no_cookie_and_ask_the_database_nothing(
    path: str, django_assert_num_queries, db: None
) -> None:
    client = Client()
    waiting(now())  # Counted once an hour, for everybody.

    with django_assert_num_queries(0):
        client.get(path)

    assert not client.cookies


@pytest.mark.parametrize("path", PAGES)
def test_the_words_do_not_wound(path: str, db: None) -> None:
    text = re.sub(r"<[^>]+>", " ", page(path)).lower()

    assert [word for word in NEVER if word in text] == []


def test_the_start_page_promises_nothing_that_nobody_has_promised(
    db: None, settings
) -> None:
    settings.UNIT_PHONE_HOURS = ""

    text = page("/")

    assert "Svar inom" not in text
    assert "Väntan" not in text
    assert "vardagar" not in text


def test_a_promise_is_made_where_the_unit_has_made_it(db: None, settings) -> None:
    settings.ANSWER_WITHIN_WORKING_DAYS = 5

    assert "Svar inom 5 arbetsdagar" in page("/")


def test_the_start_page_says_what_must_be_said(db: None) -> None:
    text = page("/")

    for sentence in (
        "Du behöver ingen remiss.",
        "Sluta inte tvärt",
        "Skicka egenremiss",
        "Ring 031-390",
    ):
        assert sentence in text.replace("\u00a0", " ")


def test_who_is_signed_in_can_still_read_the_start_page(nurse, signed_in) -> None:
    accounts.unit()

    assert signed_in(nurse).get("/").status_code == 200


def test_the_wait_is_said_when_there_is_enough_to_say(db: None) -> None:
    cache.set(queries.KEY, Waiting(days=12, counted_on=date(2026, 11, 16)), 60)

    text = re.sub(r"<[^>]+>", "", page("/"))

    assert "Väntan till första samtalet just nu: 12 dagar (16 nov)" in text


def test_without_the_cache_the_start_page_is_still_there(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", away)

    assert "Skicka egenremiss" in page("/")


def test_the_wait_is_counted_from_the_referral_to_the_first_talk(
    nurse: User, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FEWEST", 1)
    referral = referrals.accepted(by=nurse, at=monday)
    thursday = visits.THURSDAY
    talk = visits.visit(referral.case, purpose="first")  # type: ignore[arg-type]

    before = waiting(thursday)
    visits.log(talk, at=thursday + timedelta(hours=1))
    cache.clear()
    after = waiting(thursday + timedelta(hours=1))

    assert before is None
    assert after is not None
    assert after.days == (thursday.date() - referral.issued_on).days


def test_a_wait_of_a_handful_of_people_is_not_said(
    nurse: User, monday: datetime
) -> None:
    referral = referrals.accepted(by=nurse, at=monday)
    talk = visits.visit(referral.case, purpose="first")  # type: ignore[arg-type]
    visits.log(talk, at=visits.THURSDAY + timedelta(hours=1))

    assert waiting(visits.THURSDAY + timedelta(hours=1)) is None
