"""The style page in a real browser: accessible, and alive under the keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page

from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 1366)


@pytest.fixture
def site(address: str, db: None) -> str:
    """The whole site, as a browser reaches it."""
    return address


@pytest.fixture
def cookie(nurse: User) -> str:
    """The session of the nurse, signed in without the log-in page."""
    session = SessionStore()
    session[SESSION_KEY] = str(nurse.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = nurse.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def page(browser: Browser, cookie: str, site: str) -> Iterator[Page]:
    """A page of the nurse, closed before the tables are emptied."""
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": cookie,
                "url": site,
            }
        ]
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/app/style/", "/app/style/?faults"])
def test_every_part_is_accessible_and_fits(path: str, width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    needed = page.evaluate("document.documentElement.scrollWidth")

    assert [fault["id"] for fault in found] == []
    assert needed <= width


def test_nothing_on_the_page_breaks_the_content_security_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))

    page.goto("/app/style/")
    page.wait_for_load_state("networkidle")

    assert said == []


def test_the_reader_lands_on_the_summary_and_goes_from_it_to_the_question(
    page: Page,
) -> None:
    page.goto("/app/style/?faults")
    focused = page.evaluate("document.activeElement.hasAttribute('data-felsum')")
    page.click("[data-felsum] a[href='#id_medicines_0']")

    assert focused is True
    assert page.title().startswith("Fel:")
    assert page.evaluate("document.activeElement.id") == "id_medicines_0"


def test_arrow_keys_read_the_points_of_the_chart(page: Page) -> None:
    page.goto("/app/style/")
    page.focus("[data-figure] >> nth=0")
    page.keyboard.press("ArrowRight")

    assert page.inner_text("[data-read] >> nth=0") == (
        "tis 21 juli 2026: Tagen dos 50\u00a0mg, Besvär 3 av 10"
    )


def test_a_question_opens_under_its_choice_without_script(
    browser: Browser, cookie: str, site: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": cookie,
                "url": site,
            }
        ]
    )
    page = context.new_page()
    page.goto("/app/style/")
    before = page.is_visible("#id_name_of_calming")
    page.check("#id_medicines_0")

    assert before is False
    assert page.is_visible("#id_name_of_calming")
    context.close()


def test_the_night_switch_is_remembered(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.click("details.meny summary")
    page.click("[data-theme-switch]")
    page.reload()

    assert page.get_attribute("html", "data-theme") == "natt"


def test_a_second_press_sends_nothing_and_the_button_says_so(page: Page) -> None:
    page.goto("/app/style/")
    page.evaluate(
        "document.querySelector('main form').addEventListener("
        "'submit', (event) => {"
        " window.sent = (window.sent || 0) + !event.defaultPrevented;"
        " event.preventDefault(); })"
    )
    button = page.locator("main form .knapp--primar")
    button.click()
    button.click()

    assert page.evaluate("window.sent") == 1
    assert button.inner_text() == "Sparar"
    assert button.get_attribute("aria-busy") == "true"
    assert button.is_enabled()
