"""What a clinic types is saved while it is typed, and survives an ended session."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from referrals.models import ClinicDraft
from tests.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOAL = "Vad vill ni och patienten ha hjälp med?"
A_WHILE = 10_500


def hears(visitor: Visitor, words: str) -> None:
    """Ten seconds later the page says so."""
    visitor.page.clock.fast_forward(A_WHILE)
    said = visitor.page.locator("[data-draft-says]")
    expect(said).to_have_text(re.compile(words))


def test_an_ended_session_loses_nothing(nils: Visitor, coordinator: User) -> None:
    nils.page.clock.install()
    nils.goes_to("/remiss/ny/")
    nils.types(GOAL, "Det första.")
    hears(nils, "Utkastet sparades")
    assert "/remiss/utkast/" in nils.path

    nils.page.context.clear_cookies()
    nils.types(GOAL, "Det andra, utloggad.")
    hears(nils, "Du har loggats ut")
    assert ClinicDraft.objects.get().written()["goal"] == ["Det första."]

    nils.is_signed_in_as(ClinicDraft.objects.get().writer)
    hears(nils, "Utkastet sparades")
    assert ClinicDraft.objects.get().written()["goal"] == ["Det andra, utloggad."]

    nils.goes_to("/remiss/?view=drafts")
    nils.follows("Utan namn")
    assert nils.page.get_by_label(GOAL).input_value() == "Det andra, utloggad."


def test_two_tabs_do_not_write_over_each_other(
    nils: Visitor, coordinator: User
) -> None:
    nils.page.clock.install()
    nils.goes_to("/remiss/ny/")
    nils.types(GOAL, "Från början.")
    hears(nils, "Utkastet sparades")
    other = Visitor(nils.page.context.new_page(), nils.address)
    other.page.clock.install()
    other.goes_to(nils.path)
    other.types(GOAL, "Den andra fliken.")
    hears(other, "Utkastet sparades")

    nils.types(GOAL, "Den första fliken.")
    hears(nils, "i en annan flik")

    assert ClinicDraft.objects.get().written()["goal"] == ["Den andra fliken."]
    assert nils.page.get_by_label(GOAL).input_value() == "Den första fliken."
