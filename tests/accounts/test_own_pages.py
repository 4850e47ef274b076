"""Staff look after a patient's log-in: since when, closed, opened, taken away."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from patients import actions
from patients.models import CareRelation
from tests.factories import accounts
from tests.factories import patients as make
from tests.legitimation import ANNA, Provider, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(nurse):
    return make.case(nurse, patient=known())


@pytest.fixture
def page(case):
    return reverse("overview:own_pages", args=[case.pk])


def last(kind: str) -> Event:
    return Event.objects.filter(kind=kind).get()


def test_who_has_no_log_in_is_told_how_it_comes(page, nurse, signed_in, provider):
    body = signed_in(nurse).get(page).content.decode()

    assert "ingen inloggning än" in body
    assert "första gången patienten loggar in" in body


def test_which_log_in_and_since_when(
    page, case, nurse, signed_in, provider: Provider, client
):
    provider.brings(client, "/legitimera/", ANNA)

    body = signed_in(nurse).get(page).content.decode()

    assert "E-legitimation" in body
    assert "Öppen" in body
    assert "Senast inloggad" in body
    assert "Har inte loggat in än" not in body


def test_a_log_in_is_closed_with_a_reason_and_opened_again(
    page, case, nurse, signed_in, provider: Provider, client
):
    provider.brings(client, "/legitimera/", ANNA)
    staff = signed_in(nurse)

    assert staff.post(page, {"do": "close", "reason": ""}).status_code == 422
    assert client.get("/min/").status_code == 200
    staff.post(page, {"do": "close", "reason": "Patienten bad om det"})

    assert client.get("/min/").status_code == 302
    assert last("patient.log_in_closed").reason == "Patienten bad om det"
    assert "Stängd" in staff.get(page).content.decode()
    staff.post(page, {"do": "open", "reason": "Bad om det igen"})
    assert provider.brings(Client(), "/legitimera/", ANNA)["Location"] == "/min/"


def test_closing_twice_is_said(page, case, nurse, signed_in, provider, client):
    provider.brings(client, "/legitimera/", ANNA)
    staff = signed_in(nurse)
    staff.post(page, {"do": "close", "reason": "En gång"})

    again = staff.post(page, {"do": "close", "reason": "En gång till"})

    assert again.status_code == 422
    assert "redan" in again.content.decode()


def test_a_log_in_of_the_wrong_person_is_taken_away(
    page, case, nurse, signed_in, provider, client
):
    provider.brings(client, "/legitimera/", ANNA)
    user = client.session["_auth_user_id"]

    signed_in(nurse).post(page, {"do": "disconnect", "reason": "Fel person"})

    case.patient.refresh_from_db()
    assert case.patient.user is None
    assert client.get("/min/").status_code == 302
    assert last("patient.user_disconnected").details == {"user": user}


def test_a_log_in_that_exists_is_connected(page, case, nurse, signed_in):
    free = accounts.user(Role.PATIENT, "Anna Berg")
    staff = signed_in(nurse)

    wrong = staff.post(page, {"do": "connect", "username": nurse.username})
    staff.post(page, {"do": "connect", "username": free.username.upper()})

    assert wrong.status_code == 422
    assert "ingen ledig inloggning" in wrong.content.decode()
    case.patient.refresh_from_db()
    assert case.patient.user == free
    assert last("patient.user_connected").patient_id == case.patient_id


def test_a_log_in_of_somebody_else_is_not_given_away(page, case, nurse, signed_in):
    taken = accounts.user(Role.PATIENT, "Bo Ek")
    other = make.patient(given_name="Bo")
    actions.connect_user(other, user=taken, by=nurse, at=make.AT)

    answer = signed_in(nurse).post(page, {"do": "connect", "username": taken.username})

    assert answer.status_code == 422


def test_everybody_in_the_care_may_close_and_not_everybody_open(
    page, case, nurse, signed_in, provider, client
):
    provider.brings(client, "/legitimera/", ANNA)
    therapist = accounts.user(Role.PHYSIOTHERAPIST, "Johan Lind")
    actions.relate(
        case.patient,
        user=therapist,
        kind=CareRelation.Kind.TEAM,
        by=nurse,
        at=make.AT,
    )
    staff = signed_in(therapist)

    assert staff.post(page, {"do": "disconnect", "reason": "x"}).status_code == 403
    assert staff.post(page, {"do": "close", "reason": "x"}).status_code == 302
    assert staff.post(page, {"do": "open", "reason": "x"}).status_code == 403
    assert "den som bedömer remisser" in staff.get(page).content.decode()


def test_without_a_care_relation_there_is_no_page(page, stranger, signed_in):
    assert signed_in(stranger).get(page).status_code == 404


def test_a_form_without_a_button_does_the_safe_thing(
    page, case, nurse, signed_in, provider, client
):
    provider.brings(client, "/legitimera/", ANNA)

    answer = signed_in(nurse).post(page, {"do": "sell", "reason": "x"})

    assert answer.status_code in {302, 403}
    assert not Event.objects.filter(kind="patient.user_disconnected").exists()
