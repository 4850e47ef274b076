"""Two presses, back, a form that expired, a session that ended, no script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from patients.models import Case
from referrals.models import Referral
from tests.browsing import PHONE, Opens, Visitor
from tests.factories import visits as make_visits
from tests.journeys import clinic, patient, unit
from tests.journeys.steps import a_number, reference_on
from visits.models import Visit, VisitLog

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
with_and_without_script = pytest.mark.parametrize("script", [True, False])
ROOM = "Granskogens vårdcentral, rum 2"
NOTE = "Sover bättre. Vill gå långsammare över jul."


@pytest.fixture
def visit_day() -> Iterator[None]:
    """Thursday 10 December 2026, when a visit has just ended."""
    with time_machine.travel(make_visits.THURSDAY + timedelta(days=14, minutes=50)):
        yield


@pytest.fixture
def visit(tapering_case: Case) -> Visit:
    """The visit that ended."""
    at = make_visits.THURSDAY + timedelta(days=14)
    return make_visits.visit(tapering_case, starts_at=at)


def presses_twice(visitor: Visitor, name: str, *, until: str) -> None:
    """Press the button twice, as fast as a finger can, and read where it leads."""
    visitor.page.get_by_role("button", name=name, exact=True).first.dblclick()
    visitor.page.get_by_text(until).first.wait_for()
    visitor.page.wait_for_load_state()


def reads_what_was_typed(visitor: Visitor, *words: str) -> None:
    """Open the list of everything that was posted, and find the words there."""
    visitor.page.locator("summary").filter(has_text="Det du skrev").click()
    visitor.reads("Det du skrev finns kvar", *words)


def answers_all(anna: Visitor) -> None:
    """Answer the seven questions, and stand before the last button."""
    anna.goes_to("/")
    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    patient.says_how_to_be_reached(anna)
    anna.types("Vad vill du ha hjälp med?", "Jag vill sova utan tabletter.")
    anna.presses("Fortsätt")


def fills_in_the_log(sara: Visitor, visit: Visit) -> None:
    """Answer everything about the visit, with a note."""
    sara.goes_to(f"/app/visits/{visit.pk}/log")
    sara.types("Anteckning", NOTE)
    unit.taps_five_chips(sara)


@with_and_without_script
def test_two_presses_send_one_self_referral(
    opens: Opens, coordinator: User, script: bool
) -> None:
    anna = opens(PHONE, java_script_enabled=script)
    answers_all(anna)
    anna.chooses("Fråga mig först")

    presses_twice(anna, "Skicka egenremissen", until="Vi har fått din egenremiss")

    assert Referral.objects.get().shown_reference == reference_on(anna)


@with_and_without_script
def test_two_presses_on_the_way_lose_no_answer(
    opens: Opens, coordinator: User, script: bool
) -> None:
    anna = opens(PHONE, java_script_enabled=script)
    anna.goes_to("/egenremiss/")

    presses_twice(anna, "Börja", until="Fråga 1 av 7")
    anna.chooses("Ja, allt stämmer")
    presses_twice(anna, "Fortsätt", until="Fråga 2 av 7")

    anna.goes_to("/egenremiss/fraga/1/")
    assert anna.page.get_by_label("Ja, allt stämmer").is_checked()


@with_and_without_script
def test_two_presses_send_one_referral_from_a_clinic(
    opens: Opens, referrer: User, coordinator: User, script: bool
) -> None:
    nils = opens(java_script_enabled=script)
    nils.is_signed_in_as(referrer)
    nils.goes_to("/remiss/")
    nils.follows("Ny remiss")
    clinic.fills_in_a_referral(nils, number=a_number(1991), name="Erik Sandberg")
    clinic.tapers_already(nils)
    nils.presses("Granska remissen")

    presses_twice(nils, "Skicka remissen", until="Remissen är skickad")

    assert Referral.objects.count() == 1


@with_and_without_script
def test_two_presses_book_one_visit(
    opens: Opens, nurse: User, tapering_case: Case, visit_day: None, script: bool
) -> None:
    make_visits.place()
    sara = opens(java_script_enabled=script)
    sara.is_signed_in_as(nurse)
    sara.goes_to(f"/app/patients/{tapering_case.pk}/visits/new")
    unit.says_when_and_where(sara, day="2026-12-17", clock="10.30", room=ROOM)

    presses_twice(sara, "Boka", until="17 december 2026")

    assert Visit.objects.count() == 1


@with_and_without_script
def test_two_presses_log_one_visit(
    opens: Opens, nurse: User, visit: Visit, visit_day: None, script: bool
) -> None:
    sara = opens(java_script_enabled=script)
    sara.is_signed_in_as(nurse)
    fills_in_the_log(sara, visit)

    presses_twice(sara, "Spara besök", until="Så gick det")

    assert VisitLog.objects.get().note == NOTE


def test_back_after_sending_shows_the_receipt(opens: Opens, coordinator: User) -> None:
    anna = opens(PHONE)
    answers_all(anna)
    patient.sends(anna)

    for _press in range(3):
        anna.page.go_back()
        anna.reads("Vi har fått din egenremiss")

    assert Referral.objects.count() == 1


def test_back_after_a_clinic_has_sent_leads_to_the_same_referral(
    nils: Visitor, coordinator: User
) -> None:
    reference = clinic.refers(nils, number=a_number(1991), name="Erik Sandberg")

    nils.page.go_back()

    assert reference_on(nils) == reference
    assert Referral.objects.count() == 1


def test_an_expired_form_comes_back_with_what_was_typed(
    opens: Opens, coordinator: User
) -> None:
    anna = opens(PHONE)
    answers_all(anna)
    anna.goes_to("/egenremiss/fraga/7/")
    anna.types("Vad vill du ha hjälp med?", "Jag vill orka med barnen.")
    anna.page.context.clear_cookies(name="csrftoken")

    anna.presses("Fortsätt")
    reads_what_was_typed(anna, "Jag vill orka med barnen.")
    anna.presses("Skicka igen")

    anna.reads("Stämmer det här?", "Jag vill orka med barnen.")


def test_an_expired_form_of_a_clinic_comes_back_whole(
    nils: Visitor, coordinator: User
) -> None:
    nils.follows("Ny remiss")
    clinic.fills_in_a_referral(nils, number=a_number(1991), name="Erik Sandberg")
    clinic.tapers_already(nils)
    nils.page.context.clear_cookies(name="csrftoken")

    nils.presses("Granska remissen")
    reads_what_was_typed(nils, "Vill kunna köra lastbil igen.")
    nils.presses("Skicka igen")
    nils.presses("Skicka remissen")

    nils.reads("Remissen är skickad")
    assert Referral.objects.get().medicines.get().dose_per_day == 25


def test_what_was_typed_survives_a_session_that_ended_in_another_tab(
    opens: Opens, nurse: User, visit: Visit, visit_day: None
) -> None:
    sara = opens()
    sara.signs_in(nurse)
    fills_in_the_log(sara, visit)
    other_tab = Visitor(sara.page.context.new_page(), sara.address)
    other_tab.goes_to("/account/logout/")
    other_tab.presses("Logga ut")

    sara.presses("Spara besök")
    sara.reads("Logga in i en ny flik")
    reads_what_was_typed(sara, NOTE)
    other_tab.signs_in(nurse)
    sara.presses("Skicka igen")
    # Signing in changed the form's secret, so the page asks once more.
    reads_what_was_typed(sara, NOTE)
    sara.presses("Skicka igen")

    sara.reads("Besöket är sparat.")
    assert VisitLog.objects.get().note == NOTE


def test_a_whole_self_referral_without_script(opens: Opens, coordinator: User) -> None:
    anna = opens(PHONE, java_script_enabled=False)
    anna.goes_to("/")
    patient.begins(anna)

    anna.presses("Fortsätt")
    anna.reads("Välj det svar som stämmer bäst.")
    anna.chooses("Ja, allt stämmer")
    anna.presses("Fortsätt")
    anna.chooses("Starka smärtläkemedel, opioider")
    anna.presses("Fortsätt")
    anna.chooses("1 till 5 år")
    anna.presses("Fortsätt")
    anna.chooses("Ja, jag har slutat")
    anna.presses("Fortsätt")
    anna.reads("Du har slutat", "Ring 112")
    anna.presses("Jag har läst – fortsätt")
    anna.chooses("Inget av detta")
    anna.presses("Fortsätt")
    patient.says_how_to_be_reached(anna)
    anna.presses("Fortsätt")
    patient.sends(anna, "Nej")

    referral = Referral.objects.get()
    assert referral.is_risk
    assert referral.shown_reference == reference_on(anna)
