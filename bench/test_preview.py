"""The live preview: what a request takes above what the engine alone takes.

Through Django's client: every middleware, the session, the person, Postgres. Only the
network is left out.
"""

import json
from datetime import timedelta
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from bench.measure import timed
from bench.test_engine import _band, _request
from tapering import engine
from tapering.models import Product
from tests.factories import tapering as plans

URL = "/api/taper/preview"
AIM = 30  # ms above the engine's own time
TIMES, WARM = 25, 5
# A fixed number of questions, whatever is asked; the session and the person.
QUESTIONS = 4
# The border around a plan of three years beside the border around a short one.
GROWTH = 6
REQUESTS = {
    "a short plan": _request([_band("20", 14)]),
    "3 years, 4 dayparts, 6 products": _request([_band("2.5", 27)]),
}


@pytest.fixture
def ask(places, people):  # type: ignore[no-untyped-def]
    """Post one request as the nurse does."""
    plans.calculator()
    client = Client()
    client.force_login(people.nurse)

    def post(request):  # type: ignore[no-untyped-def]
        response = client.generic(
            "POST", URL, json.dumps(request), content_type="application/json"
        )
        assert response.status_code == 200
        return response

    return post


def _above(request, ask) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Milliseconds of the engine, and of all that stands around it."""
    for _time in range(WARM):
        ask(request)
    whole, own = [], []
    for _time in range(TIMES):
        whole.append(timed(lambda: ask(request)))
        own.append(timed(lambda: engine.answer(request)))
    return median(own) * 1000, (median(whole) - median(own)) * 1000


def test_the_preview_over_rest(ask, told):  # type: ignore[no-untyped-def]
    above = {}
    for name, request in REQUESTS.items():
        own, above[name] = _above(request, ask)
        told.append(
            f"live preview (REST), {name}: engine {own:.1f} ms, "
            f"above it {above[name]:.1f} ms (aim {AIM} ms)"
        )

    short, long = above.values()
    assert long <= GROWTH * short


def test_the_preview_asks_the_same_of_the_database_for_any_plan(ask):  # type: ignore[no-untyped-def]
    asked = {}
    for name, request in REQUESTS.items():
        with CaptureQueriesContext(connection) as queries:
            ask(request)
        asked[name] = len(queries)

    assert len(set(asked.values())) == 1
    assert max(asked.values()) <= QUESTIONS


def test_the_preview_of_the_builder(places, people, case, told):  # type: ignore[no-untyped-def]
    """What the page fetches while somebody types: a plan of three years, drawn."""
    plans.calculator()
    plan = case.plans.get()
    rule = plan.versions.first().policy
    client = Client()
    client.force_login(people.nurse)
    path = reverse("tapering:preview", args=[plan.pk])
    asked = {
        "start": (localdate() + timedelta(days=2)).isoformat(),
        "morning": "10",
        "noon": "5",
        "evening": "10",
        "night": "20",
        "products": [str(each.pk) for each in Product.objects.of("oxazepam")],
        "policy": str(rule.pk),
        "take": "rule",
        "first": "rule",
    }

    def look():  # type: ignore[no-untyped-def]
        response = client.post(path, asked)
        assert response.status_code == 200
        assert b"tabell--plan" in response.content

    for _time in range(WARM):
        look()
    whole = median(timed(look) for _time in range(TIMES)) * 1000
    told.append(f"live preview (page with steps and chart): {whole:.0f} ms in all")
