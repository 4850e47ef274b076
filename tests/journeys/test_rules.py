"""A rule's whole life: written by one, approved by another, offered to those who plan.

Without JavaScript too, since a row more must not depend on it.
"""

from datetime import datetime

import pytest
import time_machine

from accounts.models import User, system_user
from tapering import actions
from tapering.models import Policy
from tests.browsing import Opens, Visitor
from tests.factories import patients, tapering

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Enhetens oxazepamregel"


def fills_in(per: Visitor, name: str, text: str) -> None:
    """Write in one of the boxes of a row."""
    per.page.locator(f"[name='{name}']").fill(text)


def picks(per: Visitor, name: str, value: str) -> None:
    """Pick in one of the lists of a row."""
    per.page.locator(f"[name='{name}']").select_option(value)


def writes_a_level(per: Visitor, n: int, above: str, size: str, days: str) -> None:
    """One level of fixed steps."""
    fills_in(per, f"band-{n}-above", above)
    fills_in(per, f"band-{n}-size", size)
    picks(per, f"band-{n}-of", "mg")
    fills_in(per, f"band-{n}-every_days", days)


@pytest.mark.parametrize("has_script", [True, False])
def test_an_administrator_writes_and_a_prescriber_approves_a_rule(
    monday: datetime,
    opens: Opens,
    administrator: User,
    prescriber: User,
    nurse: User,
    has_script: bool,
) -> None:
    with time_machine.travel(monday):
        # Given somebody to plan for, and tablets
        tapering.products()
        case = tapering.prepared(patients.case(nurse))
        per = opens(java_script_enabled=has_script)
        eva, sara = opens(), opens()

        # When an administrator writes a rule with two levels
        per.signs_in(administrator)
        per.follows("Regler", among="Huvudmeny")
        per.follows("Ny regel")
        per.types("Namn", NAME)
        per.types("Regeln i ord", "5 mg varannan vecka, sedan 2,5 mg.")
        per.types("Läkemedel (ATC-koder)", "N05BA")
        writes_a_level(per, 0, "15", "5", "14")
        per.page.get_by_role("button", name="Lägg till nivå").click()
        per.page.locator("[name='band-1-size']").wait_for()
        writes_a_level(per, 1, "0", "2,5", "14")
        per.presses("Spara utkast")

        # Then it says what is missing, and the administrator cannot approve it
        per.reads("Utkastet är sparat", "Skriv källan", "Över 15 mg", "Till slut")
        per.follows("Skriv källan", exact=False)
        per.types("Källa", "Enhetens beslut 2026-11-23")
        per.presses("Spara utkast")
        per.reads("Allt som behövs är ifyllt", "Bara läkare godkänner")

        # When a prescriber finds it and approves it
        eva.signs_in(prescriber)
        eva.follows("Att godkänna", exact=False, among="Huvudmeny")
        eva.follows(NAME)
        eva.reads("Så blir det från 40 mg", "Enhetens beslut")
        eva.presses("Godkänn")
        eva.reads("Godkänd")

        # Then whoever makes a plan may choose it
        sara.signs_in(nurse)
        sara.goes_to(f"/app/patients/{case.pk}/plan")
        sara.presses("Gör plan", exact=False)
        sara.reads(NAME)


def test_what_is_shipped_is_completed_before_it_is_approved(
    monday: datetime, opens: Opens, administrator: User
) -> None:
    with time_machine.travel(monday):
        actions.load_policies(by=system_user(), at=monday)
        per = opens()
        per.signs_in(administrator)

        per.follows("Regler", among="Huvudmeny")
        per.follows("NSW, långsammast")
        per.follows("Procent av dosen just då når aldrig målet", exact=False)
        per.types("Tas bort under, mg om dagen", "2,5")
        per.presses("Visa vad regeln gör")
        per.reads("Så blir det från 40 mg om dagen")
        per.presses("Spara utkast")

        per.reads("Allt som behövs är ifyllt")
        rule = Policy.objects.get(shipped_as="nsw-slow").rule
        assert rule["stop_below_mg"] == "2.5"
