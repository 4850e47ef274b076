"""Every page under a patient's banner writes in the log that it was opened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from tests.factories import aftercare, visits
from tests.factories import patients as make

PAGES = [
    "overview:case",
    "overview:timeline",
    "overview:team_add",
    "overview:consents",
    "overview:own_pages",
    "overview:access",
    "tapering:assessment",
    "tapering:mapping",
    "tapering:plan",
    "visits:of_case",
    "visits:book",
    "visits:log_contact",
    "aftercare:case",
    "aftercare:answer",
    "aftercare:close",
    "aftercare:reopen",
]


def openings(case, user):
    return Event.objects.filter(
        kind__endswith=".opened", patient_id=case.patient_id, actor_id=user.pk
    ).count()


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_case_is_one_event(page, nurse, signed_in):
    case = make.case(nurse)

    response = signed_in(nurse).get(reverse(page, args=[case.pk]))

    assert response.status_code == 200
    assert case.patient.given_name in response.content.decode()
    assert openings(case, nurse) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["detail", "move", "cancel"])
def test_a_page_of_a_visit_is_one_event(page, nurse, signed_in):
    case = make.case(nurse)
    at = timezone.now()
    booked = visits.visit(case, at=at, starts_at=at + timedelta(days=3))

    response = signed_in(nurse).get(reverse(f"visits:{page}", args=[booked.pk]))

    assert response.status_code == 200
    assert openings(case, nurse) == 1


@pytest.mark.django_db
def test_a_contact_and_a_relapse_in_aftercare_are_events(nurse, prescriber, signed_in):
    found, _at = aftercare.began(nurse, prescriber)
    client = signed_in(nurse)

    pages = [
        client.get(reverse("aftercare:relapse", args=[found.case_id])),
        client.get(reverse("aftercare:log", args=[found.check_ins.first().pk])),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert openings(found.case, nurse) == 2


@pytest.mark.django_db
def test_a_refused_page_is_not_an_opening(manager, nurse, signed_in):
    case = make.case(nurse)

    for page in PAGES:
        signed_in(manager).get(reverse(page, args=[case.pk]))

    assert openings(case, manager) == 0
