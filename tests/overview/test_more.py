"""The patient's own page for contact, language and consents."""

import pytest

from accounts.roles import Role
from audit.models import Event
from patients import actions
from patients.models import Consent, Patient, Protection
from tests.factories import accounts
from tests.factories import patients as make

URL = "/min/mer/"
POSTED = {
    "phone": "070-174 06 20",
    "email": "anna@example.se",
    "sms": "yes",
    "email_consent": "no",
    "language": "nb",
}


@pytest.fixture
def anna(db, monday):
    """A patient who signs in."""
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patient = make.patient()
    actions.connect_user(patient, user=user, by=user, at=monday)
    return user


def test_what_is_changed_is_kept_each_by_its_own_event(anna, signed_in):
    response = signed_in(anna).post(URL, POSTED)

    patient = Patient.objects.get(user=anna)
    assert response.status_code == 302
    assert (patient.phone, patient.language) == ("+46701740620", "nb")
    assert Consent.objects.get(patient=patient, purpose="sms").answer == "yes"
    assert Event.objects.filter(kind="consent.given").count() == 2


def test_nothing_new_is_written_the_second_time(anna, signed_in):
    client = signed_in(anna)

    for _press in range(2):
        client.post(URL, POSTED)

    assert Consent.objects.count() == 2
    assert Event.objects.filter(kind="patient.contact_changed").count() == 1


def test_a_wrong_number_comes_back_as_typed(anna, signed_in):
    response = signed_in(anna).post(URL, {**POSTED, "phone": "07o"})

    assert response.status_code == 422
    assert 'value="07o"' in response.content.decode()


def test_a_protected_person_is_not_asked_about_sms(anna, signed_in, monday):
    patient = Patient.objects.get(user=anna)
    actions.change_contact(patient, protection=Protection.MARKED, by=anna, at=monday)

    html = signed_in(anna).get(URL).content.decode()

    assert "skyddade uppgifter" in html
    assert 'name="sms"' not in html


def test_staff_have_no_such_page(nurse, signed_in):
    assert signed_in(nurse).get(URL).status_code == 403


def test_somebody_who_is_no_patient_yet_finds_nothing(db, signed_in):
    user = accounts.user(Role.PATIENT, "Nils Ny")

    assert signed_in(user).get(URL).status_code == 404
