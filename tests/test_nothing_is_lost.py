"""What goes wrong ends in a sentence, with everything that was typed."""

import contextlib

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import CareUnit
from tests.factories import accounts

TYPED = {
    "name": "Åkerängens vårdcentral",
    "kind": "health_centre",
    "hsa_id": "SE0000000000-X9",
    "municipality": "1485",
    "phone": "031-390 06 20",
    "email": "",
    "is_active": "on",
}


def terminating_first_insert(execute, sql, params, many, context):
    """Cut the connection, as a restarting Postgres does, when the write comes."""
    if sql.startswith("INSERT"):
        with (
            contextlib.suppress(psycopg2.OperationalError),
            connection.connection.cursor() as raw,
        ):
            raw.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_in_the_middle_hands_back_what_was_posted(
    administrator, signed_in
):
    accounts.municipality("Uddevalla")
    client = signed_in(administrator)
    address = reverse("accounts:unit_add")

    with connection.execute_wrapper(terminating_first_insert):
        response = client.post(address, TYPED)

    page = response.content.decode()
    assert response.status_code == 503
    assert "Åkerängens vårdcentral" in page
    assert 'name="hsa_id"' in page
    assert "SE0000000000-X9" in page
    assert f'action="{address}"' in page

    again = client.post(address, TYPED)

    assert again.status_code == 302
    assert CareUnit.objects.filter(hsa_id="SE0000000000-X9").count() == 1


@pytest.mark.django_db
def test_a_form_that_expired_keeps_what_was_typed(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)

    response = client.post(reverse("accounts:unit_add"), TYPED)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Åkerängens vårdcentral" in page
    assert "csrfmiddlewaretoken" in page


@pytest.mark.django_db
def test_somebody_who_was_signed_out_keeps_what_was_typed(client):
    response = client.post(reverse("accounts:unit_add"), TYPED)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Åkerängens vårdcentral" in page
    assert reverse("account_login") in page


@pytest.mark.django_db
def test_a_page_never_sends_a_password_back(client):
    response = client.post(
        reverse("accounts:user_list"), {"password": "granris-under-sno", "q": "x"}
    )

    assert "granris-under-sno" not in response.content.decode()


@pytest.mark.django_db
def test_what_was_typed_is_text_and_never_markup(client):
    nasty = '"><script>alert(1)</script>'

    response = client.post(reverse("accounts:unit_add"), {"name": nasty})

    assert "<script>alert" not in response.content.decode()


@pytest.mark.django_db
def test_more_text_than_we_read_is_answered_with_what_to_do(administrator, signed_in):
    fields = {f"field{number}": "x" * 1_000_000 for number in range(6)}

    response = signed_in(administrator).post(reverse("accounts:unit_add"), fields)

    page = response.content.decode()
    assert response.status_code == 400
    assert "Gå tillbaka i webbläsaren: där finns det du skrev kvar." in page
    assert "112" in page


def is_away(execute, sql, params, many, context):
    """Answer as a database that nobody started."""
    raise OperationalError("connection refused")


@pytest.mark.django_db
def test_a_database_that_is_away_from_the_start_is_said_to_be_away(
    administrator, signed_in
):
    client = signed_in(administrator)
    client.raise_request_exception = False

    with connection.execute_wrapper(is_away):
        response = client.post(reverse("accounts:unit_add"), TYPED)

    page = response.content.decode()
    assert response.status_code == 503
    assert "Vi når inte databasen." in page
    assert "Åkerängens vårdcentral" in page
