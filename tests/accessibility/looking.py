"""Look at the page that is open, as the accessibility engine and a small screen do."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation

from tests.browsing import Visitor

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# The dark theme differs in its colours alone (tests/ui/test_look.py sees to that).
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
ASK = "(options) => axe.run(options).then((found) => found.violations)"
NARROW = {"width": 320, "height": 640}
# A tablet, and a laptop whose owner has enlarged the text.
BETWEEN = (800, 1100)
LANGUAGES = ["sv", "nb", "en"]
THEMES = ["light", "dark"]
BAR = """(position) => document.querySelectorAll(".bottennav").forEach(
    (bar) => { bar.style.position = position; })"""
axe = Axe()


class Looker:
    """Walks with a visitor and writes down what is wrong on each page."""

    def __init__(
        self, visitor: Visitor, language: str = "sv", *, in_the_dark: bool = False
    ) -> None:
        self.visitor, self.language = visitor, language
        # Each page is looked at a second time, by night.
        self.in_the_dark = in_the_dark
        visitor.page.add_init_script(axe.axe_script)
        self.faults: list[str] = []
        self.pages = 0

    def opens(self, name: str, *args: Any, status: int = 200) -> None:
        """Open the page of that name in the language, and look at it."""
        with translation.override(self.language):
            path = reverse(name, args=args)
        self.goes_to(path, status=status)

    def goes_to(self, path: str, *, status: int = 200, before: str = "") -> None:
        """Open an address, and look at what is there; `before` is where it stood."""
        found = self.visitor.goes_to(path)
        if found != status:
            self._note(f"answers {found} {before}".strip())
        self.looks()

    def presses(self, selector: str = "main .knapp--primar") -> None:
        """Press what leads on, and look at where it leads."""
        with self.visitor.page.expect_navigation():
            self.visitor.page.locator(selector).first.click()
        self.looks()

    def ticks(self, name: str, *values: str) -> None:
        """Tap the answers, whatever language they are in."""
        for value in values:
            field = f'input[name="{name}"][value="{value}"]'
            self.visitor.ticks(self.visitor.page.locator(field))

    def types(self, name: str, text: str) -> None:
        """Type in the field."""
        self.visitor.page.locator(f'main [name="{name}"]').fill(text)

    def looks(self) -> None:
        """Ask the engine, measure the width, read the outline and the language."""
        page = self.visitor.page
        self.pages += 1
        # What lies under the bar at the bottom can be scrolled out from under it.
        page.evaluate(BAR, "static")
        if page.evaluate("!window.axe"):
            page.evaluate(axe.axe_script)
        self._asks(OPTIONS)
        if self.in_the_dark:
            page.emulate_media(color_scheme="dark")
            self._asks(COLOURS, " in the dark")
            page.emulate_media(color_scheme="light")
        page.evaluate(BAR, "")
        outline = page.evaluate(
            """() => [
                document.querySelectorAll("h1").length,
                document.documentElement.lang,
                document.title.trim().length > 3,
            ]"""
        )
        if outline != [1, self.language, True]:
            self._note(f"h1, lang, title: {outline}")
        self._measures()

    def _asks(self, options: dict[str, Any], when: str = "") -> None:
        for fault in self.visitor.page.evaluate(ASK, options):
            for node in fault["nodes"]:
                self._note(f"{fault['id']}{when}: {node['html'][:160]}")

    def _measures(self) -> None:
        """On each width of screen, nothing sticks out."""
        page = self.visitor.page
        before = page.viewport_size
        assert before
        now = before["width"]
        # The narrowest first, because that is how the phones of most tests stand.
        for width in (NARROW["width"], *BETWEEN, before["width"]):
            if now != width:
                page.set_viewport_size({"width": width, "height": before["height"]})
            now = width
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self._note(f"{wide} px wide on a screen of {width}: {self._widest()}")

    def _widest(self) -> str:
        """What sticks out, to be found again in the template."""
        return str(
            self.visitor.page.evaluate(
                """() => [...document.body.querySelectorAll("*")]
                    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                    .slice(-2).map((one) => one.outerHTML.slice(0, 120)).join(" | ")"""
            )
        )

    def _note(self, what: str) -> None:
        self.faults.append(f"{self.language} {self.visitor.path} {what}")
