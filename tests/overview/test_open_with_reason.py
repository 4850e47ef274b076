"""The gate in front of a record outside one's own list (rules PDL-19)."""

import pytest

from audit.models import Event
from patients import actions
from patients.models import CareRelation, Protection
from tests.factories import patients as make


@pytest.fixture
def case(nurse):
    return make.case(nurse)


def test_a_stranger_is_asked_why(stranger, signed_in, case):
    html = signed_in(stranger).get(f"/app/patients/{case.patient.pk}/open")

    assert html.status_code == 200
    assert "Varför behöver du öppna" in html.content.decode()


def test_the_case_itself_does_not_exist_before_that(stranger, signed_in, case):
    assert signed_in(stranger).get(f"/app/patients/{case.pk}").status_code == 404


def test_with_a_reason_the_record_is_open_today_and_the_reason_is_kept(
    stranger, signed_in, case
):
    client = signed_in(stranger)

    response = client.post(
        f"/app/patients/{case.patient.pk}/open",
        {"reason": "cover", "more": "Sara är sjuk"},
    )

    assert response.url == f"/app/patients/{case.pk}"
    assert client.get(response.url).status_code == 200
    relation = CareRelation.objects.get(user=stranger, kind="reason")
    assert relation.until is not None
    event = Event.objects.get(kind="care_relation.began", actor_id=stranger.pk)
    assert event.reason == "Jag ersätter någon som är borta. Sara är sjuk"


@pytest.mark.parametrize("posted", [{}, {"reason": "other"}, {"reason": "made up"}])
def test_without_a_reason_nothing_is_opened(posted, stranger, signed_in, case):
    response = signed_in(stranger).post(f"/app/patients/{case.patient.pk}/open", posted)

    assert response.status_code == 422
    assert not CareRelation.objects.filter(user=stranger).exists()


def test_a_second_press_opens_nothing_twice(stranger, signed_in, case):
    client = signed_in(stranger)

    for _press in range(2):
        client.post(f"/app/patients/{case.patient.pk}/open", {"reason": "called"})

    assert CareRelation.objects.filter(user=stranger).count() == 1


def test_a_protected_or_blocked_patient_has_no_gate(
    nurse, stranger, outsider, signed_in, case, monday
):
    protected = make.case(nurse, patient=make.patient(protection=Protection.MARKED))
    actions.block(case.patient, unit=nurse.unit, by=nurse, at=monday)

    for user, patient in [(stranger, protected.patient), (outsider, case.patient)]:
        response = signed_in(user).get(f"/app/patients/{patient.pk}/open")
        assert response.status_code == 404
