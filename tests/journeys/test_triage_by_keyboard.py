"""A morning of triage without touching the mouse, in the real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from referrals.lifecycle import Status
from referrals.models import Referral, SavedView
from tests.browsing import DESK, Opens, Visitor
from tests.factories import referrals as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Ask", "Björk", "Ceder", "Dun", "Ek")
FOCUS = """(() => {
    const one = document.activeElement;
    return one.matches("input, select, textarea") ? one.name : one.innerText.trim();
})()"""


@pytest.fixture
def five(coordinator: User, nurse: User) -> list[Referral]:
    """Five that wait, the first of them the longest."""
    today = timezone.localdate()
    return [
        make.from_clinic(
            at=timezone.now(),
            family_name=name,
            issued_on=today - timedelta(days=20 - place),
        )
        for place, name in enumerate(NAMES)
    ]


@pytest.fixture
def keys(opens: Opens, coordinator: User, five: list[Referral]) -> Visitor:
    """The one who assesses, with hands on the keyboard."""
    visitor = opens(DESK)
    visitor.is_signed_in_as(coordinator)
    visitor.goes_to("/app/referrals")
    return visitor


def focused(keys: Visitor) -> str:
    return str(keys.page.evaluate(FOCUS))


def tabs_to(keys: Visitor, words: str, key: str = "Tab") -> None:
    """Press the tab key until something with these words has the focus."""
    for _turn in range(80):
        keys.page.keyboard.press(key)
        if words in focused(keys):
            return
    pytest.fail(f"The tab key never comes to {words!r} on {keys.path}")


def status_of(one: Referral) -> str:
    one.refresh_from_db()
    return one.status


def test_a_morning_of_triage(
    keys: Visitor, five: list[Referral], coordinator: User, nurse: User
) -> None:
    first, second, third, fourth, _fifth = five

    # Down the list, and up again.
    tabs_to(keys, "Ask, Erik")
    keys.page.keyboard.press("j")
    keys.page.keyboard.press("ArrowDown")
    assert focused(keys) == "Ceder, Erik"
    keys.page.keyboard.press("k")
    keys.page.keyboard.press("ArrowUp")
    keys.strikes("Enter")
    assert keys.heading == "Ask, Erik"

    # Ask about the first.
    keys.strikes("f")
    tabs_to(keys, "text")
    keys.page.keyboard.type("Hur mycket tas på kvällen?")
    keys.strikes("Control+Enter")
    assert status_of(first) == Status.WAITING_INFO

    # The next row is open. Accept it, regret it, accept it after all.
    assert keys.heading == "Björk, Erik"
    keys.strikes("a")
    keys.strikes("Enter")
    assert status_of(second) == Status.ACCEPTED
    assert keys.heading == "Ceder, Erik"
    keys.strikes("u")
    assert status_of(second) == Status.RECEIVED
    assert keys.heading == "Björk, Erik"
    keys.strikes("a")
    keys.strikes("Enter")
    assert status_of(second) == Status.ACCEPTED

    # Take the third, and from the list the fourth.
    keys.strikes("m")
    third.refresh_from_db()
    assert third.assigned_to == coordinator
    keys.page.keyboard.press("Escape")
    assert focused(keys) == "Ceder, Erik"
    keys.page.keyboard.press("j")
    keys.strikes("m")
    fourth.refresh_from_db()
    assert (keys.heading, fourth.assigned_to) == ("Dun, Erik", coordinator)

    # Look up a key, and go on where one was.
    keys.page.keyboard.press("?")
    keys.page.get_by_role("dialog").get_by_text("Ta till mig").first.wait_for()
    keys.page.keyboard.press("Escape")
    assert keys.page.get_by_role("dialog").count() == 0

    # Share out what is left.
    tabs_to(keys, "Tilldela flera", "Shift+Tab")
    keys.strikes("Enter")
    tabs_to(keys, "which")
    keys.page.keyboard.press("Space")
    tabs_to(keys, "to")
    keys.page.keyboard.type("Sara")
    keys.strikes("Control+Enter")
    keys.reads("1 tilldelad Sara Nyberg.")
    assert Referral.objects.filter(assigned_to=nurse).count() == 1

    # Keep what is one's own as a list.
    tabs_to(keys, "Filtrera och sök")
    keys.strikes("Enter")
    tabs_to(keys, "assigned")
    keys.page.keyboard.press("ArrowDown")
    tabs_to(keys, "Visa")
    keys.strikes("Enter")
    assert keys.path == "/app/referrals?assigned=me"
    tabs_to(keys, "Spara vyn")
    keys.strikes("Enter")
    tabs_to(keys, "name")
    keys.page.keyboard.type("På mitt bord")
    keys.strikes("Enter")
    assert SavedView.objects.get().filters == {"view": "open", "assigned": "me"}

    # And come back to it from anywhere in the list.
    keys.goes_to("/app/referrals")
    tabs_to(keys, "Sparade vyer")
    keys.page.keyboard.press("Enter")
    tabs_to(keys, "På mitt bord")
    keys.strikes("Enter")
    assert keys.path == "/app/referrals?assigned=me"


def test_a_row_is_given_away_from_the_list(keys: Visitor, five: list[Referral]) -> None:
    tabs_to(keys, "Ask, Erik")
    keys.page.keyboard.press("j")

    keys.strikes("t")

    keys.reads("Till vem?")
    assert keys.heading == "Björk, Erik"


def test_letters_do_nothing_where_they_are_switched_off(
    keys: Visitor, coordinator: User
) -> None:
    User.objects.filter(pk=coordinator.pk).update(has_keys=False)
    keys.goes_to("/app/referrals")
    tabs_to(keys, "Ask, Erik")

    keys.page.keyboard.press("m")
    keys.page.keyboard.press("?")
    keys.strikes("Enter")
    keys.page.keyboard.press("a")
    keys.page.wait_for_timeout(200)

    assert keys.heading == "Ask, Erik"
    assert "accept" not in keys.path
    assert not Referral.objects.exclude(assigned_to=None).exists()


def test_everything_works_without_script(opens: Opens, coordinator: User) -> None:
    make.from_clinic(at=timezone.now(), family_name="Ask")
    visitor = opens(DESK, java_script_enabled=False)
    visitor.is_signed_in_as(coordinator)
    visitor.goes_to("/app/referrals")

    visitor.follows("Tilldela flera")
    visitor.follows("Kryssa i alla på sidan")
    visitor.presses("Tilldela")
    visitor.reads("1 tilldelad Karin Ohlin.")
    visitor.follows("Ask, Erik")
    visitor.follows("Alla tangenter")

    assert visitor.heading == "Tangenter"
