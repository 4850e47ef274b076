"""The description of the API, and a machine that tries everything it allows."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from nedtrappning.wsgi import application
from referrals import actions
from referrals.models import Question, Referral
from tests.factories import accounts, api
from tests.factories import referrals as make

PASSING = ("requesting_unit", "issued_on", "patient", "author", "request_id")
pytestmark = pytest.mark.django_db


def described():
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_description_is_openapi_and_open_to_suppliers():
    response = Client().get("/api/schema")

    validate_schema(response.json())
    assert response.status_code == 200
    assert set(response.json()["paths"]) == {
        "/api/referrals",
        "/api/referrals/{reference}",
        "/api/referrals/{reference}/attachments",
        "/api/referrals/{reference}/attachments/{file}",
        "/api/referrals/{reference}/questions/{question}/answer",
        "/api/referrals/{reference}/versions",
        "/api/referrals/{reference}/withdrawal",
        "/api/taper/preview",
    }


@pytest.fixture
def one_connection():
    """The calls come in the test's own transaction: nothing closes it after each."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def opened(**which):
    found = schemathesis.openapi.from_dict(described()).include(**which)
    found.app = application
    return found


schema = opened(path=["/api/referrals", "/api/referrals/{reference}"])
sending = opened(path="/api/referrals", method="POST")
changing = opened(path_regex=r"reference\}/")


@schema.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_allowed_or_not_breaks_it(case, referrer, one_connection):
    accounts.unit()
    before = Referral.objects.count()
    secret = api.key(referrer)

    response = case.call(headers=api.headers(secret))

    # The rules of a referral say more than a description can (identity numbers).
    case.validate_response(response, excluded_checks=[positive_data_acceptance])
    assert response.status_code < 500
    if response.status_code == 400:
        assert Referral.objects.count() == before


@sending.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_past_the_door_nothing_breaks_it_either(case, referrer, one_connection):
    """The same with a clinic, a day and a person that pass, so that more is tried."""
    whole = api.body(referrer)
    if isinstance(case.body, dict):
        passing = {name: whole[name] for name in PASSING}
        case.body = {**case.body, **passing}

    response = case.call(headers=api.headers(api.key(referrer)))

    assert response.status_code in {200, 201, 400, 401, 405, 409, 415, 429}
    assert (response.status_code == 201) == Referral.objects.filter(
        reference=response.json().get("reference", "").replace("-", "")
    ).exists()


@changing.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks_what_the_clinic_has_sent(
    case, referrer, nurse, monday, one_connection
):
    """The same with a referral and a question that are there."""
    referral = make.from_clinic(by=referrer)
    actions.ask(
        referral, to=Question.To.REFERRER, text="Vilken dos?",
        reply_by=monday.date(), by=nurse, at=monday,
    )  # fmt: skip
    asked = str(referral.questions.get().pk)
    case.path_parameters = {
        **(case.path_parameters or {}),
        "reference": referral.shown_reference,
        "question": asked,
    }
    if isinstance(case.body, dict) and "based_on" in case.body:
        case.body["based_on"] = 1

    response = case.call(headers=api.headers(api.key(referrer)))

    case.validate_response(
        response, checks=[status_code_conformance, response_schema_conformance]
    )
    assert response.status_code in {200, 201, 400, 401, 404, 405, 409, 415, 429}
    kept = Referral.objects.get(pk=referral.pk)
    assert (kept.issued_on, kept.patient_id) == (
        referral.issued_on,
        referral.patient_id,
    )
    if response.status_code >= 400:
        assert (kept.version, kept.status) == (1, "waiting_info")
