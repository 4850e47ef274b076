"""What the database refuses about a visit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.factories import patients
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits.models import BookingResource, Visit

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost"}, "visit_status_is_known"),
        ({"kind": "letter"}, "visit_kind_is_known"),
        ({"purpose": "chat"}, "visit_purpose_is_known"),
        ({"kind": "in_person"}, "visit_in_person_has_a_place"),
        ({"minutes": 0}, "visit_length_is_humane"),
        ({"minutes": 481}, "visit_length_is_humane"),
        ({"status": "cancelled"}, "visit_cancelling_is_whole"),
        ({"cancelled_at": NOW}, "visit_cancelling_is_whole"),
        ({"cancel_reason": "för att"}, "visit_cancelling_is_whole"),
    ],
)
def test_the_database_refuses_a_visit_that_cannot_be(nurse, fields, constraint):
    visit = make.visit(patients.case(nurse))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**fields)


@pytest.mark.parametrize(
    "during",
    [
        DateTimeTZRange(THURSDAY, THURSDAY, "[)"),
        DateTimeTZRange(THURSDAY, LATER, "[]"),
        DateTimeTZRange(THURSDAY, LATER, "(]"),
        DateTimeTZRange(THURSDAY, None, "[)"),
        DateTimeTZRange(None, LATER, "[)"),
    ],
    ids=["empty", "closed", "wrong way", "no end", "no beginning"],
)
def test_the_database_refuses_a_range_that_is_not_half_open(nurse, during):
    visit = make.visit(patients.case(nurse))
    held = BookingResource.objects.filter(visit=visit)

    with pytest.raises(IntegrityError, match="half_open"), transaction.atomic():
        held.update(during=during)


def test_the_database_refuses_what_the_code_forgot_to_ask(nurse):
    first = make.visit(patients.case(nurse))
    second = make.visit(patients.case(nurse), starts_at=THURSDAY + timedelta(hours=2))
    overlapping = DateTimeTZRange(LATER, LATER + timedelta(hours=1), "[)")

    with pytest.raises(IntegrityError, match="booked_twice"), transaction.atomic():
        BookingResource.objects.filter(visit=second).update(during=overlapping)

    assert first.resources.filter(active=True).count() == 2


def test_what_is_no_longer_held_stands_in_nobodys_way(nurse):
    first = make.visit(patients.case(nurse))
    BookingResource.objects.filter(visit=first).update(active=False)

    assert make.visit(patients.case(nurse)).starts_at == THURSDAY


def test_the_role_that_serves_books_moves_and_logs(nurse, as_app):
    visit = make.visit(patients.case(nurse), place=make.place())
    later = make.details(nurse, starts_at=LATER)

    moved = make.actions.move(visit, details=later, by=nurse, at=NOW)
    log = make.log(moved, at=moved.ends_at, happened_at=LATER)

    assert (moved.version, log.visit) == (2, moved)
