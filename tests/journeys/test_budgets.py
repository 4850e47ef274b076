"""What the common tasks may cost: taps and answers, counted on the real pages."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from patients import actions as patients
from patients.models import Case
from referrals.actions import withdraw
from referrals.lifecycle import Status
from referrals.models import Referral
from tests.browsing import PHONE, Opens, Visitor
from tests.factories import accounts
from tests.factories import referrals as make_referrals
from tests.factories import tapering as make_plans
from tests.factories import visits as make_visits
from tests.journeys import clinic, patient, unit
from tests.journeys.steps import a_number
from visits.models import VisitLog

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_self_referral_takes_17_taps_and_9_answers(
    opens: Opens, coordinator: User
) -> None:
    anna = opens(PHONE, has_touch=True)
    anna.goes_to("/")

    patient.begins(anna)
    patient.answers_about_the_medicine(anna)
    patient.says_how_to_be_reached(anna)
    anna.presses("Fortsätt")
    patient.sends(anna)

    assert anna.taps <= 17
    assert anna.answers <= 9


def test_a_clinic_s_referral_takes_3_presses_and_9_answers(
    nils: Visitor, coordinator: User
) -> None:
    before = nils.pages, nils.answers

    clinic.refers_with_what_is_required(
        nils, number=a_number(1991), name="Erik Sandberg"
    )

    assert nils.pages - before[0] <= 3
    assert nils.answers - before[1] <= 9


def test_a_person_whom_the_clinic_has_referred_takes_7_answers(
    nils: Visitor, coordinator: User
) -> None:
    number = a_number(1991)
    clinic.refers(nils, number=number, name="Erik Sandberg")
    reference = Referral.objects.get()
    withdraw(reference, reason="Fel mottagning.", by=coordinator, at=now())
    nils.goes_to("/remiss/")
    before = nils.pages, nils.answers

    clinic.refers_once_more(nils, number=number)

    assert Referral.objects.count() == 2
    assert nils.pages - before[0] <= 3
    assert nils.answers - before[1] <= 7


def test_triage_of_a_complete_referral_takes_two_keys(karin: Visitor) -> None:
    make_referrals.from_clinic(at=now())
    karin.goes_to("/app/referrals")
    karin.follows("Sandberg, Erik")
    typed = karin.answers

    for key in ("a", "Enter"):
        karin.strikes(key)

    assert Referral.objects.get().status == Status.ACCEPTED
    assert karin.answers == typed


def test_the_log_of_a_visit_takes_5_choices_and_7_taps(
    opens: Opens, nurse: User, tapering_case: Case, monday: datetime
) -> None:
    at = make_visits.THURSDAY + timedelta(days=14)
    make_visits.visit(tapering_case, starts_at=at)
    with time_machine.travel(at + timedelta(minutes=50)):
        sara = opens()
        sara.is_signed_in_as(nurse)

        unit.logs_the_visit(sara)

    assert VisitLog.objects.count() == 1
    assert sara.taps <= 7
    assert sara.answers <= 5


def test_today_s_tablets_take_no_tap_and_a_pause_two(
    opens: Opens, nurse: User, tapering_case: Case
) -> None:
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patients.connect_user(tapering_case.patient, user=user, by=nurse, at=make_plans.AT)
    with time_machine.travel(make_plans.AT + timedelta(days=10)):
        anna = opens(PHONE)
        anna.is_signed_in_as(user)

        anna.goes_to("/min/")
        anna.reads("Morgon", "Natt", "Tillsammans")
        assert anna.taps == 0

        patient.asks_for_a_pause(anna)

    assert (anna.taps, anna.answers) == (2, 0)
