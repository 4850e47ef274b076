"""The patient's own pages: three languages, day and night, the smallest screen."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, now

from accounts.models import User
from accounts.roles import Role
from patients import actions as patients
from patients.models import Case
from referrals import actions as referrals
from referrals.models import Letter, Question, Referral
from tapering import actions as tapering
from tests.accessibility.looking import LANGUAGES, NARROW, Looker
from tests.browsing import Opens
from tests.factories import accounts, self_referrals
from tests.factories import messaging as make_messages
from tests.factories import patients as make_patients
from tests.factories import referrals as make_referrals
from tests.factories import tapering as make_plans
from tests.factories import visits as make_visits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)

DURING = datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
PAGES = [
    "tapering_public:my_day",
    "tapering_public:my_plan",
    "tapering_public:my_pause",
    "tapering_public:my_pause_sent",
    "tapering_public:my_symptom",
    "visits_public:my_visits",
    "messaging_public:my_messages",
    "overview_public:more",
    "referrals_public:my_letters",
    "referrals_public:my_referrals",
]


@pytest.fixture
def case(nurse: User) -> Case:
    """The case of Anna, who signs in."""
    return make_patients.case(nurse)


@pytest.fixture
def anna(case: Case, nurse: User) -> User:
    """Anna's log-in."""
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patients.connect_user(case.patient, user=user, by=nurse, at=make_plans.AT)
    return user


def a_letter_to(case: Case, by: User) -> Letter:
    """A letter on the patient's page that left long ago by any clock."""
    at = make_plans.AT - timedelta(days=3000)
    letter = referrals.begin_letter(
        make_referrals.self_referral(patient=case.patient),
        form_key=uuid.uuid4(),
        kind="confirmation",
        audience="patient",
        language="sv",
        by=by,
        at=at,
    )
    said = {"channel": "page", "to_name": letter.to_name, "text": letter.text}
    referrals.change_letter(letter, **said, by=by, at=at)
    return referrals.send_letter(letter, by=by, at=at)


@in_every_language
def test_the_pages_of_somebody_whose_plan_runs(
    opens: Opens, case: Case, anna: User, prescriber: User, language: str
) -> None:
    version = make_plans.decided(case, prescriber)
    visit = make_visits.visit(
        Case.objects.get(),
        starts_at=DURING + timedelta(days=3),
        place=make_visits.place(),
    )
    make_messages.message(case, at=make_plans.AT)
    letter = a_letter_to(case, prescriber)
    with time_machine.travel(DURING):
        looker = Looker(opens(NARROW), language, in_the_dark=True)
        looker.visitor.is_signed_in_as(anna)

        for name in PAGES:
            looker.opens(name)
        looker.opens("tapering_public:my_taken")
        looker.opens("tapering_public:my_sheet", version.plan_id)
        looker.opens("visits_public:ask_to_change", visit.pk)
        looker.opens("referrals_public:my_letter", letter.pk)
        looker.opens("tapering_public:my_day")
        looker.presses('button[name="score"][value="9"]')  # it is bad today
        looker.opens("tapering_public:my_pause")
        looker.presses()

    assert looker.faults == []


def test_the_pages_of_somebody_who_waits_for_a_plan(opens: Opens, anna: User) -> None:
    looker = Looker(opens(NARROW), in_the_dark=True)
    looker.visitor.is_signed_in_as(anna)

    for name in PAGES:
        looker.opens(name)

    assert looker.faults == []


def test_the_pages_of_somebody_who_pauses(
    opens: Opens, case: Case, anna: User, nurse: User, prescriber: User
) -> None:
    version = make_plans.decided(case, prescriber)
    tapering.hold(
        version.plan, days=14, because="Vila", by=nurse, at=DURING - timedelta(days=1)
    )
    with time_machine.travel(DURING):
        looker = Looker(opens(NARROW), in_the_dark=True)
        looker.visitor.is_signed_in_as(anna)

        looker.opens("tapering_public:my_day")
        looker.opens("tapering_public:my_plan")

    assert looker.faults == []


@in_every_language
def test_the_pages_of_one_s_own_referrals(
    opens: Opens, nurse: User, language: str
) -> None:
    at = now() - timedelta(hours=1)
    referral = make_referrals.from_clinic(at=at)
    user = accounts.user(Role.PATIENT, "Erik Sandberg")
    patients.connect_user(referral.patient, user=user, by=nurse, at=at)
    own = self_referrals.sent(at)
    Referral.objects.filter(pk=own.pk).update(patient=referral.patient)
    question = referrals.ask(
        referral,
        to=Question.To.PATIENT,
        text="Hur mår du nu?",
        reply_by=localdate(),
        by=nurse,
        at=at,
    )
    looker = Looker(opens(NARROW), language, in_the_dark=True)
    looker.visitor.is_signed_in_as(user)

    looker.opens("referrals_public:my_referrals")
    looker.opens("referrals_public:my_referral", referral.shown_reference)
    looker.opens("referrals_public:my_answer", referral.shown_reference, question.pk)
    looker.presses()
    looker.opens("referrals_public:my_part", referral.shown_reference)
    looker.presses()
    looker.types("worries", "Att få kramper")
    looker.presses()
    looker.opens("referrals_public:my_contact", own.shown_reference)
    looker.presses()
    looker.opens("referrals_public:my_withdraw", own.shown_reference)
    looker.presses("main .knapp--fara")
    referrals.reject(
        referral,
        reason="Skäl",
        destination="Din vårdcentral",
        for_patient="Vi hjälper bara vuxna.",
        by=nurse,
        at=at,
    )
    looker.opens("referrals_public:my_referral", referral.shown_reference)

    assert looker.faults == []
