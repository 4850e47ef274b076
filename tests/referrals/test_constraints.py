"""The database says no, also to those who go around the actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from referrals.models import Medicine, Question, Reply
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db

IMPOSSIBLE = [
    ({"status": "lost"}, "referral_status_is_known"),
    ({"source": "paper"}, "referral_(source_is_known|of_a_clinic_has_sender)"),
    ({"sender_unit": None}, "referral_of_a_clinic_has_sender_and_patient"),
    ({"patient": None}, "referral_of_a_clinic_has_sender_and_patient"),
    (
        {"attempt": "no", "attempt_absence": ""},
        "referral_of_a_clinic_says_attempt_or_why_not",
    ),
    ({"decided_at": make.AT}, "referral_decision_is_whole"),
    ({"status": "withdrawn"}, "referral_decision_is_whole"),
    ({"undo_until": make.AT}, "referral_decision_can_be_undone_for_a_while"),
    ({"status": "waiting_info"}, "referral_waiting_for_answer_says_until_when"),
    ({"reply_by": date(2026, 12, 1)}, "referral_waiting_for_answer_says_until_when"),
]


@pytest.mark.parametrize(("change", "guarantee"), IMPOSSIBLE)
def test_an_impossible_referral_cannot_be_stored(as_app, change, guarantee):
    referral = make.from_clinic()

    with pytest.raises(IntegrityError, match=guarantee), transaction.atomic():
        type(referral).objects.filter(pk=referral.pk).update(**change)


def test_an_accepted_referral_has_a_case(nurse, as_app):
    referral = make.accepted(nurse)

    with (
        pytest.raises(IntegrityError, match="referral_accepted_has_case_and_patient"),
        transaction.atomic(),
    ):
        type(referral).objects.filter(pk=referral.pk).update(case=None)


def test_a_referral_turned_away_says_why_and_where_instead(nurse, as_app):
    referral = make.accepted(nurse)

    with (
        pytest.raises(IntegrityError, match="referral_turned_away_says_why"),
        transaction.atomic(),
    ):
        type(referral).objects.filter(pk=referral.pk).update(
            status="rejected", case=None
        )


def test_one_form_makes_one_referral(as_app):
    first, second = make.from_clinic(), make.from_clinic()

    with pytest.raises(IntegrityError, match="form_key"), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(form_key=first.form_key)


def test_a_dose_is_above_zero(as_app):
    referral = make.from_clinic()

    with (
        pytest.raises(IntegrityError, match="medicine_dose_is_above_zero"),
        transaction.atomic(),
    ):
        Medicine.objects.create(referral=referral, name="oxazepam", dose_per_day=0)


def test_an_answer_has_text_time_and_person(nurse, as_app):
    referral = make.from_clinic()

    with (
        pytest.raises(IntegrityError, match="question_answer_is_whole"),
        transaction.atomic(),
    ):
        Question.objects.create(
            referral=referral,
            to="referrer",
            text="Sedan när?",
            reply_by=date(2026, 12, 1),
            asked_at=make.AT,
            asked_by=nurse,
            answered_at=make.AT,
            answered_by=nurse,
        )


def test_a_reply_says_something(nurse, as_app):
    referral = make.from_clinic()

    with (
        pytest.raises(IntegrityError, match="reply_kind_is_known_and_text_is_there"),
        transaction.atomic(),
    ):
        Reply.objects.create(
            referral=referral,
            kind="final",
            text="",
            sent_at=make.AT,
            sent_by=nurse,
            readable_from=make.AT,
        )
