"""Many people booking at the same moment: nobody and no room is ever booked twice."""

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.roles import Role
from messaging.models import Message
from tests.factories import accounts, patients
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits import actions
from visits.models import BookingResource, Visit

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
THREADS = 8
OVERLAPS = """
    SELECT count(*) FROM visits_bookingresource a JOIN visits_bookingresource b
    ON a.id < b.id AND a.kind = b.kind AND a.resource = b.resource
    AND a.during && b.during AND a.active AND b.active
"""


def all_at_once(attempts: list[Callable[[], object]]) -> list[object]:
    """Run each attempt in its own thread, from the same starting line."""
    line = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        line.wait()
        try:
            return attempt()
        except actions.Busy as busy:
            return busy
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


@pytest.fixture
def team(db):
    return [
        accounts.user(Role.NURSE, name)
        for name in ("Sara Nyberg", "Ali Hosseini", "Eva Lind")
    ]


@pytest.mark.parametrize("what", ["staff", "patient", "room"])
def test_only_one_of_many_gets_the_time(team, what):
    nurse = team[0]
    place = make.place()
    shared = patients.case(nurse)
    people = [accounts.user(Role.NURSE, f"Anna Ek{n}") for n in range(THREADS)]

    def attempt(n: int) -> Callable[[], object]:
        case = shared if what == "patient" else patients.case(nurse)
        staff = nurse if what == "staff" else people[n]
        room = place if what == "room" else None
        starts_at = THURSDAY + timedelta(minutes=5 * n)
        return lambda: make.visit(
            case, staff=(staff,), place=room, starts_at=starts_at, minutes=60
        )

    outcomes = all_at_once([attempt(n) for n in range(THREADS)])

    assert sum(isinstance(one, Visit) for one in outcomes) == 1
    assert sum(isinstance(one, actions.Busy) for one in outcomes) == THREADS - 1
    assert (Visit.objects.count(), overlaps()) == (1, 0)


def test_a_busy_hour_ends_without_an_overlap_or_half_a_booking(team):
    place = make.place()
    cases = [patients.case(team[0]) for _case in range(3)]
    chance = random.Random(20261123)

    def attempt() -> Callable[[], object]:
        case, staff = chance.choice(cases), tuple(chance.sample(team, 2))
        starts_at = THURSDAY + timedelta(minutes=15 * chance.randrange(8))
        room = chance.choice([place, None])
        return lambda: make.visit(
            case, staff=staff, place=room, starts_at=starts_at, minutes=30
        )

    for _round in range(6):
        all_at_once([attempt() for _thread in range(THREADS)])

    assert overlaps() == 0
    for visit in Visit.objects.all():
        wanted = 3 + (visit.place_id is not None)
        assert visit.resources.filter(active=True).count() == wanted
    held = BookingResource.objects.values("visit").distinct().count()
    assert held == Visit.objects.count()


def test_two_visits_that_move_into_each_other_end_without_an_overlap(team):
    first = make.visit(patients.case(team[0]))
    second = make.visit(patients.case(team[0]), starts_at=THURSDAY + timedelta(hours=2))

    def moving(visit: Visit, minutes: int) -> Callable[[], object]:
        new = make.details(team[0], starts_at=THURSDAY + timedelta(minutes=minutes))
        return lambda: actions.move(visit, details=new, by=team[0], at=NOW)

    all_at_once([moving(first, 60), moving(second, 75)])

    assert overlaps() == 0
    for visit in (first, second):
        visit.refresh_from_db()
        held = visit.resources.filter(active=True)
        assert {one.during.lower for one in held} == {visit.starts_at}


def test_the_same_button_pressed_in_two_tabs_books_once(team):
    case = patients.case(team[0])
    key = uuid.uuid4()

    outcomes = all_at_once(
        [lambda: make.visit(case, form_key=key) for _press in range(4)]
    )

    assert len({getattr(one, "pk", one) for one in outcomes}) == 1
    assert (Visit.objects.count(), Message.objects.count()) == (1, 0)


def test_two_sweeps_remind_once(team):
    from_now = THURSDAY + timedelta(days=7)
    visit = make.visit(patients.case(team[0]), starts_at=from_now)

    outcomes = all_at_once(
        [
            lambda: actions.remind(visit, by=team[0], at=visit.remind_at)
            for _sweep in range(4)
        ]
    )

    assert sorted(outcomes) == [False, False, False, True]
