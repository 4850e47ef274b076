"""The first page that somebody opens on a slow phone, and what it may cost."""

import gzip

import pytest
from playwright.sync_api import Response

from accounts.models import User
from tests.browsing import PHONE, Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KILOBYTE = 1000


@pytest.mark.parametrize("path", ["/", "/egenremiss/", "/folj/", "/akut/"])
def test_a_public_page_costs_50_kb_and_4_requests(
    opens: Opens, coordinator: User, path: str
) -> None:
    visitor = opens(PHONE)
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))

    visitor.goes_to(path)
    visitor.page.wait_for_load_state("networkidle")

    costs = {answer.url: len(_as_sent(answer.body())) for answer in answers}
    assert len(costs) <= 4, sorted(costs)
    assert sum(costs.values()) <= 50 * KILOBYTE, costs


def _as_sent(body: bytes) -> bytes:
    """As production sends it; what is compressed already does not shrink."""
    return min(body, gzip.compress(body), key=len)


def test_a_public_page_can_be_used_without_javascript(
    opens: Opens, coordinator: User
) -> None:
    visitor = opens(PHONE, java_script_enabled=False)

    visitor.goes_to("/")
    visitor.page.locator("summary").filter(has_text="Meny").click()
    visitor.page.get_by_role("navigation", name="Meny").get_by_role(
        "link", name="Så går det till"
    ).click()

    assert visitor.path == "/sa-gar-det-till/"


def test_both_ways_in_stand_above_the_fold(opens: Opens, coordinator: User) -> None:
    visitor = opens(PHONE)

    visitor.goes_to("/")

    ways = visitor.page.locator("main .hjalte .knapprad a.knapp")
    assert ways.count() == 2
    for way in ways.all():
        box = way.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"], way.inner_text()
