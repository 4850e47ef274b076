"""Booking, moving, cancelling, reminding."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import system_user
from accounts.refusals import ImpossibleMove, Refused
from audit.models import Event
from messaging.models import Message
from patients import actions as patient_actions
from patients.models import Case, Task
from tests.factories import messaging, patients
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits import actions
from visits.lifecycle import Status
from visits.models import BookingResource, Visit

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case(nurse):
    case = patients.case(nurse)
    messaging.agreed(case.patient, at=NOW)
    return case


def kinds_waiting():
    return sorted(Message.objects.filter(state="queued").values_list("kind", flat=True))


def test_booking_keeps_patient_staff_and_room(case, nurse):
    place = make.place()

    visit = make.visit(case, place=place)

    held = BookingResource.objects.filter(visit=visit, active=True)
    assert set(held.values_list("kind", "resource")) == {
        ("patient", case.patient.pk),
        ("staff", nurse.pk),
        ("room", place.pk),
    }
    assert Event.objects.filter(kind="visit.booked").count() == 1


def test_booking_tells_the_patient_in_words_that_give_nothing_away(case):
    make.visit(case, place=make.place())

    message = Message.objects.get()
    assert message.body == (
        "Du har en tid torsdag 26 november kl 10.30. "
        "Kan du inte då? Ring 031-390 06 12."
    )


def test_whoever_takes_part_may_read_the_record(case, stranger):
    assert not Case.objects.visible_to(stranger).exists()

    make.visit(case, staff=(stranger,))

    assert Case.objects.visible_to(stranger).get() == case


def test_pressing_book_twice_makes_one_visit_and_one_message(case):
    key = uuid.uuid4()

    first = make.visit(case, form_key=key)
    second = make.visit(case, form_key=key)

    assert first == second
    assert (Visit.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("kind", ["in_person", "video", "phone"])
def test_only_a_meeting_in_person_keeps_a_room(case, kind):
    visit = make.visit(case, kind=kind, place=make.place())

    rooms = BookingResource.objects.filter(visit=visit, kind="room").count()
    assert rooms == (1 if kind == "in_person" else 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_at": NOW - HOUR}, "redan passerat"),
        ({"starts_at": NOW}, "redan passerat"),
        ({"kind": "in_person"}, "Välj var ni ses"),
        ({"staff": ()}, "Välj vem"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_with_a_sentence(case, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make.visit(case, **fields)

    assert Visit.objects.count() == 0


def test_somebody_who_does_no_care_cannot_have_a_visit(case, manager):
    with pytest.raises(Refused, match="arbetar i vården"):
        make.visit(case, staff=(manager,))


@pytest.mark.parametrize("what", ["staff", "patient", "room"])
def test_what_is_taken_is_refused_with_times_that_are_free(case, nurse, stranger, what):
    place = make.place()
    make.visit(case, place=place)
    other = patients.case(stranger)
    attempt = {
        "staff": (other, {"staff": (nurse,)}, "Sara har redan en tid då."),
        "patient": (case, {"staff": (stranger,)}, "Patienten har redan en tid då."),
        "room": (
            other,
            {"staff": (stranger,), "place": place},
            "Rummet är upptaget då: Granskogens vårdcentral, rum 2.",
        ),
    }[what]
    target, fields, sentence = attempt

    with pytest.raises(actions.Busy) as refusal:
        make.visit(target, starts_at=THURSDAY + timedelta(minutes=30), **fields)

    assert str(refusal.value.sentence) == (
        f"{sentence} Lediga tider nära: tors 26 nov 11.15, tors 26 nov 11.30, "
        "tors 26 nov 11.45."
    )
    assert Visit.objects.count() == 1


def test_free_times_are_in_working_hours_and_really_free(case, nurse):
    make.visit(case, minutes=480, starts_at=datetime(2026, 11, 26, 7, tzinfo=UTC))
    other = patients.case(nurse)

    with pytest.raises(actions.Busy) as refusal:
        make.visit(other)

    assert refusal.value.free == [
        datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 26, 15, 15, tzinfo=UTC),
        datetime(2026, 11, 27, 7, 0, tzinfo=UTC),
    ]
    for moment in refusal.value.free:
        assert make.visit(other, starts_at=moment, minutes=15).status == Status.BOOKED


def test_one_visit_may_begin_the_minute_another_ends(case, nurse):
    first = make.visit(case)

    second = make.visit(patients.case(nurse), starts_at=first.ends_at)

    assert second.starts_at == first.ends_at


def test_moving_withdraws_what_was_said_and_says_the_new_time(case):
    visit = make.visit(case)

    later = THURSDAY + timedelta(days=1)
    moved = actions.move(
        visit,
        details=make.details(case.owner, starts_at=later),
        by=case.owner,
        at=NOW + HOUR,
    )

    assert (moved.version, moved.starts_at) == (2, later)
    assert kinds_waiting() == ["visit_moved"]
    assert Message.objects.get(kind="visit_booked").state == "withdrawn"


def test_moving_frees_the_old_time(case, nurse):
    visit = make.visit(case)
    actions.move(
        visit,
        details=make.details(nurse, starts_at=THURSDAY + 2 * HOUR),
        by=nurse,
        at=NOW,
    )

    assert make.visit(patients.case(nurse)).starts_at == THURSDAY


def test_moving_to_a_taken_time_changes_nothing(case, nurse):
    visit = make.visit(case)
    taken = make.visit(patients.case(nurse), starts_at=THURSDAY + 2 * HOUR)

    with pytest.raises(actions.Busy, match="Sara har redan en tid"):
        actions.move(
            visit,
            details=make.details(nurse, starts_at=taken.starts_at),
            by=nurse,
            at=NOW,
        )

    visit.refresh_from_db()
    assert (visit.version, visit.starts_at) == (1, THURSDAY)
    assert visit.resources.filter(active=True).count() == 2
    assert "visit_moved" not in kinds_waiting()


def test_moving_twice_to_the_same_time_is_one_move(case, nurse):
    visit = make.visit(case)
    new = make.details(nurse, starts_at=THURSDAY + HOUR)

    for _press in range(2):
        moved = actions.move(visit, details=new, by=nurse, at=NOW)

    assert moved.version == 2
    assert Event.objects.filter(kind="visit.moved").count() == 1


def test_somebody_else_can_take_over_a_visit(case, nurse, stranger):
    visit = make.visit(case)

    actions.move(visit, details=make.details(stranger), by=nurse, at=NOW)

    assert list(Visit.objects.with_staff(stranger)) == [visit]
    assert list(Visit.objects.with_staff(nurse)) == []


def test_cancelling_frees_the_time_and_tells_the_patient(case, nurse):
    visit = make.visit(case)

    actions.cancel(visit, reason="Sjuk personal", by=nurse, at=NOW + HOUR)

    assert make.visit(patients.case(nurse)).status == Status.BOOKED
    assert Message.objects.get(kind="visit_booked").state == "withdrawn"
    assert "avbokad" in Message.objects.get(kind="visit_cancelled").body


def test_cancelling_twice_is_cancelling_once(case, nurse):
    visit = make.visit(case)

    for _press in range(2):
        actions.cancel(visit, reason="Sjuk personal", by=nurse, at=NOW)

    assert Event.objects.filter(kind="visit.cancelled").count() == 1


def test_a_visit_that_was_held_cannot_be_cancelled(case, nurse):
    visit = make.visit(case)
    after = THURSDAY + HOUR
    make.log(visit, at=after)

    with pytest.raises(ImpossibleMove):
        actions.cancel(visit, reason="Av misstag", by=nurse, at=after)


def test_a_reminder_is_queued_two_days_before(case):
    visit = make.visit(case, starts_at=THURSDAY + timedelta(days=4))
    due = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)

    assert visit.remind_at == due
    assert not actions.remind(visit, by=system_user(), at=due - HOUR)
    assert actions.remind(visit, by=system_user(), at=due)
    assert not actions.remind(visit, by=system_user(), at=due)

    reminder = Message.objects.get(kind="visit_reminder")
    assert reminder.expires_at == visit.starts_at
    assert "Påminnelse" in reminder.body


def test_a_visit_booked_shortly_before_needs_no_reminder(case):
    assert make.visit(case, starts_at=NOW + 5 * HOUR).remind_at is None


def test_a_moved_visit_is_reminded_of_once_more(case, nurse):
    visit = make.visit(case, starts_at=THURSDAY + timedelta(days=4))
    due = visit.remind_at
    actions.remind(visit, by=system_user(), at=due)

    moved = actions.move(
        visit,
        details=make.details(nurse, starts_at=visit.starts_at + timedelta(days=7)),
        by=nurse,
        at=due + HOUR,
    )

    assert moved.reminded_at is None
    assert actions.remind(moved, by=system_user(), at=moved.remind_at)
    states = dict(
        Message.objects.filter(kind="visit_reminder").values_list("version", "state")
    )
    assert states == {1: "withdrawn", 2: "queued"}


def test_a_cancelled_visit_is_not_reminded_of(case, nurse):
    visit = make.visit(case, starts_at=THURSDAY + timedelta(days=4))
    actions.cancel(visit, reason="Sjuk personal", by=nurse, at=NOW)

    assert list(Visit.objects.due_for_reminder(visit.remind_at)) == []


def test_a_protected_patient_gets_a_call_and_no_message(nurse):
    case = patients.case(nurse, protection="marked")
    messaging.agreed(case.patient, at=NOW)

    visit = make.visit(case, place=make.place())
    actions.remind(visit, by=system_user(), at=visit.remind_at or NOW)

    assert Message.objects.count() == 0
    task = Task.objects.get(kind="visit.tell")
    assert "Granskogen" not in f"{task.title} {task.why}"


def test_a_patient_who_was_told_in_the_room_needs_no_call(nurse):
    make.visit(patients.case(nurse), patient_knows=True)

    assert Task.objects.count() == 0


def test_asking_for_a_visit_is_a_task_until_it_is_booked(case, nurse):
    for _twice in range(2):
        task = actions.ask_for(
            case,
            purpose="follow_up",
            due_on=THURSDAY.date(),
            by=system_user(),
            at=NOW,
        )

    assert (task.title, task.owner) == ("Boka: uppföljning av planen", nurse)
    make.visit(case)
    task.refresh_from_db()
    assert task.done_at == NOW


def test_the_patients_wish_is_a_task_until_the_visit_moves(case, nurse):
    visit = make.visit(case)
    task = actions.ask_to_change(visit, wish="Helst fredag", by=nurse, at=NOW)

    actions.move(
        visit,
        details=make.details(nurse, starts_at=THURSDAY + HOUR),
        by=nurse,
        at=NOW + HOUR,
    )

    task.refresh_from_db()
    assert (task.why, task.done_by) == ("Helst fredag", nurse)


def test_no_visit_is_booked_in_a_closed_case(case, nurse):
    patient_actions.close(case, closing="moved", by=nurse, at=NOW)
    case.refresh_from_db()

    with pytest.raises(Refused, match="avslutat"):
        make.visit(case)


@pytest.mark.parametrize(
    ("starts_at", "shown"),
    [
        (datetime(2027, 3, 29, 7, 0, tzinfo=UTC), "måndag 29 mars kl 09.00"),
        (datetime(2026, 12, 1, 8, 0, tzinfo=UTC), "tisdag 1 december kl 09.00"),
    ],
)
def test_the_clock_of_the_wall_is_told_across_the_dst_night(case, starts_at, shown):
    make.visit(case, starts_at=starts_at)

    assert shown in Message.objects.get().body


def test_the_day_list_follows_the_wall_clock(case):
    late = datetime(2026, 11, 26, 22, 59, tzinfo=UTC)
    visit = make.visit(case, starts_at=late, minutes=30)

    assert list(Visit.objects.on_day(late.date())) == [visit]
    assert list(Visit.objects.on_day(late.date() + timedelta(days=1))) == []


def test_the_day_of_the_dst_night_has_25_hours(case):
    last_hour = datetime(2027, 10, 31, 22, 30, tzinfo=UTC)
    visit = make.visit(case, starts_at=last_hour)

    assert list(Visit.objects.on_day(last_hour.date())) == [visit]
