"""A real browser in front of the real server, for the journeys and the pages.

One Chromium and one server per test process. The server's threads talk to the database
as the app role, so a page that needs more than that role may do fails here.
"""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db.backends.signals import connection_created
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    sync_playwright,
)

from accounts.models import User
from nedtrappning import standins
from tests.factories.accounts import PASSWORD

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
# An answer that refuses is written in the console too; the tests read its page instead.
REFUSED = "Failed to load resource"
# Two frames: one that draws the page, one that comes after it.
DRAWN = (
    "() => new Promise("
    "done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once per process."""
    path = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if path is None:
        pytest.skip("No Chromium: apt-get install chromium, or set CHROMIUM")
    # Playwright's loop runs in this thread, and Django takes every loop for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _as_it_is(handler: WSGIHandler) -> WSGIHandler:
    """Let our own middleware serve the static files, as it does in production."""
    return handler


@pytest.fixture(scope="session")
def address(django_db_setup: None) -> Iterator[str]:
    """Where the server answers."""
    tests = threading.current_thread()

    def step_down(connection: Any, **rest: Any) -> None:
        if threading.current_thread() is not tests:
            with connection.cursor() as cursor:
                cursor.execute(f'SET ROLE "{settings.APP_ROLE}"')

    connection_created.connect(step_down)
    # Nothing is collected here: what the libraries bring stands in their folders.
    with override_settings(WHITENOISE_USE_FINDERS=True):
        thread = LiveServerThread("127.0.0.1", _as_it_is, connections_override={})
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    connection_created.disconnect(step_down)


def said(label: str) -> re.Pattern[str]:
    """The whole label, with or without the word that it need not be answered."""
    return re.compile(rf"^\s*{re.escape(label)}(\s*\(frivilligt\))?\s*$")


class Visitor:
    """Somebody at a screen: goes, taps, types and reads, and counts it all."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.taps = 0
        self.pages = 0
        self.answers = 0
        self.faults: list[str] = []
        self.requests: list[str] = []
        # Other sites where this person has business, such as the e-ID provider.
        self.also: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._ask)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and REFUSED not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _ask(self, request: Request) -> None:
        self.requests.append(request.url)
        ours = (f"{self.address}/", "data:", *self.also)
        if not request.url.startswith(ours):
            self.faults.append(f"{self.page.url} asks another host: {request.url}")

    def goes_to(self, path: str) -> int:
        """Open an address; answers its status."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response.status

    def signs_in(self, user: User) -> None:
        """Log in on the page for it."""
        self.goes_to("/account/login/")
        self.types("Användarnamn", user.username)
        self.types("Lösenord", PASSWORD)
        self.presses("Logga in")

    def is_signed_in_as(self, user: User) -> None:
        """Have a session already, where signing in is no part of the story."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": self.address,
                }
            ]
        )

    def presses(self, name: str, *, exact: bool = True) -> None:
        """Press a button and see where it leads."""
        self._tap(self.page.get_by_role("button", name=name, exact=exact), name)

    def follows(self, name: str, *, exact: bool = True, among: str = "") -> None:
        """Follow a link; `among` names the menu when the page has several."""
        menu = self.page.get_by_role("navigation", name=among)
        part = menu if among else self.page
        self._tap(part.get_by_role("link", name=name, exact=exact), name)

    def chooses(self, name: str, *, among: str = "") -> None:
        """Tap one answer; `among` names the question when the page has several."""
        self.taps += 1
        self.answers += 1
        self.ticks(self._field(name, among))

    def ticks(self, field: Locator) -> None:
        """Tap the words beside a box, as people do: the box itself may be drawn."""
        self.page.locator(f'label[for="{field.get_attribute("id")}"]').click()
        assert field.is_checked()

    def picks(self, question: str, answer: str) -> None:
        """Pick a row of a drop-down list."""
        self.answers += 1
        self._field(question).select_option(label=answer)

    def types(self, question: str, text: str, *, among: str = "") -> None:
        """Type an answer in a field."""
        self.answers += 1
        self._field(question, among).fill(text)

    def _tap(self, found: Locator, name: str) -> None:
        self.taps += 1
        self.pages += 1
        button = self._is_here(found, name)
        with self.page.expect_navigation():
            button.click()

    def strikes(self, *keys: str) -> None:
        """Press keys one after the other; the last one leads somewhere.

        Nobody answers a page before it is drawn, and the browser drops keys that come
        earlier: the next page is waited for until it stands there.
        """
        for key in keys[:-1]:
            self.page.keyboard.press(key)
        with self.page.expect_navigation():
            self.page.keyboard.press(keys[-1])
        self.page.evaluate(DRAWN)

    def _field(self, label: str, among: str = "") -> Locator:
        whole = self.page.locator("main")
        part = whole.get_by_role("group", name=among) if among else whole
        return self._is_here(part.get_by_label(said(label)), label)

    def _is_here(self, found: Locator, name: str) -> Locator:
        """The first that is meant; a failure tells what stood on the page instead."""
        assert found.count(), f"{name!r} is not on {self.path}: {self.text}"
        return found.first

    @property
    def path(self) -> str:
        """Where this person is."""
        return self.page.url.removeprefix(self.address)

    @property
    def heading(self) -> str:
        """The one main heading."""
        return self.page.locator("h1").inner_text().replace("\u00ad", "").strip()

    @property
    def text(self) -> str:
        """All that can be read in the page's main part."""
        return " ".join(self.page.locator("main").inner_text().split())

    def reads(self, *words: str) -> None:
        """The words stand on the page, for all to see."""
        text = self.text.lower()
        for word in words:
            assert word.lower() in text, f"{word!r} is not on {self.path}: {self.text}"

    def never_reads(self, *words: str) -> None:
        """The words stand nowhere in what was sent to the browser."""
        content = self.page.content().lower()
        for word in words:
            assert word.lower() not in content, f"{word!r} is on {self.path}"


Opens = Callable[..., Visitor]


@pytest.fixture
def opens(browser: Browser, address: str) -> Iterator[Opens]:
    """Open a browser of one's own: `opens(PHONE, java_script_enabled=False)`."""
    contexts, visitors = [], []

    def open_one(size: dict[str, int] = DESK, **options: Any) -> Visitor:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            **{"locale": "sv-SE", "reduced_motion": "reduce", **options},
        )
        # Long enough for a machine that does much else; what passes never waits for it.
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), address))
        return visitors[-1]

    yield open_one
    for context in contexts:
        context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.fixture
def sent(tmp_path: Path, settings: Any) -> Iterator[standins.Sent]:
    """What has left the unit, by text message and by mail."""
    with standins.serve(tmp_path, token=settings.SMS_GATEWAY_TOKEN) as addresses:
        settings.SMS_GATEWAY_URL = addresses.sms_gateway_url
        host, port = addresses.smtp_url.removeprefix("smtp://").split(":")
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, int(port)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield addresses.sent
