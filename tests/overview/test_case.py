"""One patient's page: who sees it, what stands in it, and in what order."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from patients import actions
from patients.lifecycle import Closing, Phase
from patients.models import CareRelation, Consent, Protection
from tests.factories import accounts
from tests.factories import patients as make


@pytest.fixture
def case(nurse):
    return make.case(nurse)


def page(client, case, path=""):
    return client.get(f"/app/patients/{case.pk}{path}")


def test_the_team_sees_the_page_and_each_opening_is_an_event(nurse, signed_in, case):
    response = page(signed_in(nurse), case)

    assert response.status_code == 200
    event = Event.objects.get(kind="case.opened")
    assert (event.actor_id, event.patient_id) == (nurse.pk, case.patient.pk)


@pytest.mark.parametrize("path", ["", "/timeline", "/access", "/team", "/consents"])
def test_a_stranger_finds_nothing(path, stranger, signed_in, case):
    assert page(signed_in(stranger), case, path).status_code == 404


@pytest.mark.parametrize("role", [Role.REFERRER, Role.MANAGER, Role.ADMINISTRATOR])
def test_roles_outside_the_care_are_told_so(role, signed_in, case):
    response = page(signed_in(accounts.user(role, "Obehörig Person")), case)

    assert response.status_code == 403


def test_a_closed_case_can_still_be_read_by_its_team(nurse, signed_in, case, monday):
    actions.close(case, closing=Closing.UNDONE, by=nurse, at=monday)

    assert "Avslutad" in page(signed_in(nurse), case).content.decode()


def test_the_timeline_has_the_newest_first_and_a_line_for_today(nurse, signed_in, case):
    at = timezone.now()
    actions.move(case, to=Phase.PREPARATION, by=nurse, at=at - timedelta(days=3))
    actions.consent(
        case.patient,
        purpose=Consent.Purpose.CLINIC,
        answer=Consent.Answer.YES,
        by=nurse,
        at=at - timedelta(days=2),
    )

    html = page(signed_in(nurse), case).content.decode()

    found = [
        html.index(text)
        for text in ('class="idag"', "Samtycke till", "Ny fas", "öppnades")
    ]
    assert found == sorted(found)


def test_a_long_timeline_comes_in_pieces_and_loses_nothing(nurse, signed_in, case):
    at = timezone.now()
    for number in range(70):
        actions.consent(
            case.patient,
            purpose=Consent.Purpose.CLINIC,
            answer=Consent.Answer.YES,
            by=nurse,
            at=at - timedelta(hours=number + 1),
        )
    client = signed_in(nurse)

    seen, url = 0, f"/app/patients/{case.pk}"
    while url:
        html = client.get(url).content.decode()
        seen += html.count("Samtycke till")
        older = re.search(r'href="([^"]*/timeline\?[^"]*)"', html)
        url = older.group(1).replace("&amp;", "&") if older else ""

    assert seen == 70


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_one_row_as_for_three(
    rows, nurse, signed_in, case, django_assert_max_num_queries
):
    at = timezone.now()
    for number in range(rows):
        actions.consent(
            case.patient,
            purpose=Consent.Purpose.CLINIC,
            answer=Consent.Answer.YES,
            by=nurse,
            at=at - timedelta(days=number),
        )
        _task(case, nurse, at, f"call {number}")
    client = signed_in(nurse)

    with django_assert_max_num_queries(40):
        page(client, case)


def _task(case, owner, at, kind="call"):
    return actions.raise_task(
        kind=kind,
        title="Ring om sömnen",
        subject=case,
        case=case,
        owner=owner,
        due_on=at.date(),
        by=owner,
        at=at,
    )


def test_a_protected_persons_number_and_phone_are_shown_only_on_demand_and_logged(
    nurse, signed_in
):
    person = make.patient(
        protection=Protection.MARKED, phone="+46701740655", address="Granvägen 3"
    )
    case = make.case(nurse, patient=person)
    client = signed_in(nurse)

    before = page(client, case).content.decode()
    after = client.post(f"/app/patients/{case.pk}/reveal").content.decode()

    assert "070-174 06 55" not in before
    assert "Granvägen" not in before
    assert "Visa (loggas)" in before
    assert "070-174 06 55" in after
    assert "Granvägen 3" in after
    assert Event.objects.filter(kind="patient.contact_revealed").count() == 1


@pytest.mark.parametrize(
    "path",
    ["/app/today", "/app/today?team=1", "/app/patients", "/app/search?q=Dold"],
)
def test_a_protected_persons_details_are_in_no_list(path, nurse, signed_in):
    person = make.patient(
        family_name="Dold",
        protection=Protection.MARKED,
        phone="+46701740655",
        address="Granvägen 3",
        identity_number="199001012385",
        identity_kind="personnummer",
        municipality=accounts.municipality("Uddevalla"),
    )
    case = make.case(nurse, patient=person)
    _task(case, nurse, timezone.now())

    html = signed_in(nurse).get(path).content.decode()

    for detail in ("070-174 06 55", "0701740655", "Granvägen", "2385", "Uddevalla"):
        assert detail not in html


def test_a_colleague_joins_the_team(nurse, prescriber, signed_in, case):
    response = signed_in(nurse).post(
        f"/app/patients/{case.pk}/team", {"member": prescriber.pk}
    )

    assert response.url == f"/app/patients/{case.pk}"
    assert CareRelation.objects.filter(user=prescriber, kind="team").exists()


def test_nobody_of_another_unit_is_offered(nurse, outsider, signed_in, case):
    response = signed_in(nurse).post(
        f"/app/patients/{case.pk}/team", {"member": outsider.pk}
    )

    assert response.status_code == 422


def test_only_the_answers_that_changed_are_written_down(nurse, signed_in, case):
    client = signed_in(nurse)

    for _press in range(2):
        client.post(f"/app/patients/{case.pk}/consents", {"clinic": "yes", "sms": "no"})

    assert Consent.objects.filter(patient=case.patient).count() == 2


def test_an_address_made_up_does_no_harm(nurse, signed_in, case):
    client = signed_in(nurse)

    for query in ["kind=x", "kind=%00", "before=x", "before=2026-99-99T00:00:00Z"]:
        assert page(client, case, f"/timeline?{query}").status_code == 200
