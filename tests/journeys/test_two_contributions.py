"""One case, two contributions: whichever comes first, the other is asked for."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.models import CareUnit
from referrals.lifecycle import Status
from referrals.models import OwnPart, Referral
from tests.browsing import PHONE, Opens, Visitor
from tests.journeys import clinic, patient, unit
from tests.journeys.steps import a_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNA = a_number(1992)


def test_the_person_comes_first_and_the_clinic_writes_its_part(
    opens: Opens, nils: Visitor, karin: Visitor, referrer
) -> None:
    # Given somebody who refers herself and lets us talk to her health centre
    centre = CareUnit.objects.get(pk=referrer.unit_id)
    anna = opens(PHONE)
    anna.goes_to("/")
    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    patient.says_how_to_be_reached(anna, centre.name)
    anna.types("Vad vill du ha hjälp med?", "Jag vill sova utan tabletter.")
    anna.presses("Fortsätt")
    patient.sends(anna)

    # When the unit asks the health centre for its part
    unit.opens_the_referral(karin, "Anna Berg")
    karin.reads("Patienten har sagt ja till att vi frågar")
    karin.follows("Fråga vårdcentralen", exact=False)
    karin.presses("Fråga vårdcentralen")

    # Then the clinic finds it among what it has to answer, and nothing that she wrote
    nils.goes_to("/remiss/?view=asked")
    nils.reads("Anna Berg")
    nils.never_reads("Jag vill sova utan tabletter")
    nils.follows("Anna Berg", exact=False)
    nils.never_reads("Jag vill sova utan tabletter")
    clinic.fills_in_a_referral(nils, number=ANNA, name="Anna Berg")
    clinic.tapers_already(nils)
    nils.presses("Granska remissen")
    nils.presses("Skicka remissen")

    # And both are one case, which is accepted with nothing typed
    own, theirs = Referral.objects.order_by("sent_at")
    assert (theirs.status, theirs.joined_to) == (Status.JOINED, own)
    unit.opens_the_referral(karin, "Berg, Anna")
    karin.reads("Vill kunna köra lastbil igen", "Jag vill sova utan tabletter")
    unit.accepts(karin)

    # And each is told when it stands
    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=11)):
        clinic.opens_its_referral(nils, "Anna Berg")
        nils.reads("Antagen")
        nils.never_reads("Jag vill sova utan tabletter")


def test_the_clinic_comes_first_and_the_person_tells_what_matters(
    opens: Opens, nils: Visitor, karin: Visitor
) -> None:
    clinic.refers(nils, number=ANNA, name="Anna Berg")
    unit.opens_the_referral(karin, "Berg, Anna")
    karin.follows(re.compile("Be om (egna mål|en ny kod)|Ny kod"), exact=False)
    karin.presses("Gör en kod")
    code = karin.page.locator(".referens, .kod").first.inner_text().strip()

    anna = opens(PHONE)
    anna.goes_to("/din-del/")
    anna.types("Din kod", code)
    anna.presses("Fortsätt")
    anna.never_reads("Anna Berg")
    anna.never_reads("oxazepam")
    anna.types("Vad vill du ska bli bättre?", "Minnet.")
    anna.presses("Skicka")
    anna.reads("Tack, vi har fått din del")

    unit.opens_the_referral(karin, "Berg, Anna")
    karin.reads("Minnet.")
    assert OwnPart.objects.count() == 1
    again = opens(PHONE)
    again.goes_to("/din-del/")
    again.types("Din kod", code)
    again.presses("Fortsätt")
    again.reads("Koden går inte att använda")
