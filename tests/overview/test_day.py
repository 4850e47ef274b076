"""The working day: whose tasks, in what order, and what is done with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Permission, Role
from patients import actions
from patients.models import Task
from tests.factories import accounts
from tests.factories import patients as make


def task(case, owner, *, by, title="Ring om sömnen", days=0, **more):
    at = timezone.now()
    return actions.raise_task(
        kind=more.pop("kind", f"call {title}"),
        title=title,
        subject=case,
        case=case,
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=days),
        by=by,
        at=at,
        **more,
    )


@pytest.fixture
def case(nurse, prescriber):
    found = make.case(nurse)
    actions.relate(
        found.patient, user=prescriber, kind="team", by=nurse, at=timezone.now()
    )
    return found


def today(client, query=""):
    return client.get(f"/app/today{query}").content.decode()


def test_the_most_overdue_is_on_top(nurse, signed_in, case):
    task(case, nurse, by=nurse, title="Sen", days=-2)
    task(case, nurse, by=nurse, title="Senare", days=1)
    task(case, nurse, by=nurse, title="Dagens", days=0)

    html = today(signed_in(nurse))

    found = [html.index(f">{word}<") for word in ("Sen", "Dagens", "Senare")]
    assert found == sorted(found)
    assert "Försenad 2 dagar" in html


def test_mine_has_ones_own_and_what_nobody_has_taken(
    nurse, prescriber, signed_in, case
):
    task(case, nurse, by=nurse, title="Min egen")
    task(case, prescriber, by=nurse, title="Kollegans")
    task(case, None, by=nurse, title="Ingens")

    mine, team = today(signed_in(nurse)), today(signed_in(nurse), "?team=1")

    assert [word in mine for word in ("Min egen", "Kollegans", "Ingens")] == [
        True,
        False,
        True,
    ]
    assert "Kollegans" in team


def test_somebody_elses_patients_are_not_there(nurse, stranger, signed_in, case):
    task(case, nurse, by=nurse, title="Hemlig", is_urgent=True)

    assert "Hemlig" not in today(signed_in(stranger), "?team=1")


def test_what_is_urgent_is_watched_by_the_whole_team(
    nurse, prescriber, signed_in, case
):
    task(case, nurse, by=nurse, title="Brådskande", is_urgent=True)

    assert "Brådskande" in today(signed_in(prescriber))


def test_ticking_off_takes_it_away_and_twice_is_once(nurse, signed_in, case):
    one = task(case, nurse, by=nurse)
    client = signed_in(nurse)

    for _press in range(2):
        response = client.post(
            f"/app/tasks/{one.pk}/done", {"next": "/app/today?team=1"}
        )

    assert response.url == "/app/today?team=1"
    assert Task.objects.get(pk=one.pk).done_by == nurse


def test_a_next_page_elsewhere_is_not_followed(nurse, signed_in, case):
    one = task(case, nurse, by=nurse)

    response = signed_in(nurse).post(
        f"/app/tasks/{one.pk}/done", {"next": "https://example.com/app/"}
    )

    assert response.url == "/app/today"


def test_a_task_is_moved_to_another_day(nurse, signed_in, case):
    one = task(case, nurse, by=nurse)

    signed_in(nurse).post(f"/app/tasks/{one.pk}/move", {"due_on": "2027-01-07"})

    assert str(Task.objects.get(pk=one.pk).due_on) == "2027-01-07"


def test_a_day_that_does_not_exist_is_asked_about_again(nurse, signed_in, case):
    one = task(case, nurse, by=nurse)

    response = signed_in(nurse).post(
        f"/app/tasks/{one.pk}/move", {"due_on": "2027-02-30"}
    )

    assert response.status_code == 422
    assert "2027-02-30" in response.content.decode()


def test_a_free_task_is_taken(nurse, signed_in, case):
    one = task(case, None, by=nurse)

    signed_in(nurse).post(f"/app/tasks/{one.pk}/take")

    assert Task.objects.get(pk=one.pk).owner == nurse


@pytest.mark.parametrize("verb", ["done", "move", "take"])
def test_a_stranger_cannot_touch_it(verb, nurse, stranger, signed_in, case):
    one = task(case, nurse, by=nurse)

    response = signed_in(stranger).post(f"/app/tasks/{one.pk}/{verb}")

    assert response.status_code == 404


def test_a_referral_is_not_ticked_off_by_hand(coordinator, signed_in, monday):
    one = Task.objects.create(
        kind="referral.assess",
        title="Bedöm",
        subject_label="referrals.referral",
        subject_id="x",
        permission=Permission.TRIAGE,
        due_on=monday.date(),
        created_at=monday,
    )

    response = signed_in(coordinator).post(f"/app/tasks/{one.pk}/done")

    assert response.status_code == 403


def test_an_empty_day_says_so(nurse, signed_in):
    html = today(signed_in(nurse))

    assert "Inget mer i dag." in html
    assert "Inget besök bokat i dag." in html


def test_the_manager_sees_figures_and_no_names(nurse, manager, signed_in):
    make.case(nurse, patient=make.patient(family_name="Hemlighetsson"))

    html = today(signed_in(manager))

    assert "Enhetens läge i siffror" in html
    assert "<b>1</b>" in html
    assert "Hemlighetsson" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_asks_as_much_for_one_row_as_for_three(
    rows, nurse, signed_in, django_assert_max_num_queries
):
    for number in range(rows):
        case = make.case(nurse)
        task(case, nurse, by=nurse, title=f"Ring {number}")
        task(case, nurse, by=nurse, title=f"Se {number}", is_urgent=True)
    client = signed_in(nurse)

    with django_assert_max_num_queries(14):
        today(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_one_row_as_for_three(
    rows, nurse, signed_in, django_assert_max_num_queries
):
    for _row in range(rows):
        make.case(nurse)
    client = signed_in(nurse)

    with django_assert_max_num_queries(12):
        html = client.get("/app/patients").content.decode()

    assert html.count('<li class="rad">') == rows


def test_the_list_is_narrowed_to_a_phase_and_to_ones_own(
    nurse, prescriber, signed_in, case
):
    client = signed_in(prescriber)

    assert (
        case.patient.family_name.upper()
        in client.get("/app/patients?phase=assessment").content.decode()
    )
    for query in ("phase=tapering", "mine=1"):
        html = client.get(f"/app/patients?{query}").content.decode()
        assert f"/app/patients/{case.pk}" not in html


@pytest.mark.parametrize("verb", ["done", "move", "take"])
def test_a_patient_has_nothing_to_do_with_tasks_about_the_own_case(
    verb, nurse, signed_in, case
):
    patient = accounts.user(Role.PATIENT, "Anna Berg", unit=None)
    actions.connect_user(case.patient, user=patient, by=nurse, at=timezone.now())
    waiting = task(case, nurse, by=nurse, title="Ring om sömnen")

    response = signed_in(patient).post(
        f"/app/tasks/{waiting.pk}/{verb}", {"due_on": timezone.localdate()}
    )

    waiting.refresh_from_db()
    assert response.status_code == 404
    assert waiting.done_at is None
    assert waiting.owner == nurse
