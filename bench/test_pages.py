"""Pages beside their own templates, and beside themselves with ten times the rows."""

import pytest
from django.urls import reverse

from bench.measure import Figure, Visitor, compare, in_memory

TO_TEMPLATE, TO_SMALL = 2, 1.3


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


def hold(figure: Figure, queries: int) -> None:
    """What the project promises of every page."""
    assert figure.queries <= queries
    assert figure.to_small <= TO_SMALL
    assert figure.to_template <= TO_TEMPLATE


def test_worklist(measured, people):  # type: ignore[no-untyped-def]
    path = reverse("referrals:list")
    figure = measured("worklist, 50 of 100,000", people.coordinator, path)

    hold(figure, queries=8)


def test_decided_referrals(measured, people):  # type: ignore[no-untyped-def]
    path = reverse("referrals:list") + "?view=decided"
    figure = measured("decided, 50 of 95,000", people.coordinator, path)

    hold(figure, queries=8)


def test_patient_page_of_three_years(measured, people, case):  # type: ignore[no-untyped-def]
    path = reverse("overview:case", args=[case.pk])
    figure = measured("patient, 3 years, 300 contacts", people.nurse, path)

    hold(figure, queries=40)
