"""Two databases with the same region in them, and the report at the end."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from bench import journey, machine, region
from bench.measure import HEADING, Figure, Places
from bench.region import People, Region
from bench.rows import settle
from nedtrappning.database import grant_app_role
from patients.models import Case
from tests.conftest import _empty_cache, pytest_configure

__all__ = ["_empty_cache", "pytest_configure"]

SMALL, LARGE = 10_000, 100_000
lines: list[str] = []
figures: list[Figure] = []


@pytest.fixture(scope="session")
def whole(django_db_blocker) -> Iterator[tuple[Places, People, Case]]:  # type: ignore[no-untyped-def]
    """Fill, copy the database, and fill on. Nothing here is rolled back."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        grant_app_role(settings.APP_ROLE)
        large = str(connection.settings_dict["NAME"])
        places = Places(f"{large}_small", large)
        people = region.people()
        region.keep_views(people.coordinator, people.at)
        rows = Region(people)
        case = journey.long_case(people)
        rows.grow(range(1, SMALL + 1))
        settle()
        connection.close()
        _maintain(f'DROP DATABASE IF EXISTS "{places.small}"')
        _maintain(f'CREATE DATABASE "{places.small}" TEMPLATE "{large}"')
        rows.grow(range(SMALL + 1, LARGE + 1))
        settle()
        counted = region.numbers_of_rows()
        lines.append(", ".join(f"{n:,} {name}" for name, n in counted.items()))
        yield places, people, case
        places.go(large)
        _maintain(f'DROP DATABASE "{places.small}"')
        teardown_databases(made, verbosity=0)


def _maintain(sql: str) -> None:
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django itself does
        cursor.execute(sql)


@pytest.fixture
def places(whole, django_db_blocker) -> Iterator[Places]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        yield whole[0]
        whole[0].go(whole[0].large)


@pytest.fixture
def people(whole) -> People:  # type: ignore[no-untyped-def]
    return whole[1]


@pytest.fixture
def case(whole) -> Case:  # type: ignore[no-untyped-def]
    return whole[2]


@pytest.fixture
def told() -> list[str]:
    """Lines that stand in the report as they are."""
    return lines


@pytest.fixture
def shown() -> list[Figure]:
    """Figures of pages, for the table."""
    return figures


def pytest_terminal_summary(terminalreporter) -> None:  # type: ignore[no-untyped-def]
    report = terminalreporter
    if not lines and not figures:
        return
    report.section("figures")
    report.write_line(machine())
    if figures:
        report.write_line(HEADING)
    for figure in figures:
        report.write_line(figure.line())
    for line in lines:
        report.write_line(line)
