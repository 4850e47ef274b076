"""Where each role's work begins, and what stands in its bar."""

import pytest

from accounts.roles import Role
from patients import actions
from tests.factories import accounts
from tests.factories import patients as make


@pytest.mark.parametrize("role", [Role.NURSE, Role.PSYCHIATRIST, Role.MANAGER])
def test_those_who_work_in_the_unit_begin_with_today(db, signed_in, role):
    response = signed_in(accounts.user(role, "Sara Nyberg")).get("/app/")

    assert response.url == "/app/today"


def test_an_administrator_begins_with_the_accounts(administrator, signed_in):
    response = signed_in(administrator).get("/app/")

    assert response.url == "/app/users"


def test_the_bar_shows_pages_that_exist_and_no_others(nurse, signed_in):
    html = signed_in(nurse).get("/app/today").content.decode()

    assert 'href="/app/patients"' in html
    assert 'href=""' not in html


def test_the_bar_counts_what_is_due(nurse, signed_in, monday):
    case = make.case(nurse)
    actions.raise_task(
        kind="call",
        title="Ring om sömnen",
        subject=case,
        case=case,
        owner=nurse,
        due_on=monday.date().replace(year=2020),
        by=nurse,
        at=monday,
    )

    html = signed_in(nurse).get("/app/patients").content.decode()

    assert '<span class="bricka">1</span>' in html


@pytest.mark.parametrize("role", [Role.REFERRER, Role.ADMINISTRATOR])
def test_nobody_outside_the_unit_has_a_day_page(db, signed_in, role):
    response = signed_in(accounts.user(role, "Obehörig Person")).get("/app/today")

    assert response.status_code == 403


def test_the_bar_marks_the_nearest_page_only(referrer, signed_in):
    html = signed_in(referrer).get("/remiss/ny/").content.decode()

    bar = html[html.index("topp-nav") : html.index("</nav>")]
    assert bar.count("aria-current") == 1
    assert 'href="/remiss/ny/" aria-current="page"' in bar
