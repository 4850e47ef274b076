"""One case, several contributions: decided once, told to everybody."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections

from accounts.refusals import Refused
from accounts.roles import Role
from audit.models import Event
from patients.models import Task
from referrals import actions
from referrals.lifecycle import Status
from referrals.models import PartRequest, Referral, Reply
from referrals.pages import suggestions
from tests.factories import accounts
from tests.factories import patients as make_patients
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
AT = make.AT


def accept(referral: Referral, by, **more) -> Referral:
    referral.refresh_from_db()
    return actions.accept(
        referral, owner=by, first_contact_on=date(2026, 11, 25), by=by, at=AT, **more
    )


@pytest.fixture
def own(db) -> Referral:
    return make.self_referral(name="Erik Sandberg")


@pytest.fixture
def theirs(referrer) -> Referral:
    return make.from_clinic(by=referrer, issued_on=date(2026, 11, 2))


@pytest.mark.parametrize("clinic_leads", [True, False])
def test_either_may_come_first(own, theirs, nurse, clinic_leads):
    lead, part = (theirs, own) if clinic_leads else (own, theirs)

    actions.join(part, to=lead, by=nurse, at=AT)

    part.refresh_from_db()
    lead.refresh_from_db()
    assert part.status == Status.JOINED
    assert part.joined_to == lead
    assert lead.patient == theirs.patient
    assert list(Referral.objects.undecided()) == [lead]


def test_the_clock_is_that_of_the_earliest(own, theirs, nurse):
    actions.join(theirs, to=own, by=nurse, at=AT)
    own.refresh_from_db()
    together = own.due_on

    actions.separate(theirs, by=nurse, at=AT)

    own.refresh_from_db()
    assert together == date(2026, 11, 2) + timedelta(days=90)
    assert own.due_on == date(2026, 11, 20) + timedelta(days=90)


def test_accepting_the_lead_needs_no_typing_once_the_clinic_has_said_who(
    own, theirs, nurse
):
    actions.join(theirs, to=own, by=nurse, at=AT)

    accepted = accept(own, nurse)

    assert accepted.patient == theirs.patient
    assert accepted.case is not None
    assert not accepted.case.no_referrer


def test_every_clinic_of_the_case_gets_the_answer(own, theirs, nurse):
    other = accounts.user(
        Role.REFERRER, "Britt Sand", unit=accounts.clinic("Åsens vårdcentral")
    )
    second = make.from_clinic(by=other, identity=None, family_name="Sandberg")
    Referral.objects.filter(pk=second.pk).update(patient=theirs.patient)
    actions.join(theirs, to=own, by=nurse, at=AT)
    actions.join(second, to=own, by=nurse, at=AT)

    accept(own, nurse)

    told = Reply.objects.filter(kind="confirmation", confirms="BEK")
    assert {reply.referral_id for reply in told} == {theirs.pk, second.pk}


def test_a_part_is_told_what_its_lead_is(own, theirs, nurse):
    actions.join(own, to=theirs, by=nurse, at=AT)
    accept(theirs, nurse)
    own.refresh_from_db()

    assert own.status_told(AT) == Status.RECEIVED
    assert own.status_told(AT + timedelta(minutes=11)) == Status.ACCEPTED


def test_undo_takes_back_every_answer_and_keeps_the_parts(own, theirs, nurse):
    actions.join(theirs, to=own, by=nurse, at=AT)
    accept(own, nurse)

    actions.undo(own, by=nurse, at=AT + timedelta(minutes=1))

    theirs.refresh_from_db()
    assert theirs.joined_to_id == own.pk
    assert not Reply.objects.answers().filter(withdrawn_at=None).exists()


def test_a_referral_can_join_a_case_that_is_under_way(own, theirs, nurse):
    accept(theirs, nurse)

    lead = actions.join(own, to=theirs, by=nurse, at=AT)

    assert lead.status == Status.ACCEPTED
    assert not Referral.objects.undecided().exists()


@pytest.mark.parametrize("how", ["rejected", "withdrawn"])
def test_nothing_joins_what_is_over(own, theirs, nurse, how):
    if how == "rejected":
        actions.reject(theirs, reason="x", destination="y", by=nurse, at=AT)
    else:
        actions.withdraw(theirs, by=nurse, at=AT)

    with pytest.raises(Refused, match="avslutad"):
        actions.join(own, to=theirs, by=nurse, at=AT)

    own.refresh_from_db()
    assert own.status == Status.RECEIVED


def test_two_different_patients_are_never_one_case(theirs, referrer, nurse):
    other = make.from_clinic(by=referrer)

    with pytest.raises(Refused, match="två olika patienter"):
        actions.join(other, to=theirs, by=nurse, at=AT)


def test_joining_a_part_is_joining_its_lead(own, theirs, nurse):
    actions.join(own, to=theirs, by=nurse, at=AT)
    third = make.self_referral(name="E Sandberg")
    own.refresh_from_db()

    lead = actions.join(third, to=own, by=nurse, at=AT)

    third.refresh_from_db()
    assert lead == theirs
    assert third.joined_to == theirs


def test_parts_follow_when_their_lead_joins_another(own, theirs, nurse):
    third = make.self_referral(name="E Sandberg")
    actions.join(third, to=own, by=nurse, at=AT)

    actions.join(own, to=theirs, by=nurse, at=AT)

    third.refresh_from_db()
    assert third.joined_to == theirs


def test_when_the_lead_is_taken_back_the_parts_wait_for_themselves(own, theirs, nurse):
    actions.join(own, to=theirs, by=nurse, at=AT)

    actions.withdraw(theirs, by=nurse, at=AT)

    own.refresh_from_db()
    assert own.status == Status.RECEIVED
    assert own.joined_to is None
    assert Event.objects.filter(kind="referral.separated").count() == 1


def test_a_dangerous_part_makes_the_whole_urgent(theirs, nurse):
    own = make.self_referral(is_risk=True, risks=["suicide"])

    lead = actions.join(own, to=theirs, by=nurse, at=AT)

    assert lead.is_risk
    waiting = Task.objects.undone().filter(kind="referral.risk")
    assert [task.subject_id for task in waiting] == [str(theirs.pk)]


def test_what_the_health_centre_was_asked_for_has_come(own, theirs, nurse):
    asked = PartRequest.objects.create(
        referral=own,
        to="clinic",
        clinic=theirs.sender_unit,
        asked_at=AT,
        asked_by=nurse,
    )

    actions.join(theirs, to=own, by=nurse, at=AT)

    asked.refresh_from_db()
    assert asked.given == theirs
    assert asked.given_at == AT


def test_the_database_knows_what_joined_means(own, theirs):
    with pytest.raises(IntegrityError, match="joined_says_to_what"):
        Referral.objects.filter(pk=own.pk).update(joined_to=theirs)


def test_the_team_sees_every_part_of_a_case(own, theirs, nurse):
    actions.join(own, to=theirs, by=nurse, at=AT)
    case = accept(theirs, nurse).case
    member = accounts.user(Role.PHYSIOTHERAPIST, "Frida Fysio")
    actions_of_patients = make_patients.actions
    actions_of_patients.relate(
        case.patient, user=member, kind="team", by=nurse, at=make_patients.AT
    )

    seen = Referral.objects.visible_to(member)

    assert {referral.pk for referral in seen} == {own.pk, theirs.pk}


@pytest.mark.django_db(transaction=True)
def test_two_who_join_both_ways_at_once_make_one_case(referrer, nurse):
    own = make.self_referral(name="Erik Sandberg")
    theirs = make.from_clinic(by=referrer)
    start = threading.Barrier(2)
    refused: list[str] = []

    def join(part: Referral, lead: Referral) -> None:
        start.wait()
        try:
            actions.join(part, to=lead, by=nurse, at=AT)
        except Refused as refusal:
            refused.append(str(refusal.sentence))
        finally:
            connections.close_all()

    both = [
        threading.Thread(target=join, args=pair)
        for pair in ((own, theirs), (theirs, own))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)

    assert Referral.objects.filter(status=Status.JOINED).count() == 1
    assert len(refused) == 1


def test_whoever_assesses_reads_every_contribution_on_one_page(
    own, theirs, nurse, signed_in
):
    actions.join(theirs, to=own, by=nurse, at=AT)

    html = (
        signed_in(nurse).get(f"/app/referrals/{own.shown_reference}").content.decode()
    )

    assert own.goal in html
    assert theirs.goal in html
    assert "oxazepam tablett 10 mg" in html


def test_what_either_has_answered_is_answered(own, theirs, nurse):
    today = date(2026, 11, 22)
    alone = suggestions.suggestion(own, list(own.medicines.all()), today)
    actions.join(theirs, to=own, by=nurse, at=AT)
    own.refresh_from_db()

    both = suggestions.suggestion(own, list(own.medicines.all()), today)

    unclear = [finding for finding in alone.findings if finding.answer == "unclear"]
    left = [finding for finding in both.findings if finding.answer == "unclear"]
    assert len(left) < len(unclear)
