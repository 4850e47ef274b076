"""What a person does alone: saves and comes back, adds their part, takes it back."""

import re

import pytest

from accounts.models import User
from nedtrappning.standins import Sent
from referrals.lifecycle import Status
from referrals.models import Draft, KeptDraft, OwnPart, Referral
from tests.browsing import PHONE, Opens, Visitor
from tests.factories import referrals as make
from tests.journeys import patient, unit
from tests.journeys.clock import Calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "Gröt vid fönstret i Alingsås"


def texted(sent: Sent, pattern: str) -> str:
    """What the last text message gives to type."""
    found = re.search(pattern, sent.all()[-1]["text"])
    assert found
    return found.group()


def comes_back(anna: Visitor, sent: Sent, calendar: Calendar) -> None:
    """A code to the phone, and the sentence that only Anna knows."""
    anna.goes_to("/")
    anna.follows("Fortsätt en sparad egenremiss")
    anna.types("Mobilnummer eller e-postadress", "+46 70 174 06 15")
    anna.presses("Skicka kod")
    calendar.lets_messages_go()
    anna.types("Koden du fick", texted(sent, r"\b\d{6}\b"))
    anna.types("Din egen mening", SENTENCE.lower())
    anna.presses("Öppna mina svar")


def test_what_was_begun_on_one_phone_is_sent_from_another(
    calendar: Calendar, opens: Opens, sent: Sent, coordinator: User
) -> None:
    # Given Anna, who is tired after five questions and saves
    anna = opens(PHONE, has_touch=True)
    anna.goes_to("/")
    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    anna.presses("Spara och fortsätt senare")
    anna.types("Mobilnummer eller e-postadress", "070-174 06 15")
    anna.types("Hitta på en egen mening", SENTENCE)
    anna.presses("Spara")
    anna.reads("Vi har sparat dem till måndag 30 november.")
    anna.presses("Stäng här")
    assert not Draft.objects.exists()

    # When she comes back on Wednesday, on a computer without scripts
    calendar.turns_to("2026-11-25")
    later = opens(java_script_enabled=False)
    comes_back(later, sent, calendar)
    assert later.heading == "Hur når vi dig?"
    patient.says_how_to_be_reached(later)
    later.presses("Fortsätt")
    reference = patient.sends(later)

    # Then it has come once, and nothing of what was kept is left
    later.reads("Vi har fått din egenremiss")
    assert Referral.objects.get().shown_reference == reference
    assert not KeptDraft.objects.exists()


def test_the_patient_adds_a_part_to_what_the_clinic_began(
    calendar: Calendar, opens: Opens, sent: Sent, coordinator: User, monday: object
) -> None:
    # Given a clinic's referral, of which the patient is told in a neutral message
    referral = make.from_clinic(at=monday)  # type: ignore[arg-type]
    calendar.lets_messages_go()
    code = texted(sent, r"\w{4}-\w{4}-\w{4}")

    # When the patient types the code and tells what matters
    erik = opens(PHONE)
    erik.goes_to("/")
    erik.follows("Har du fått en kod?")
    erik.types("Din kod", code.lower().replace("-", " "))
    erik.presses("Fortsätt")
    erik.never_reads("Sandberg", "oxazepam", "lastbil")
    erik.types("Är det något du oroar dig för?", "Att få kramper igen")
    erik.presses("Skicka")
    erik.reads("Tack, vi har fått din del")
    erik.never_reads("kramper igen")
    assert OwnPart.objects.get().referral == referral

    # Then Karin reads it beside the referral
    karin = opens()
    karin.is_signed_in_as(coordinator)
    unit.opens_the_referral(karin, "Sandberg, Erik")
    karin.reads("Att få kramper igen")


def test_what_was_sent_is_followed_changed_and_taken_back(
    calendar: Calendar, opens: Opens, sent: Sent, coordinator: User
) -> None:
    anna = opens(PHONE)
    anna.goes_to("/")
    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    patient.says_how_to_be_reached(anna)
    anna.presses("Fortsätt")
    reference = patient.sends(anna)
    patient.follows_it(anna, reference)
    calendar.lets_messages_go()
    patient.types_the_code(anna, sent)
    anna.reads("Mottagen", "Läst", "Besked", "Första samtal")

    anna.follows("Ändra telefon eller tid")
    anna.chooses("Eftermiddag")
    anna.presses("Spara")
    anna.reads("Vi har ändrat hur vi når dig.")
    anna.follows("Ta tillbaka egenremissen")
    anna.reads("Du kan skicka en ny när du vill.")
    anna.presses("Ja, ta tillbaka den")
    anna.follows("Skicka en ny egenremiss")
    anna.presses("Börja")

    assert Referral.objects.get().status == Status.WITHDRAWN
    anna.goes_to("/egenremiss/fraga/6/")
    anna.never_reads("Anna Berg", "06 15")
