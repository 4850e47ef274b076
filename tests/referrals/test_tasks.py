"""Sweeps: what has waited too long becomes somebody's task, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patients.models import Task
from referrals import actions, tasks
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize(("days", "told"), [(75, 0), (76, 1), (95, 1)])
def test_a_promise_about_to_break_is_told_once(days, told):
    make.from_clinic(issued_on=ago(days))

    tasks.watch_clocks()
    tasks.watch_clocks()

    assert Task.objects.filter(kind="referral.clock").count() == told


def test_a_stricter_promise_is_told_sooner(settings):
    settings.REFERRAL_TARGET_DAYS = 30
    make.from_clinic(issued_on=ago(20))

    tasks.watch_clocks()

    task = Task.objects.get(kind="referral.clock")
    assert task.due_on == ago(20) + timedelta(days=30)


def test_what_is_decided_has_no_clock(nurse):
    make.accepted(nurse, issued_on=ago(85))

    tasks.watch_clocks()

    assert not Task.objects.filter(kind="referral.clock").exists()


def test_a_question_without_an_answer_comes_back(nurse):
    referral = make.from_clinic()
    actions.ask(
        referral, to="referrer", text="Dos?", reply_by=ago(1), by=nurse, at=make.AT
    )

    tasks.watch_clocks()
    tasks.watch_clocks()

    assert Task.objects.get(kind="referral.no_answer").due_on == ago(1)


def test_what_was_ticked_off_rests_for_a_week(nurse):
    make.from_clinic(issued_on=ago(80))
    tasks.watch_clocks()
    Task.objects.update(done_at=timezone.now(), done_by=nurse)

    tasks.watch_clocks()

    assert Task.objects.filter(kind="referral.clock").count() == 1
