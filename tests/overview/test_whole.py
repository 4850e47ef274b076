"""The pages with everything in them: plans, visits, symptoms, aftercare."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from patients import actions
from patients.lifecycle import Phase
from patients.models import Case, Protection
from tapering import actions as tapering
from tests.factories import patients as make
from tests.factories import tapering as taper
from tests.factories import visits as visiting


@pytest.fixture
def case(nurse: User, prescriber: User) -> Case:
    """A case of Sara Nyberg's in which the prescriber takes part."""
    found = make.case(nurse)
    actions.relate(
        found.patient, user=prescriber, kind="team", by=nurse, at=timezone.now()
    )
    return found


def running(case: Case, prescriber: User) -> None:
    """A plan that began ten days ago."""
    at = timezone.now() - timedelta(days=20)
    start = timezone.localdate() - timedelta(days=10)
    taper.decided(case, prescriber, start=start, at=at)


def test_the_page_says_what_is_taken_now_and_draws_it(
    nurse, prescriber, signed_in, case
):
    running(case, prescriber)

    html = signed_in(nurse).get(f"/app/patients/{case.pk}").content.decode()

    assert "oxazepam 25\xa0mg/dygn" in html
    assert "data-chart" in html
    assert "Plan för oxazepam, version 1" in html
    assert html.index("Steg 2:") < html.index('class="idag"')


def test_the_list_says_the_dose_and_the_next_visit(nurse, prescriber, signed_in, case):
    running(case, prescriber)
    visit = visiting.visit(
        case,
        at=timezone.now(),
        starts_at=timezone.now() + timedelta(days=3),
    )

    html = signed_in(nurse).get("/app/patients").content.decode()

    assert "oxazepam 25\xa0mg" in html
    assert f"{timezone.localtime(visit.starts_at):%H.%M}" in html


def test_a_proposal_stands_first_for_the_prescriber_and_only_once(
    nurse, prescriber, signed_in, case
):
    at = timezone.now()
    start = timezone.localdate() + timedelta(days=5)
    draft = taper.draft(case, start=start, at=at)
    tapering.propose(draft, to=prescriber, by=nurse, at=at)

    html = signed_in(prescriber).get("/app/today").content.decode()

    assert "Att besluta" in html
    assert "Besluta förslag" not in html
    assert html.index("Att besluta") < html.index("Att göra")


def test_the_visit_at_hand_stands_first(nurse, signed_in, case):
    at = timezone.now()
    visiting.visit(case, at=at, starts_at=at + timedelta(minutes=1), minutes=5)
    signed = signed_in(nurse)

    html = signed.get("/app/today").content.decode()

    # Just before midnight the visit belongs to tomorrow.
    if timezone.localdate(at + timedelta(minutes=1)) == timezone.localdate(at):
        assert "kort--nu" in html
        assert "1 samtal." in html


def test_the_place_of_a_protected_person_is_in_no_row(nurse, signed_in):
    person = make.patient(family_name="Dold", protection=Protection.MARKED)
    case = make.case(nurse, patient=person)
    at = timezone.now()
    visiting.visit(
        case, at=at, starts_at=at + timedelta(minutes=1), place=visiting.place()
    )
    client = signed_in(nurse)

    pages = [
        client.get(path).content.decode()
        for path in ("/app/today", "/app/patients", f"/app/patients/{case.pk}")
    ]

    assert not any("Granskogen" in html for html in pages)


def test_what_the_patient_felt_and_how_it_went_is_in_the_timeline(
    nurse, prescriber, signed_in, case
):
    at = timezone.now()
    running(case, prescriber)
    visit = visiting.visit(
        case, at=at - timedelta(days=3), starts_at=at - timedelta(days=2)
    )
    visiting.log(
        visit,
        at=at - timedelta(days=1),
        happened_at=at - timedelta(days=2),
        note="Sover lite bättre",
    )

    client = signed_in(nurse)
    html = client.get(f"/app/patients/{case.pk}?kind=visits").content.decode()

    assert "Sover lite bättre" in html
    assert "Tagit enligt plan: ja" in html
    assert "Plan för oxazepam" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_with_plans_asks_as_much_for_one_as_for_three(
    rows, nurse, prescriber, signed_in, django_assert_max_num_queries
):
    for _row in range(rows):
        running(make.case(nurse), prescriber)
    client = signed_in(nurse)

    with django_assert_max_num_queries(12):
        html = client.get("/app/patients").content.decode()

    assert html.count("oxazepam 25") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_with_a_plan_asks_as_much_for_one_visit_as_for_three(
    rows, nurse, prescriber, signed_in, case, django_assert_max_num_queries
):
    running(case, prescriber)
    at = timezone.now()
    for number in range(rows):
        visiting.visit(
            case,
            at=at,
            starts_at=at + timedelta(days=number + 1),
        )
    client = signed_in(nurse)

    with django_assert_max_num_queries(39):
        client.get(f"/app/patients/{case.pk}")


def test_a_case_without_a_plan_says_so(nurse, signed_in, case):
    html = signed_in(nurse).get(f"/app/patients/{case.pk}").content.decode()

    assert "Ingen plan än." in html
    assert case.phase == Phase.ASSESSMENT
