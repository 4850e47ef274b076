"""The looker itself: what is wrong is noticed."""

import pytest

from tests.accessibility.looking import NARROW, Looker
from tests.browsing import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAULTY = """<!doctype html><html lang="en"><title>A faulty page</title><main>
<h1>One</h1><h1>Two</h1><p style="color:#aaa;background:#fff">Faint words</p>
<style>@media (prefers-color-scheme: dark) { b { color: #222; background: #111 } }
</style><b>Words of the night</b><input><img src="data:,">
<table width="900"><tr><td>Wide</td></tr></table></main>"""


@pytest.mark.parametrize(
    "fault", ["color-contrast", "label", "image-alt", "px wide", "h1, lang, title"]
)
def test_a_fault_is_noticed(opens: Opens, fault: str) -> None:
    looker = Looker(opens(NARROW))
    looker.visitor.page.set_content(FAULTY)

    looker.looks()

    assert any(fault in found for found in looker.faults)


def test_what_nobody_can_read_by_night_is_noticed(opens: Opens) -> None:
    looker = Looker(opens(NARROW), in_the_dark=True)
    looker.visitor.page.set_content(FAULTY)

    looker.looks()

    (night,) = [found for found in looker.faults if "Words of the night" in found]
    assert "color-contrast in the dark" in night


def test_a_script_from_elsewhere_is_noticed(opens: Opens) -> None:
    visitor = opens(NARROW)
    visitor.goes_to("/akut/")

    visitor.page.evaluate(
        """() => document.body.append(Object.assign(
            document.createElement("script"), {src: "https://example.org/x.js"}))"""
    )
    visitor.page.wait_for_timeout(100)

    assert any("example.org" in fault for fault in visitor.faults)
    visitor.faults.clear()
