"""Everything by keyboard: the list of referrals, the way past the menu, the faults."""

import pytest
from django.utils.timezone import now

from accounts.models import User
from referrals.lifecycle import Status
from referrals.models import Referral
from tests.browsing import PHONE, Opens, Visitor
from tests.factories import referrals as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        || style.boxShadow !== "none";
}"""


@pytest.fixture
def karin(opens: Opens, coordinator: User) -> Visitor:
    """The one who assesses, at the list, with three referrals in it."""
    for name in ("Erik", "Maja", "Olle"):
        make.from_clinic(at=now(), given_name=name, family_name="Sandberg")
    visitor = opens()
    visitor.is_signed_in_as(coordinator)
    visitor.goes_to("/app/referrals")
    return visitor


def focus_on(visitor: Visitor) -> str:
    """What has the focus, in words."""
    return str(visitor.page.evaluate("document.activeElement.innerText.trim()"))


def at_the_first_row(karin: Visitor) -> None:
    """Come to the list with the tab key, as the first thing in it."""
    for _turn in range(40):
        karin.page.keyboard.press("Tab")
        if "Sandberg" in focus_on(karin):
            return
    pytest.fail("The tab key never comes to the list")


def test_arrows_and_letters_walk_the_list(karin: Visitor) -> None:
    at_the_first_row(karin)
    first = focus_on(karin)

    karin.page.keyboard.press("j")
    second = focus_on(karin)
    karin.page.keyboard.press("ArrowUp")

    assert second != first
    assert focus_on(karin) == first
    assert karin.page.evaluate(FOCUS)


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("a", "Anta remissen"),
        ("f", "Fråga"),
        ("h", "Hänvisa vidare"),
        ("t", "Tilldela"),
    ],
)
def test_each_verb_has_its_letter(karin: Visitor, key: str, heading: str) -> None:
    at_the_first_row(karin)
    karin.strikes("Enter")

    karin.strikes(key)

    karin.reads(heading)
    assert karin.page.locator(".remsa :focus").count() == 1


def test_a_letter_typed_in_a_field_is_a_letter(karin: Visitor) -> None:
    at_the_first_row(karin)
    karin.strikes("Enter")
    karin.strikes("f")

    field = karin.page.get_by_label("Vad behöver vi veta?")
    field.fill("")
    field.press_sequentially("ahft")

    assert field.input_value() == "ahft"


def test_accepting_goes_on_to_the_next_and_can_be_undone(karin: Visitor) -> None:
    at_the_first_row(karin)
    karin.strikes("Enter")
    karin.strikes("a")
    karin.strikes("Enter")

    karin.reads("Antagen:", "Det går i tio minuter.")
    assert Referral.objects.filter(status=Status.ACCEPTED).count() == 1

    karin.strikes("u")

    karin.reads("Ångrat.")
    assert not Referral.objects.filter(status=Status.ACCEPTED).exists()


@pytest.mark.parametrize("path", ["/", "/egenremiss/", "/account/login/"])
def test_the_first_tab_leads_past_the_menu(
    opens: Opens, coordinator: User, path: str
) -> None:
    visitor = opens(PHONE)
    visitor.goes_to(path)

    visitor.page.keyboard.press("Tab")
    assert focus_on(visitor) == "Hoppa till innehållet"
    assert visitor.page.evaluate(FOCUS)
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "innehall"


def test_what_is_wrong_has_the_focus_and_leads_to_the_question(
    opens: Opens, coordinator: User
) -> None:
    visitor = opens(PHONE)
    visitor.goes_to("/egenremiss/")
    visitor.presses("Börja")
    visitor.presses("Fortsätt")

    assert visitor.page.evaluate("document.activeElement.matches('[data-felsum]')")
    assert visitor.page.evaluate(FOCUS)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.name") == "fits"
