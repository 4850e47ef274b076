"""Writing down how it went: today, late, twice, corrected, and when nobody came."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.refusals import AlreadyDone, Refused
from audit.models import Event
from messaging.models import Message
from patients.models import Task
from tests.factories import messaging, patients
from tests.factories import visits as make
from tests.factories.visits import NOW, THURSDAY
from visits import actions
from visits.lifecycle import Status
from visits.models import Visit, VisitLog

pytestmark = pytest.mark.django_db
AFTER = THURSDAY + timedelta(hours=1)


@pytest.fixture
def case(nurse):
    return patients.case(nurse)


@pytest.fixture
def visit(case):
    return make.visit(case, patient_knows=True)


def miss(visit, at):
    return actions.mark_missed(visit, form_key=uuid.uuid4(), by=visit.booked_by, at=at)


def test_a_logged_visit_is_done(visit):
    log = make.log(visit, at=AFTER, hardest=("sleep", "worry"), note="Sover bättre.")

    visit.refresh_from_db()
    assert visit.status == Status.DONE
    assert (log.discomfort, log.hardest_words) == (4, ["Sömn", "Oro"])
    assert Event.objects.filter(kind="visit.logged").count() == 1


def test_pressing_save_twice_is_one_entry(visit, nurse):
    key = uuid.uuid4()

    for _press in range(2):
        log = actions.log_visit(visit, make.report(), form_key=key, by=nurse, at=AFTER)

    assert VisitLog.objects.get() == log


def test_a_second_entry_about_the_same_visit_is_refused(visit):
    make.log(visit, at=AFTER)

    with pytest.raises(AlreadyDone, match="redan loggat"):
        make.log(visit, at=AFTER)


def test_a_late_entry_keeps_both_times(visit):
    log = make.log(visit, at=THURSDAY + timedelta(days=3))

    assert (log.happened_at, log.is_late) == (THURSDAY, True)
    assert log.recorded_at == THURSDAY + timedelta(days=3)


def test_an_entry_about_the_future_is_refused(visit):
    with pytest.raises(Refused, match="inte hänt än"):
        make.log(visit, at=NOW)

    visit.refresh_from_db()
    assert visit.status == Status.BOOKED


def test_the_next_contact_cannot_be_in_the_past(visit):
    with pytest.raises(Refused, match="har passerat"):
        make.log(visit, at=AFTER, next_contact_on=date(2026, 11, 25))


def test_the_next_contact_becomes_a_task(visit):
    make.log(visit, at=AFTER, next_contact_on=date(2026, 12, 10))

    task = Task.objects.get()
    assert (task.kind, task.due_on) == ("visit.book.follow_up", date(2026, 12, 10))


def test_a_visit_that_stands_already_needs_no_task(case, visit):
    make.visit(case, starts_at=THURSDAY + timedelta(days=14), patient_knows=True)

    make.log(visit, at=AFTER, next_contact_on=date(2026, 12, 10))

    assert Task.objects.count() == 0


def test_a_correction_is_a_new_entry_and_the_old_one_stays(visit, nurse):
    log = make.log(visit, at=AFTER)

    newer = actions.correct_log(
        log,
        make.report(discomfort=7),
        form_key=uuid.uuid4(),
        by=nurse,
        at=AFTER + timedelta(hours=1),
    )

    assert newer.corrects == log
    assert list(VisitLog.objects.standing()) == [newer]
    log.refresh_from_db()
    assert log.discomfort == 4


def test_two_people_cannot_correct_the_same_entry(visit, nurse):
    log = make.log(visit, at=AFTER)

    def correct():
        actions.correct_log(
            log, make.report(), form_key=uuid.uuid4(), by=nurse, at=AFTER
        )

    correct()
    with pytest.raises(AlreadyDone, match="Någon annan"):
        correct()


def test_a_correction_may_say_that_nobody_came(visit, nurse):
    log = make.log(visit, at=AFTER)

    actions.correct_log(
        log,
        make.report(outcome="did_not_come"),
        form_key=uuid.uuid4(),
        by=nurse,
        at=AFTER,
    )

    visit.refresh_from_db()
    assert visit.status == Status.MISSED


@pytest.mark.parametrize(
    "change", [lambda row: row.update(note="Något annat"), lambda row: row.delete()]
)
def test_the_database_never_changes_an_entry(visit, change):
    log = make.log(visit, at=AFTER)
    row = VisitLog.objects.filter(pk=log.pk)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change(row)


def test_a_missed_visit_is_a_task_and_nothing_is_known_of_how_they_were(visit):
    log = make.log(visit, at=AFTER, outcome="did_not_come")

    assert (log.taken, log.discomfort) == ("", None)
    task = Task.objects.get()
    assert (task.title, task.is_urgent) == ("Ring: kom inte till besöket", False)
    assert task.due_on == date(2026, 11, 27)


def test_the_second_miss_in_a_row_cannot_wait(case, visit):
    miss(visit, AFTER)
    second = make.visit(
        case, starts_at=THURSDAY + timedelta(days=7), patient_knows=True
    )

    miss(second, AFTER + timedelta(days=7))

    task = Task.objects.get(subject_id=str(second.pk))
    assert (task.is_urgent, task.due_on) == (True, date(2026, 12, 3))
    assert "igen" in task.title


def test_a_visit_in_between_starts_the_count_anew(case, visit):
    miss(visit, AFTER)
    for week in (1, 2):
        starts_at = THURSDAY + timedelta(days=7 * week)
        later = make.visit(case, starts_at=starts_at, patient_knows=True)
        if week == 1:
            make.log(later, at=starts_at, happened_at=starts_at)
    log = miss(later, starts_at + timedelta(hours=1))

    task = Task.objects.get(subject_id=str(log.visit.pk))
    assert not task.is_urgent


def test_a_visit_logged_early_is_not_reminded_of(case, nurse):
    messaging.agreed(case.patient, at=NOW)
    visit = make.visit(case)

    make.log(visit, at=AFTER)

    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_contact_that_nobody_booked_can_be_written_down(case, nurse):
    key = uuid.uuid4()

    for _press in range(2):
        log = actions.log_contact(
            case,
            make.report(),
            kind="phone",
            purpose="talk",
            minutes=15,
            form_key=key,
            by=nurse,
            at=AFTER,
        )

    visit = Visit.objects.get()
    assert (visit.status, visit.starts_at) == (Status.DONE, THURSDAY)
    assert log.visit == visit
    assert not visit.resources.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"discomfort": 11}, "0_to_10"),
        ({"recorded_at": THURSDAY - timedelta(days=1)}, "future"),
        ({"outcome": "did_not_come", "taken": "yes"}, "nobody_there"),
        ({"outcome": "fine"}, "outcome_is_known"),
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(visit, nurse, fields, constraint):
    defaults = {
        "outcome": "as_planned",
        "happened_at": THURSDAY,
        "recorded_at": AFTER,
        "recorded_by": nurse,
        "form_key": uuid.uuid4(),
    }

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VisitLog.objects.create(visit=visit, **{**defaults, **fields})
