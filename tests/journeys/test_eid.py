"""With an e-ID: a self-referral without typing who one is, then one's own pages."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page

from accounts.models import User
from patients.models import Patient
from referrals.models import Referral
from tests.accessibility.looking import LANGUAGES, NARROW, Looker
from tests.browsing import PHONE, Opens, Visitor
from tests.journeys import patient
from tests.legitimation import CALLBACK, Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_provider(provider: Provider, address: str, settings) -> Provider:
    """The provider knows this server, and the policy of content lets people leave."""
    provider.control(callbacks=[f"{address}{CALLBACK}"])
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "form-action": ["'self'", provider.url]}
    }
    return provider


def chooses(page: Page, name: str) -> None:
    """Be somebody, on the provider's own page."""
    assert page.locator("h1").inner_text() == "Vem vill du vara?"
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def open_to(visitor: Visitor, provider: Provider) -> Visitor:
    """Somebody who may leave for the provider, and for nowhere else."""
    visitor.also.append(provider.url)
    return visitor


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_self_referral_to_the_own_pages_and_out(
    opens: Opens, at_the_provider: Provider, coordinator: User, scripts: bool
) -> None:
    options = {"java_script_enabled": scripts}
    nora = open_to(opens(PHONE, **options), at_the_provider)

    nora.goes_to("/egenremiss/")
    nora.follows("Fyll i namn med e-legitimation")
    chooses(nora.page, "Nora Sten")
    patient.answers_about_the_medicine(nora)
    assert nora.page.get_by_label("Ditt namn").input_value() == "Nora Sten"
    nora.types("Telefonnummer", "070-174 06 15")
    nora.chooses("Förmiddag")
    nora.presses("Fortsätt")
    nora.presses("Fortsätt")
    nora.reads("Du har legitimerat dig som Nora Sten")
    patient.sends(nora)

    referral = Referral.objects.get()
    assert referral.is_proven
    assert referral.patient is not None

    nora.goes_to("/min/")
    nora.follows("Logga in med e-legitimation")
    chooses(nora.page, "Nora Sten")
    assert nora.path == "/min/"
    began = at_the_provider.control()["sessions"]
    nora.goes_to("/min/mer/")
    nora.presses("Logga ut")
    assert nora.path == "/"
    assert nora.goes_to("/min/") == 200
    assert nora.heading == "Logga in"
    assert at_the_provider.control()["sessions"] == began - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_around_it_are_for_everybody(
    opens: Opens, at_the_provider: Provider, language: str, address: str
) -> None:
    looker = Looker(open_to(opens(NARROW), at_the_provider), language)
    looker.opens("overview_public:eid_needed")
    looker.opens("referrals_public:self_referral")
    with override(language):
        refused = reverse("overview_public:eid_refused")
    for why, status in (
        ("cancelled", 200),
        ("away", 503),
        ("unknown", 403),
        ("closed", 403),
    ):
        for purpose in ("own_pages", "self_referral"):
            path = f"{refused}?why={why}&purpose={purpose}"
            looker.goes_to(path, status=status)
    if language == "sv":
        looker.goes_to("/account/login/")

    assert looker.faults == []
    assert Patient.objects.count() == 0
