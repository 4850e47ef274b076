"""What a clinic must answer: nine things, each of them needed, and nothing more."""

import pytest

from referrals.models import Referral
from tests.factories.clinic_forms import NEW, filled

pytestmark = pytest.mark.django_db

# The nine answers (ux section 10, T2; the year since when is asked for but not needed).
REQUIRED = [
    "number",
    "name",
    "phone",
    "medicines-0-name",
    "medicines-0-dose",
    "attempt",
    "goal",
    "risks",
    "told_and_willing",
]
NOT_NEEDED = [
    "interpreter",
    "municipality",
    "medicines-0-since_year",
    "attempt_year",
    "attempt_outcome",
    "care_remains",
    "agrees_to_sms",
    "incomplete_reason",
]


def test_nine_answers_are_enough(clinic):
    empty = {name: "" for name in filled() if name not in REQUIRED}
    kept = ("form_key", "issued_on", "medicines-TOTAL_FORMS", "medicines-INITIAL_FORMS")
    given = filled()
    answers = {**given, **empty, **{name: given[name] for name in kept}}

    clinic.post(NEW, {**answers, "step": "send"})

    assert len(REQUIRED) == 9
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("name", REQUIRED)
def test_each_of_the_nine_is_asked_for(clinic, name):
    answers = filled(step="send")
    del answers[name]

    page = clinic.post(NEW, answers)

    assert page.status_code == 200
    assert page.context["form"].errors or not page.context["whole"].is_valid()
    assert not Referral.objects.exists()


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_what_is_not_needed_stops_nobody(clinic, name):
    clinic.post(NEW, filled(step="send", **{name: ""}))

    assert Referral.objects.count() == 1


def test_a_no_to_tapering_asks_one_thing_more(clinic):
    page = clinic.post(NEW, filled(step="send", attempt="no"))

    assert "Skriv varför ni inte har försökt" in page.content.decode()


def test_a_clinic_that_cannot_say_the_dose_says_why_and_sends(clinic):
    unknown = {"medicines-0-dose": "", "incomplete_reason": "Byter i dag."}

    clinic.post(NEW, filled(step="send", **unknown))

    assert Referral.objects.get().medicines.get().dose_per_day is None
