"""Pages beside their own templates, and beside themselves with ten times the rows."""

import math
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from bench.measure import TO_SMALL, Figure, Visitor, compare, in_memory
from bench.region import SAVED
from referrals.models import Referral
from referrals.views.visitor import DRAFT
from tests.factories import self_referrals

# The promise is twice the template, and no page holds it (docs/decisions.md). What
# each reaches is held instead, with room for a busy machine.
LIST, PATIENT, REFERRAL = 10, 9, 14
# One of those that wait, in both databases, with a sound reference.
OPEN = "10008702"
# A list that finds little has little template to be compared with.
SAVED_VIEW = math.inf


@pytest.fixture
def measured(places, shown):  # type: ignore[no-untyped-def]
    """Measure a page of somebody, in both databases."""

    def measure(name: str, user, path: str) -> Figure:  # type: ignore[no-untyped-def]
        visitors = {}
        for place in (places.small, places.large):
            places.go(place)
            visitors[place] = Visitor()
            visitors[place].client.force_login(user)

        def page():  # type: ignore[no-untyped-def]
            visitor = visitors[places.now]
            return lambda: visitor.ask(path)

        def template():  # type: ignore[no-untyped-def]
            return in_memory(visitors[places.large].client, path)

        places.go(places.large)
        status, _headers, html = page()()
        assert (status, b"</html>" in html) == (200, True)
        figure = compare(name, places, page, template)
        shown.append(figure)
        return figure

    return measure


def hold(figure: Figure, *, queries: int, to_template: float) -> None:
    """A fixed number of questions, the same time at ten times the rows."""
    assert figure.queries <= queries
    assert figure.to_small <= TO_SMALL
    assert figure.to_template <= to_template


def test_worklist(measured, people):  # type: ignore[no-untyped-def]
    path = reverse("referrals:list")
    figure = measured("worklist, 50 rows", people.coordinator, path)

    hold(figure, queries=8, to_template=LIST)


def test_decided_referrals(measured, people):  # type: ignore[no-untyped-def]
    path = reverse("referrals:list") + "?view=decided"
    figure = measured("decided referrals, 50 rows", people.coordinator, path)

    hold(figure, queries=8, to_template=LIST)


@pytest.mark.parametrize("query", SAVED)
def test_saved_view(measured, people, query):  # type: ignore[no-untyped-def]
    path = f"{reverse('referrals:list')}?{query}"
    figure = measured(query, people.coordinator, path)

    hold(figure, queries=8, to_template=SAVED_VIEW)


def test_filters_beside_the_list(measured, people):  # type: ignore[no-untyped-def]
    path = reverse("referrals:filter") + "?place=1462&kind=pain"
    figure = measured("filters beside the list", people.coordinator, path)

    hold(figure, queries=8, to_template=SAVED_VIEW)


def test_open_referral(measured, people):  # type: ignore[no-untyped-def]
    """What waits, from a clinic, beside the list: the page of triage."""
    referral = Referral.objects.undecided().get(reference=OPEN)
    path = reverse("referrals:detail", args=[referral.shown_reference])
    figure = measured("open referral beside the list", people.coordinator, path)

    hold(figure, queries=15, to_template=REFERRAL)


def test_patient_page_of_three_years(measured, people, case):  # type: ignore[no-untyped-def]
    path = reverse("overview:case", args=[case.pk])
    figure = measured("patient page, 300 contacts", people.nurse, path)

    # Two of them: what was really taken, and which tables know the medicines.
    hold(figure, queries=37, to_template=PATIENT)


def test_sending_a_self_referral(places, shown):  # type: ignore[no-untyped-def]
    """The last press and the receipt that it leads to, beside the receipt alone."""
    check = reverse("referrals_public:check")
    receipt = reverse("referrals_public:receipt")

    def page():  # type: ignore[no-untyped-def]
        visitor = Visitor()
        visitor.client.cookies[DRAFT] = self_referrals.draft(now()).token
        asked = visitor.ask(check)[2].decode()
        data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked))

        def send() -> None:
            cache.clear()
            status, headers, _html = visitor.ask(check, {**data, "consent": "yes"})
            assert (status, headers["Location"]) == (302, receipt)
            assert visitor.ask(receipt)[0] == 200

        return send

    def template():  # type: ignore[no-untyped-def]
        client = Client()
        client.cookies[DRAFT] = self_referrals.draft(now()).token
        asked = client.get(check).content.decode()
        data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked))
        client.post(check, {**data, "consent": "yes"})
        return in_memory(client, receipt)

    figure = compare("self-referral, send and receipt", places, page, template)
    shown.append(figure)

    # A receipt is a millisecond of template; what is sent is written and logged.
    hold(figure, queries=25, to_template=math.inf)
