"""The five pictures of the README, made from a running demo.

.venv/bin/python -m bench.pictures [--url http://127.0.0.1:8000] [NAME ...]
"""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PASSWORD = "nedtrappning-demo"  # noqa: S105 - the demo's, known to everybody
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 860}
MOST_BYTES = 250_000
PATIENT = "Berg, Anna"


def open_start(page: Page) -> None:
    """The first thing that anybody sees."""
    page.goto("/")


def open_today(page: Page) -> None:
    """Today's tablets, as the patient sees them."""
    page.goto("/min/")


def open_triage(page: Page) -> None:
    """The list of those who assess, with the most urgent opened."""
    page.goto("/app/referrals")
    page.locator("main a[href*='/app/referrals/']").first.click()


def open_patient(page: Page) -> None:
    """One patient's journey."""
    page.goto("/app/patients")
    _link_to(page, PATIENT).click()


def open_plan(page: Page) -> None:
    """The plan, step by step."""
    page.goto("/app/patients")
    address = _link_to(page, PATIENT).get_attribute("href")
    page.goto(f"{address}/plan")


def _link_to(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name).first


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is shown, to whom, on how large a screen."""

    name: str
    opened: Callable[[Page], None]
    size: dict[str, int]
    user: str = ""


PICTURES = (
    Picture(name="start", opened=open_start, size=PHONE),
    Picture(name="today", opened=open_today, size=PHONE, user="anna"),
    Picture(name="triage", opened=open_triage, size=DESK, user="karin"),
    Picture(name="patient", opened=open_patient, size=DESK, user="sara"),
    Picture(name="plan", opened=open_plan, size=DESK, user="eva"),
)


def chromium() -> str:
    """The browser: the one named in CHROMIUM, or the first on the path."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    sys.exit("No Chromium: apt-get install chromium, or CHROMIUM=/path/to/chromium.")


def sign_in(page: Page, user: str) -> None:
    """Log in as a person of the demo."""
    page.goto("/account/login/")
    page.fill("#id_login", user)
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda address: "/account/login" not in address)


def take(browser: Browser, url: str, picture: Picture) -> Path:
    """Open the page as its person and write what is on the screen."""
    context = browser.new_context(
        base_url=url,
        viewport=picture.size,
        device_scale_factor=1,
        color_scheme="light",
        reduced_motion="reduce",
        locale="sv-SE",
    )
    page = context.new_page()
    if picture.user:
        sign_in(page, picture.user)
    picture.opened(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main(words: list[str]) -> int:
    """Make all five, or those named."""
    parser = argparse.ArgumentParser(prog="python -m bench.pictures")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=", ".join(p.name for p in PICTURES)
    )
    options = parser.parse_args(words)
    wanted = [p for p in PICTURES if not options.names or p.name in options.names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--lang=sv-SE"],
            env={**os.environ, "LANGUAGE": "sv"},
        )
        for picture in wanted:
            path = take(browser, options.url, picture)
            size = path.stat().st_size
            print(f"{path.relative_to(FOLDER.parents[1])}  {size / 1000:.0f} kB")
            if size > MOST_BYTES:
                too_large.append(path.name)
        browser.close()
    if too_large:
        print("Larger than 250 kB:", ", ".join(too_large), file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
