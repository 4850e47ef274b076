"""The months after the last step: rule, event, refusal."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.refusals import AlreadyDone, Refused
from aftercare import actions, queries
from aftercare.lifecycle import State
from aftercare.models import Aftercare, CheckIn
from audit.models import Event
from messaging.models import Message
from patients.lifecycle import Closing, Phase
from patients.models import Task
from referrals import actions as letters
from tests.factories import aftercare as make
from tests.factories import messaging as message
from tests.factories import patients as make_patient
from tests.factories import referrals
from tests.factories import visits as visit
from visits.lifecycle import Status

pytestmark = pytest.mark.django_db
WENT = {"how": "phone", "going": "well", "taking": "goal", "trouble": 2, "note": ""}


def titles(case):
    return set(Task.objects.undone().filter(case=case).values_list("kind", flat=True))


def test_aftercare_begins_at_the_goal_with_its_contacts_over_six_months(
    nurse, prescriber
):
    aftercare, _at = make.began(nurse, prescriber)

    days = [item.due_on for item in aftercare.check_ins.all()]
    assert aftercare.case.phase == Phase.AFTERCARE
    assert (max(days) - aftercare.goal_reached_on).days >= 183
    assert aftercare.least_until >= max(days)
    assert actions.CONTACT in titles(aftercare.case)
    assert Event.objects.filter(kind="aftercare.began").count() == 1


def test_aftercare_is_not_at_its_goal_before_the_last_step(nurse, prescriber):
    case, at = make.at_goal(nurse, prescriber)
    before = make.goal_day(case) - timedelta(days=1)

    assert queries.goal_reached_on(case, before) is None
    assert queries.goal_reached_on(case, at.date()) == make.goal_day(case)


def test_aftercare_is_opened_once(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)

    with pytest.raises(Refused):
        actions.open_aftercare(
            aftercare.case, goal_reached_on=at.date(), by=nurse, at=at
        )


def test_a_contact_is_logged_once_and_the_next_gets_an_owner(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    first, second = aftercare.check_ins.all()[:2]
    later = at + timedelta(days=30)

    actions.log_check_in(
        first, happened_on=localdate(later), by=nurse, at=later, **WENT
    )

    first.refresh_from_db()
    waiting = Task.objects.undone().get(case=aftercare.case, kind=actions.CONTACT)
    assert first.state == State.DONE
    assert waiting.subject_id == str(second.pk)
    assert waiting.owner == nurse
    with pytest.raises(AlreadyDone):
        actions.log_check_in(
            first, happened_on=localdate(later), by=nurse, at=later, **WENT
        )


def test_a_contact_in_the_future_is_refused(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)

    with pytest.raises(Refused, match="i framtiden"):
        actions.log_check_in(
            aftercare.check_ins.first(),
            happened_on=localdate(at) + timedelta(days=1),
            by=nurse,
            at=at,
            **WENT,
        )


def test_somebody_who_does_not_answer_is_sought_again_and_then_urgently(
    nurse, prescriber
):
    aftercare, at = make.began(nurse, prescriber)
    check_in = aftercare.check_ins.first()

    actions.note_not_reached(check_in, by=nurse, at=at)
    assert actions.NO_CONTACT not in titles(aftercare.case)
    check_in = actions.note_not_reached(check_in, by=nurse, at=at + timedelta(days=3))

    urgent = Task.objects.undone().get(case=aftercare.case, kind=actions.NO_CONTACT)
    assert urgent.is_urgent
    assert check_in.attempts == 2
    assert check_in.due_on == localdate(at) + timedelta(days=6)


def test_a_missed_contact_shows_up_by_itself_and_can_still_be_made(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    check_in = aftercare.check_ins.first()
    late = at + timedelta(days=60)

    overdue = CheckIn.objects.overdue(actions.missed_before(late))
    assert check_in in overdue
    actions.note_missed(check_in, by=nurse, at=late)

    assert actions.NO_CONTACT in titles(aftercare.case)
    actions.log_check_in(
        check_in, happened_on=localdate(late), by=nurse, at=late, **WENT
    )
    assert actions.NO_CONTACT not in titles(aftercare.case)


def test_daily_use_raises_a_question_and_never_changes_the_phase(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)

    actions.log_check_in(
        aftercare.check_ins.first(),
        happened_on=localdate(at),
        by=nurse,
        at=at,
        **(WENT | {"taking": "daily"}),
    )

    aftercare.case.refresh_from_db()
    assert "aftercare.relapse" in titles(aftercare.case)
    assert aftercare.case.phase == Phase.AFTERCARE


def test_relapse_returns_to_tapering_on_the_same_case_and_stays_there(
    nurse, prescriber
):
    aftercare, at = make.began(nurse, prescriber)

    actions.relapse(aftercare, reason="Tar varje dag igen.", by=nurse, at=at)

    case = aftercare.case
    case.refresh_from_db()
    assert case.phase == Phase.TAPERING
    assert "taper.new_plan" in titles(case)
    assert actions.CONTACT not in titles(case)
    assert not aftercare.check_ins.waiting().exists()
    assert not queries.at_goal(at.date()).filter(pk=case.pk).exists()


@pytest.mark.parametrize("days", [0, 100, 180])
def test_aftercare_is_not_completed_before_six_months(days, nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)

    with pytest.raises(Refused, match="sex månader"):
        actions.close(
            aftercare.case,
            closing=Closing.COMPLETED,
            reason="Klart.",
            by=nurse,
            at=at + timedelta(days=days),
        )


def test_a_case_is_closed_after_six_months_with_everything_settled(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    end = at + timedelta(days=200)

    case = actions.close(
        aftercare.case, closing=Closing.COMPLETED, reason="Klart.", by=nurse, at=end
    )

    aftercare.refresh_from_db()
    assert case.phase == Phase.CLOSED
    assert aftercare.ended_at == end
    assert not aftercare.check_ins.waiting().exists()
    assert not case.plans.active().exists()


def test_closing_waits_for_the_answer_to_whoever_referred(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    case = aftercare.case
    type(case).objects.filter(pk=case.pk).update(no_referrer=False)
    end = at + timedelta(days=200)

    with (
        pytest.raises(Refused, match="Svara den som remitterade"),
        transaction.atomic(),
    ):
        actions.close(
            case, closing=Closing.COMPLETED, reason="Klart.", by=nurse, at=end
        )
    aftercare.refresh_from_db()
    assert aftercare.ended_at is None

    actions.answer_referrer(
        case, text="Utan läkemedel sedan i våras.", by=nurse, at=end
    )
    closed = actions.close(
        case, closing=Closing.COMPLETED, reason="Klart.", by=nurse, at=end
    )
    assert closed.phase == Phase.CLOSED


def test_the_database_refuses_to_close_without_the_answer(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)

    with pytest.raises(IntegrityError, match="answered_whoever"), transaction.atomic():
        type(aftercare.case).objects.filter(pk=aftercare.case.pk).update(
            no_referrer=False,
            phase=Phase.CLOSED,
            closing=Closing.COMPLETED,
            closed_at=at,
            closed_by=nurse,
        )


def test_the_database_refuses_an_aftercare_shorter_than_six_months(nurse):
    case = make_patient.case(nurse)

    with (
        pytest.raises(IntegrityError, match="at_least_six_months"),
        transaction.atomic(),
    ):
        Aftercare.objects.create(
            case=case,
            goal_reached_on=make_patient.AT.date(),
            least_until=make_patient.AT.date() + timedelta(days=30),
            opened_at=make_patient.AT,
            opened_by=nurse,
        )


def test_a_closed_case_is_opened_again_without_a_referral(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    end = at + timedelta(days=200)
    case = actions.close(
        aftercare.case, closing=Closing.COMPLETED, reason="Klart.", by=nurse, at=end
    )

    case = actions.reopen(case, reason="Hörde av sig.", by=nurse, at=end)

    assert case.phase == Phase.ASSESSMENT
    assert case.closed_at is None


def test_one_more_contact_planned_twice_is_one(nurse, prescriber):
    aftercare, at = make.began(nurse, prescriber)
    key, day = uuid.uuid4(), at.date() + timedelta(days=40)

    for _press in range(2):
        actions.plan_check_in(aftercare, due_on=day, form_key=key, by=nurse, at=at)

    assert CheckIn.objects.filter(form_key=key).count() == 1


@pytest.fixture
def with_a_visit_ahead(nurse, prescriber):
    """A case in aftercare with a visit in a week, a message about it and a task."""
    aftercare, at = make.began(nurse, prescriber)
    message.agreed(aftercare.case.patient, at=at)
    visit.visit(aftercare.case, at=at, starts_at=at + timedelta(days=7))
    return aftercare.case, at


def close(case, closing, *, by, at):
    return actions.close(case, closing=closing, reason="Så blev det.", by=by, at=at)


def test_a_case_that_closes_gives_back_the_times_and_says_so(with_a_visit_ahead, nurse):
    case, at = with_a_visit_ahead

    close(case, Closing.PATIENT_CHOICE, by=nurse, at=at)

    booked = case.visits.get()
    assert booked.status == Status.CANCELLED
    assert booked.cancel_reason == "Patienten vill inte fortsätta nu"
    kinds = Message.objects.filter(patient=case.patient, state="queued")
    assert set(kinds.values_list("kind", flat=True)) == {"visit_cancelled"}


def test_nobody_writes_to_or_calls_a_person_who_has_died(with_a_visit_ahead, nurse):
    case, at = with_a_visit_ahead

    close(case, Closing.DECEASED, by=nurse, at=at)

    assert case.visits.get().status == Status.CANCELLED
    assert not Message.objects.filter(patient=case.patient, state="queued").exists()
    assert titles(case) == set()
    ended = Event.objects.filter(kind="message.withdrawn", patient_id=case.patient_id)
    assert ended.exists()


def test_what_is_owed_to_a_clinic_stays_when_the_person_has_died(nurse):
    referral = referrals.accepted(nurse)
    at = referrals.AT
    to_clinic = letter_by_post(nurse, referral, audience="clinic")
    letter_by_post(nurse, referral, audience="patient")
    actions.answer_referrer(
        referral.case, text="Patienten har avlidit.", by=nurse, at=at
    )
    referral.case.refresh_from_db()

    close(referral.case, Closing.DECEASED, by=nurse, at=at)

    waiting = Task.objects.undone().filter(kind="letter.post")
    assert [task.subject_id for task in waiting] == [str(to_clinic.pk)]


def letter_by_post(nurse, referral, *, audience):
    letter = letters.begin_letter(
        referral,
        form_key=uuid.uuid4(),
        kind="confirmation",
        audience=audience,
        language="sv",
        by=nurse,
        at=referrals.AT,
    )
    letter = letters.change_letter(
        letter,
        channel="post",
        to_name=letter.to_name,
        to_address="Box 1\n463 30 Lilla Edet",
        text=letter.text,
        by=nurse,
        at=referrals.AT,
    )
    return letters.send_letter(letter, by=nurse, at=referrals.AT)
