"""A patient signs in with an e-ID, against a provider that is a process of its own."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from nedtrappning import environment
from patients import actions
from patients.models import Patient
from tests.factories import accounts
from tests.factories import patients as make
from tests.legitimation import (
    ANNA,
    NORWEGIAN,
    Provider,
    is_signed_in,
    kinds,
    known,
    refusals,
)

pytestmark = pytest.mark.django_db
START = "/legitimera/"


@pytest.fixture
def anna(db: None) -> Patient:
    """A patient whom the unit knows, without a log-in."""
    return known()


# ------------------------------------------------------------------------------- in


def test_a_known_patient_comes_in_and_gets_a_log_in_that_says_nothing(
    provider: Provider, client, anna, settings
):
    settings.HEALTH_DATA_NEEDS_EID = True
    settings.SECOND_FACTOR_REQUIRED = True

    answer = provider.brings(client, START, ANNA)

    assert (answer.status_code, answer["Location"]) == (302, "/min/")
    assert client.get("/min/").status_code == 200
    anna.refresh_from_db()
    assert anna.user is not None
    assert anna.user.role == Role.PATIENT
    assert not anna.user.has_usable_password()
    assert "anna" not in anna.user.username.lower()
    assert ANNA not in anna.user.username
    assert {"user.added", "patient.user_connected", "patient.logged_in"} <= set(kinds())
    assert Event.objects.get(kind="patient.logged_in").actor_id == anna.user.pk


def test_the_second_time_the_same_log_in_is_used(provider: Provider, client, anna):
    provider.brings(client, START, ANNA)
    provider.brings(Client(), START, ANNA)

    assert User.objects.filter(role=Role.PATIENT).count() == 1
    assert kinds().count("patient.logged_in") == 2


def test_no_number_stands_in_the_session_or_the_log(provider: Provider, client, anna):
    provider.brings(client, START, ANNA)

    kept = str(dict(client.session))
    assert ANNA not in kept
    assert "eyJ" not in kept
    for event in Event.objects.all():
        assert ANNA not in f"{event.details} {event.reason} {event.subject_id}"


def test_the_page_that_was_asked_for_comes_after(provider: Provider, client, anna):
    answer = provider.brings(client, f"{START}?next=/min/tider/", ANNA)

    assert answer["Location"] == "/min/tider/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://testserver.evil.example/",
        "/" + "a" * 900,
    ],
)
def test_no_other_site_is_opened_afterwards(provider: Provider, client, anna, wanted):
    answer = provider.brings(client, f"{START}?{urlencode({'next': wanted})}", ANNA)

    assert answer["Location"] == "/min/"


def test_what_is_asked_of_the_provider(provider: Provider, client):
    leaving = client.get(START)

    asked = {
        name: values[0]
        for name, values in parse_qs(urlsplit(leaving["Location"]).query).items()
    }
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["prompt"] == "login"
    assert asked["acr_values"] == "loa3"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert client.get(START)["Location"] != leaving["Location"]


def test_leaving_writes_nothing(provider: Provider, client, as_app):
    client.get(START)

    assert not is_signed_in(client)
    assert kinds() == []


def test_a_patient_under_an_old_row_is_the_one_that_is_kept(
    provider: Provider, client, anna, nurse, monday
):
    kept = make.patient(given_name="Anna", family_name="Berg-Lind")
    actions.merge(kept, gone=anna, reason="Samma person", by=nurse, at=monday)

    provider.brings(client, START, ANNA)

    kept.refresh_from_db()
    assert client.session["_auth_user_id"] == str(kept.user_id)


def test_a_block_between_units_does_not_keep_the_patient_out(
    provider: Provider, client, anna, nurse, monday
):
    make.case(nurse, patient=anna)
    actions.block(anna, unit=nurse.unit, by=nurse, at=monday)

    provider.brings(client, START, ANNA)

    assert client.get("/min/").status_code == 200


def test_the_page_speaks_the_language_in_which_it_began(
    provider: Provider, client, anna
):
    with override("en"):
        start = reverse("overview_public:eid")

    answer = provider.brings(client, start, ANNA)

    assert answer["Location"].startswith("/en/")


# ------------------------------------------------------------------------------ out


def test_logging_out_ends_the_provider_s_session_too(provider: Provider, client, anna):
    provider.brings(client, START, ANNA)

    answer = client.post("/account/logout/")

    assert answer["Location"].startswith(f"{provider.url}/end_session?")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["post_logout_redirect_uri"] == ["http://testserver/"]
    assert asked["id_token_hint"][0].startswith("eyJ")
    assert not is_signed_in(client)


def test_who_wants_to_leave_leaves_although_the_provider_is_away(
    provider: Provider, client, anna, settings
):
    provider.brings(client, START, ANNA)
    settings.OIDC_ISSUER = "http://127.0.0.1:1"

    assert client.post("/account/logout/")["Location"] == "/"
    assert not is_signed_in(client)


def test_a_nurse_logs_out_as_before(provider: Provider, client, nurse):
    client.force_login(nurse)

    assert client.post("/account/logout/")["Location"] == "/"


def test_a_quarter_of_an_hour_without_a_sign_of_life_ends_the_session(
    provider: Provider, client, anna, time_machine
):
    began = now()
    provider.brings(client, START, ANNA)

    time_machine.move_to(began + timedelta(minutes=13))
    page = client.get("/min/")
    assert page.status_code == 200
    assert 'data-still-here="780"' in page.content.decode()
    time_machine.move_to(began + timedelta(minutes=27))
    assert client.post("/min/kvar/").status_code == 204
    time_machine.move_to(began + timedelta(minutes=41))
    assert client.get("/min/").status_code == 200
    time_machine.move_to(began + timedelta(minutes=58))
    assert client.get("/min/").status_code == 302


def test_the_policy_of_content_names_the_issuer_and_nobody_else(settings):
    assert environment.origins("https://id.example.se/realm") == [
        "https://id.example.se"
    ]
    assert environment.origins("") == []
    assert len(project.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]) == 1


def test_a_person_with_a_log_in_of_another_role_is_not_mixed_up(
    provider: Provider, client, anna, nurse
):
    client.force_login(nurse)

    provider.brings(client, START, ANNA)

    assert client.session["_auth_user_id"] != str(nurse.pk)
    assert client.get("/app/today").status_code == 403


def test_a_password_of_a_patient_is_no_way_around(client, anna, settings, monday):
    settings.HEALTH_DATA_NEEDS_EID = True
    user = accounts.user(Role.PATIENT, "Anna Berg")
    actions.connect_user(anna, user=user, by=user, at=monday)
    client.force_login(user)

    answer = client.get("/min/")

    assert answer["Location"] == "/legitimera/behovs/?next=/min/"


@pytest.mark.parametrize("jurisdiction", ["norway", "sweden_public"])
def test_a_norwegian_number_is_read_as_the_site_reads_numbers(
    provider: Provider, client, settings, jurisdiction
):
    settings.JURISDICTION = jurisdiction
    kari = make.patient(
        given_name="Kari", identity_number=NORWEGIAN, identity_kind="fodselsnummer"
    )

    provider.brings(client, START, NORWEGIAN)

    kari.refresh_from_db()
    assert client.session["_auth_user_id"] == str(kari.user_id)


def test_norwegian_test_numbers_open_nothing_in_production(
    provider: Provider, client, settings
):
    settings.JURISDICTION, settings.ALLOW_SYNTHETIC_IDS = "norway", False
    make.patient(identity_number=NORWEGIAN, identity_kind="fodselsnummer")

    assert provider.brings(client, START, NORWEGIAN).status_code == 403
    assert refusals() == ["number"]


def test_the_page_about_ones_data_tells_of_the_e_id_where_there_is_one(
    client, settings
):
    told = "När du använder e-legitimation"
    assert told not in client.get("/integritet/").content.decode()

    settings.OIDC_ISSUER = "https://id.example.se"

    assert told in client.get("/integritet/").content.decode()
