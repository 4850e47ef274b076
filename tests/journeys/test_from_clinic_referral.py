"""A health centre refers, is asked, answers, and reads what the unit decided."""

from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from patients.models import Case
from referrals.models import Referral
from tests.browsing import Opens, Visitor
from tests.journeys import clinic, unit
from tests.journeys.steps import a_number, reference_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ERIK = a_number(1991)


def test_a_health_centre_refers_is_asked_and_reads_the_answers(
    nils: Visitor, karin: Visitor
) -> None:
    # Given that nobody knows whether tapering has been tried
    nils.follows("Ny remiss")
    clinic.fills_in_a_referral(nils, number=ERIK, name="Erik Sandberg")
    nils.presses("Granska remissen")
    clinic.is_told_what_is_missing(nils, "Välj om ni har försökt trappa ned")

    # When it is sent with a reason
    clinic.says_why_it_is_missing(nils, "Patienten är ny hos oss.")
    nils.presses("Granska remissen")
    nils.reads("Erik Sandberg", "Patienten är ny hos oss.")
    nils.presses("Skicka remissen")
    reference = reference_on(nils)

    # Then the unit sees that it is incomplete, and asks
    unit.opens_the_referral(karin, "Sandberg, Erik")
    karin.reads("Patienten är ny hos oss.")
    unit.asks(karin, "Har ni försökt trappa ned?")

    # And the clinic answers on the page of the referral
    clinic.opens_its_referral(nils, "Erik Sandberg")
    nils.reads("Har ni försökt trappa ned?")
    clinic.answers(nils, "Nej. Patienten har inte velat förrän nu.")
    nils.never_reads("Vi behöver veta lite mer")

    # When it is accepted
    unit.opens_the_referral(karin, "Sandberg, Erik")
    karin.reads("Patienten har inte velat förrän nu.")
    unit.accepts(karin)

    # Then the clinic reads so once it can no longer be undone, and nothing of the case
    clinic.opens_its_referral(nils, "Erik Sandberg")
    nils.reads("Mottagen")
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=11)):
        clinic.opens_its_referral(nils, "Erik Sandberg")
        nils.reads("Antagen", "Bekräftelse", reference)


@pytest.mark.parametrize(
    ("year", "municipality", "help_given"),
    [
        (2010, "Uddevalla", "Patienten är under 18 år"),
        (1993, "Bor utanför regionen", "Patienten bor utanför regionen"),
    ],
)
def test_whoever_the_unit_does_not_help_meets_a_page_that_does(
    nils: Visitor, year: int, municipality: str, help_given: str, karin: Visitor
) -> None:
    nils.follows("Ny remiss")
    clinic.fills_in_a_referral(nils, number=a_number(year), name="Erik Sandberg")
    clinic.tapers_already(nils)
    nils.picks("Kommun", municipality)
    nils.presses("Granska remissen")

    nils.reads("Innan du skickar", help_given)

    nils.types("Varför ska remissen skickas ändå?", "Vi har pratat med er i telefon.")
    nils.presses("Fortsätt")
    nils.presses("Skicka remissen")
    nils.reads("Remissen är skickad")


def test_a_second_referral_of_the_same_person_leads_to_the_first(
    nils: Visitor, karin: Visitor
) -> None:
    first = clinic.refers(nils, number=ERIK, name="Erik Sandberg")

    nils.follows("Ny remiss")
    clinic.fills_in_a_referral(nils, number=ERIK, name="Erik Sandberg")
    clinic.tapers_already(nils)
    nils.presses("Granska remissen")

    nils.reads("Ni har redan en öppen remiss för patienten")
    nils.follows("Öppna den remissen")
    nils.reads(first)
    assert Referral.objects.count() == 1


def test_a_health_centre_never_reaches_the_pages_of_the_unit(
    nils: Visitor, karin: Visitor
) -> None:
    reference = clinic.refers(nils, number=ERIK, name="Erik Sandberg")
    unit.opens_the_referral(karin, "Sandberg, Erik")
    unit.accepts(karin)
    case = Case.objects.get()

    inside = [
        "/app/today",
        "/app/referrals",
        f"/app/referrals/{reference}",
        "/app/patients",
        f"/app/patients/{case.pk}",
        f"/app/patients/{case.pk}/timeline",
        f"/app/patients/{case.pk}/access",
        "/app/search",
        "/app/log",
        "/app/users",
        "/min/mer/",
    ]
    for path in inside:
        assert nils.goes_to(path) in {403, 404}, path
        nils.never_reads("Erik Sandberg")


def test_a_health_centre_never_sees_what_another_sent(
    nils: Visitor, opens: Opens, other_referrer: User, coordinator: User
) -> None:
    reference = clinic.refers(nils, number=ERIK, name="Erik Sandberg")
    britt = opens()
    britt.signs_in(other_referrer)

    britt.goes_to("/remiss/?view=unit")

    britt.reads("Ni har inga remisser här")
    assert britt.goes_to(f"/remiss/{reference}/") == 404
    britt.never_reads("Erik Sandberg")
