"""One patient's whole story, as each of those who take part sees it."""

import pytest

from accounts.models import User
from accounts.roles import Role
from nedtrappning.standins import Sent
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case
from tests.browsing import PHONE, Opens
from tests.factories import accounts, tapering
from tests.factories import visits as make_visits
from tests.journeys import patient, unit
from tests.journeys.clock import Calendar
from tests.journeys.steps import a_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULE = "Långsam nedtrappning"
ANNA = "BERG, Anna"
GOAL = "Jag vill sova utan tabletter och orka med barnen igen."


def test_one_patient_goes_from_self_referral_to_aftercare_and_on(
    calendar: Calendar,
    opens: Opens,
    sent: Sent,
    coordinator: User,
    nurse: User,
    prescriber: User,
) -> None:
    # Given a rule that the region has approved, medicines, and a room near home
    tapering.policy(name=RULE)
    tapering.products()
    make_visits.place("rum 2")
    anna, karin = opens(PHONE, has_touch=True), opens()
    sara, eva = opens(), opens()

    # When Anna asks for help, without logging in, on her phone
    anna.goes_to("/")
    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    patient.says_how_to_be_reached(anna, "Granskogens vårdcentral")
    anna.presses("Fortsätt")
    reference = patient.sends(anna)
    anna.reads("Vi har fått din egenremiss", "Det här händer nu")
    calendar.lets_messages_go()

    # Then she can follow it with the reference and a code to her phone
    patient.follows_it(anna, reference)
    calendar.lets_messages_go()
    patient.types_the_code(anna, sent)
    anna.reads(f"Egenremiss {reference}")
    anna.never_reads("oxazepam", "lugnande")

    # When Karin reads it and accepts
    karin.signs_in(coordinator)
    unit.opens_the_referral(karin, "Anna Berg")
    karin.reads("Granskogens vårdcentral")
    unit.accepts(karin, number=a_number(1990), owner="Sara Nyberg, sjuksköterska")
    calendar.turns_to("2026-11-23", "10:30")

    # Then Anna is told that there is news, and nothing of what it is about
    assert "nytt besked" in patient.texts_to_anna(sent)[-1]
    patient.follows_it(anna, reference)
    calendar.lets_messages_go()
    patient.types_the_code(anna, sent)

    # When Sara asks what must be known, maps, and evens out
    calendar.turns_to("2026-11-25")
    sara.signs_in(nurse)
    unit.opens_the_patient(sara, ANNA, "Kartläggning")
    unit.maps_what_is_taken(sara)
    unit.asks_what_must_be_known(sara, GOAL)
    sara.presses("Gå vidare till förberedelse")
    unit.opens_the_patient(sara, ANNA, "Kartläggning")
    unit.evens_out(sara, "2026-11-26", "2026-12-06")
    sara.reads("26 nov", "6 dec")

    # And proposes a plan, where the rule asks why a cut is large
    unit.opens_the_patient(sara, ANNA, "Plan")
    unit.drafts_a_plan(sara, start="2026-12-07", policy=RULE)
    unit.gives_reasons(sara, "Anna vill gå ned i hela tabletter mot slutet.")
    unit.proposes(sara, "Eva Lindqvist")

    # And Eva reads and signs it
    eva.signs_in(prescriber)
    unit.decides(eva)
    eva.reads("Beslutad")

    # Then Anna, who has a log-in now, reads today's tablets and the next change
    calendar.turns_to("2026-12-07")
    anna_s_user = accounts.user(Role.PATIENT, "Anna Berg")
    case = Case.objects.get()
    patients.connect_user(case.patient, user=anna_s_user, by=nurse, at=case.phase_since)
    anna.signs_in(anna_s_user)
    anna.goes_to("/min/")
    anna.reads("Måndag 7 december", "Morgon", "Natt", "Tillsammans", "Nästa ändring")

    # When Sara books a visit, and Anna has said yes to text messages
    sara.signs_in(nurse)
    unit.opens_the_patient(sara, ANNA)
    sara.follows("Ändra samtycken")
    sara.chooses("Ja", among="Sms")
    sara.presses("Spara svaren")
    unit.opens_the_patient(sara, ANNA, "Besök")
    unit.books(
        sara, day="2026-12-17", clock="10.30", room="Granskogens vårdcentral, rum 2"
    )
    calendar.lets_messages_go()
    assert "torsdag 17 december kl 10.30" in patient.texts_to_anna(sent)[-1]

    # Then Anna sees the time and is reminded, once
    anna.goes_to("/min/tider/")
    anna.reads("Torsdag 17 december", "10.30")
    calendar.turns_to("2026-12-15", "11:00")
    calendar.turns_to("2026-12-15", "11:10")
    reminders = [t for t in patient.texts_to_anna(sent) if "Påminnelse" in t]
    assert len(reminders) == 1

    # When the visit is over, Sara logs it with five chips
    calendar.turns_to("2026-12-17", "11:20")
    sara.signs_in(nurse)
    unit.logs_the_visit(sara)
    sara.reads("Besöket är sparat.", "Som planerat")

    # And Anna asks for a pause, and gets it
    calendar.turns_to("2027-01-12")
    anna.signs_in(anna_s_user)
    patient.asks_for_a_pause(anna)
    sara.signs_in(nurse)
    sara.goes_to("/app/today")
    sara.reads("Ring: vill pausa eller prata")
    unit.opens_the_patient(sara, ANNA, "Plan")
    unit.holds(sara, days="14", why="Anna sover dåligt och vill stanna två veckor.")
    sara.reads("Pausen gäller.", "Paus 14 dagar.")

    # Then the last step comes, and aftercare opens by itself
    calendar.turns_to("2027-06-28")
    sara.signs_in(nurse)
    sara.goes_to("/app/aftercare")
    sara.reads("BERG, Anna")

    # When Anna has begun to take it again, she comes back on the same case
    sara.follows("BERG, Anna")
    unit.checks_in(sara, on="2027-06-28", taking="Tar dagligen igen")
    unit.goes_back_to_tapering(
        sara, "Anna tar 10 mg varje kväll igen och vill börja om."
    )
    assert Case.objects.get().phase == Phase.TAPERING

    # And it is not closed before her health centre has been answered
    unit.opens_the_patient(sara, ANNA, "Eftervård")
    sara.follows("Avsluta vårdärendet")
    unit.closes(sara, "Anna flyttar till en annan region.")
    sara.reads("Svara den som remitterade innan du avslutar.")
    unit.opens_the_patient(sara, ANNA, "Eftervård")
    unit.writes_the_final_answer(
        sara,
        "Gick ned till noll, tar nu 10 mg till kvällen.",
        address="Box 7\n451 30 Uddevalla",
    )
    unit.closes(sara, "Anna flyttar till en annan region.")
    assert Case.objects.get().phase == Phase.CLOSED
