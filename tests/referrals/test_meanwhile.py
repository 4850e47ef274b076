"""Somebody does something while somebody else is in the middle of it.

The first stands in the block and is committed when the second one waits for it.
"""

import re
import uuid
from datetime import date, timedelta

import pytest

from accounts.models import system_user
from accounts.refusals import Refused
from audit.models import Event
from messaging import actions as messaging
from messaging.lifecycle import State
from messaging.models import Message
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case, Consent, Patient, Protection, Task
from referrals import actions
from referrals.actions import attach, follow, importing, keep, self_referral
from referrals.actions.scanned import STOPPED
from referrals.lifecycle import Status
from referrals.models import (
    Attachment,
    ClinicDraft,
    Draft,
    FollowCode,
    KeptDraft,
    Referral,
    Reply,
)
from tests.at_once import at_once, meanwhile
from tests.factories import attachments, lists
from tests.factories import patients as people
from tests.factories import referrals as make
from tests.factories import self_referrals as own

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT = make.AT
LATER = AT + timedelta(minutes=1)
FIRST = date(2026, 11, 25)


def accept(referral, by, at=AT):
    return actions.accept(referral, owner=by, first_contact_on=FIRST, by=by, at=at)


def sent(key, by):
    person, request = make.person(), make.request()
    return actions.send(form_key=key, person=person, request=request, by=by, at=AT)


# ----------------------------------------------------------- what the other one made


def test_the_last_answer_reaches_a_case_that_is_opened_just_now(coordinator):
    referral = make.from_clinic()
    by = {"by": coordinator, "at": LATER}

    with meanwhile(
        lambda: actions.answer_clinic(
            referral, kind=Reply.Kind.FINAL, text="Hej.", **by
        )
    ):
        accept(referral, coordinator)

    assert Case.objects.get().answered_at == LATER


def test_undo_closes_a_case_that_is_opened_just_now(coordinator):
    referral = make.from_clinic()

    with meanwhile(lambda: actions.undo(referral, by=coordinator, at=LATER)) as came_of:
        accept(referral, coordinator)

    assert came_of[0].status == Status.RECEIVED
    assert Case.objects.get().phase == Phase.CLOSED


def test_what_is_decided_while_two_become_one_is_about_the_one(coordinator):
    referral = make.from_clinic()
    kept = people.patient()
    told = {"reason": "Annan region.", "destination": "Din egen region."}

    with meanwhile(
        lambda: actions.redirect(referral, **told, by=coordinator, at=LATER)
    ):
        patients.merge(
            kept, gone=referral.patient, reason="Samma", by=coordinator, at=AT
        )

    assert Event.objects.get(kind="referral.redirected").patient_id == kept.pk


def test_a_case_that_gets_another_patient_just_now_can_be_moved(coordinator):
    referral = accept(make.from_clinic(), coordinator)
    to = {"to": Phase.PREPARATION, "by": coordinator, "at": LATER}

    with meanwhile(lambda: patients.move(referral.case, **to)) as came_of:
        patients.merge(
            people.patient(),
            gone=referral.patient,
            reason="Samma",
            by=coordinator,
            at=AT,
        )

    assert came_of[0].phase == Phase.PREPARATION


# ------------------------------------------------------------------- sending a form


def test_a_file_that_comes_while_the_form_is_sent_goes_with_it(referrer):
    make.from_clinic()
    key = uuid.uuid4()

    with meanwhile(lambda: attachments.beside(key, referrer)):
        referral = sent(key, referrer)

    assert Attachment.objects.get().referral == referral


def test_a_form_that_is_sent_while_a_file_comes_takes_it_along(referrer):
    make.from_clinic()
    key = uuid.uuid4()

    with meanwhile(lambda: sent(key, referrer)) as came_of:
        attachments.beside(key, referrer)

    assert Attachment.objects.get().referral == came_of[0]


def test_a_draft_that_saves_itself_while_the_form_is_sent_leaves_nothing(referrer):
    make.from_clinic()
    key = uuid.uuid4()
    written = {"by": referrer, "at": AT, "seen": ""}
    actions.keep_draft(key, written={"goal": ["Ett"]}, **written)

    with meanwhile(
        lambda: actions.keep_draft(key, written={"goal": ["Två"]}, **written)
    ) as came_of:
        sent(key, referrer)

    assert isinstance(came_of[0], Refused)
    assert not ClinicDraft.objects.exists()


def test_a_file_that_is_stopped_while_the_form_is_sent_is_told_of(referrer):
    make.from_clinic()
    key = uuid.uuid4()
    file = attachments.beside(key, referrer)

    with meanwhile(lambda: attachments.stopped(file)):
        sent(key, referrer)

    assert Task.objects.filter(kind=STOPPED.kind).count() == 1


def test_a_form_that_was_opened_on_two_phones_is_sent_once(monday):
    make.from_clinic()
    first = own.draft(monday)
    Draft.objects.filter(pk=first.row.pk).delete()
    second = self_referral.begin(
        answers=own.ANSWERS, form_key=first.row.form_key, at=monday
    )
    by = {"by": system_user(), "at": monday}

    with meanwhile(lambda: self_referral.send_self_referral(second, **by)) as came_of:
        referral = self_referral.send_self_referral(first, **by)

    assert came_of == [referral]


def test_what_is_put_aside_while_it_is_sent_is_not_kept(monday):
    make.from_clinic()
    draft = own.draft(monday)
    words = {"contact": "+46701740615", "passphrase": "Gröt vid fönstret"}

    with meanwhile(lambda: keep.keep(draft, **words, at=monday)) as came_of:
        self_referral.send_self_referral(draft, by=system_user(), at=monday)

    assert isinstance(came_of[0], Refused)
    assert not KeptDraft.objects.exists()


def test_what_was_kept_is_opened_on_two_phones_at_the_same_moment(monday):
    key = own.draft(monday).row.form_key

    answers = at_once(
        *[
            lambda: self_referral.begin(answers=own.ANSWERS, form_key=key, at=monday)
            for _phone in range(3)
        ]
    )

    assert len(answers) == 3
    assert Draft.objects.filter(form_key=key).count() == 1


# ----------------------------------------------------------------------- the sweeps


def test_two_sweeps_send_one_code_and_it_opens(monday):
    referral = own.sent(monday)
    asked = follow.ask_for_code(reference=referral.reference, at=monday)
    by = {"by": system_user(), "at": monday}

    with meanwhile(lambda: follow.send_codes(**by)) as came_of:
        assert follow.send_codes(**by) == 1

    assert came_of == [0]
    code = Message.objects.get(kind="follow_code").body
    digits = re.search(r"\b\d{6}\b", code)[0]
    assert follow.try_code(FollowCode.objects.get(pk=asked.pk), code=digits, **by)


def test_a_decision_whose_message_is_leaving_is_not_undone(coordinator, monday):
    referral = own.sent(monday)
    decided = monday - timedelta(minutes=9)
    told = {"reason": "Annan region.", "destination": "Din egen region."}
    actions.reject(referral, **told, by=coordinator, at=decided)

    def undo():
        return actions.undo(referral, by=coordinator, at=monday + timedelta(seconds=30))

    with meanwhile(undo) as came_of:
        Referral.objects.select_for_update().get(pk=referral.pk)
        message = Message.objects.get(kind="news")
        Message.objects.exclude(pk=message.pk).delete()
        at = max(message.not_before, monday + timedelta(minutes=1))
        claimed = messaging.claim_next(worker="w", by=system_user(), at=at)
        assert claimed.state == State.SENDING

    assert isinstance(came_of[0], Refused)
    referral.refresh_from_db()
    assert referral.status == Status.REJECTED


def test_a_file_sent_just_now_does_not_stop_the_sweep_of_loose_ones(referrer):
    make.from_clinic()
    key = uuid.uuid4()
    bound, loose = (
        attachments.beside(key, referrer),
        attachments.beside(uuid.uuid4(), referrer),
    )
    sent(key, referrer)

    forgotten = attach.forget_loose([bound, loose], by=system_user(), at=LATER)

    assert forgotten == 1
    assert Attachment.objects.get() == bound


def test_protecting_somebody_while_a_message_fails_ends(nurse, monday):
    case = people.case(nurse)
    patients.consent(
        case.patient,
        purpose=Consent.Purpose.SMS,
        answer=Consent.Answer.YES,
        by=nurse,
        at=monday,
    )
    for version in range(4):
        messaging.queue(
            subject=case,
            kind="news",
            version=version,
            channel="sms",
            to="+46701740631",
            language="sv",
            patient=case.patient,
            expires_at=monday + timedelta(minutes=1),
            by=nurse,
            at=monday,
        )
    late = {"by": system_user(), "at": monday + timedelta(minutes=2)}

    answers = at_once(
        lambda: [messaging.claim_next(worker="w", **late) for _turn in range(4)],
        lambda: actions.protect(
            case.patient,
            level=Protection.MARKED,
            source="Skatteverket",
            checked_on=monday.date(),
            **late,
        ),
    )

    assert answers[1].is_protected
    assert not Message.objects.filter(state=State.QUEUED).exists()


# ------------------------------------------------------------------ lists and people


def test_undoing_a_list_keeps_somebody_who_is_referred_just_now(coordinator, referrer):
    make.from_clinic()
    batch = lists.looked_at(coordinator)
    importing.approve(batch, by=coordinator, at=AT)
    known = Patient.objects.exclude(identity_number=None).first()
    listed = batch.rows.filter(patient__isnull=False).first().patient
    identity = make.identity.parse(listed.identity_number, today=make.TODAY)
    assert known

    with meanwhile(lambda: importing.undo(batch, by=coordinator, at=LATER)):
        make.from_clinic(by=referrer, identity=identity)

    listed.refresh_from_db()
    assert listed.undone_at is None
    assert listed.referrals.exclude(status=Status.WITHDRAWN).count() == 1


def test_a_list_is_undone_or_its_referral_decided_never_both(coordinator):
    for turn in range(4):
        batch = lists.looked_at(coordinator, form_key=uuid.uuid4())
        importing.approve(batch, by=coordinator, at=AT)
        referral = Referral.objects.filter(status=Status.RECEIVED).first()

        at_once(
            lambda batch=batch: importing.undo(batch, by=coordinator, at=LATER),
            lambda one=referral: accept(one, coordinator, at=LATER),
            slowly=bool(turn % 2),
        )

        referral.refresh_from_db()
        assert referral.status in {Status.WITHDRAWN, Status.ACCEPTED}
        assert (referral.status == Status.ACCEPTED) == Case.objects.open().filter(
            patient=referral.patient
        ).exists()
        Case.objects.all().update(
            phase=Phase.CLOSED,
            closing="undone",
            closed_at=LATER,
            closed_by=coordinator,
        )


def test_a_merge_is_taken_back_while_its_referral_is_decided(coordinator):
    for _turn in range(4):
        referral = make.from_clinic()
        kept = people.patient()
        done = patients.merge(
            kept, gone=referral.patient, reason="Samma", by=coordinator, at=AT
        )

        answers = at_once(
            lambda done=done: patients.undo_merge(done, by=coordinator, at=LATER),
            lambda one=referral: accept(one, coordinator, at=LATER),
        )

        referral.refresh_from_db()
        is_undone = not isinstance(answers[0], Refused)
        whose = done.gone_id if is_undone else kept.pk
        assert {referral.patient_id, referral.case.patient_id} == {whose}
