"""Stopping the clock in the browser, and saying how soon."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import AlreadyDone, Refused
from audit.models import Event
from patients.models import Task
from referrals import actions, tasks
from referrals.models import ClockPause, Priority, Referral
from tests.factories import referrals as make
from tests.test_settings import start

pytestmark = pytest.mark.django_db
PROOF = "Ringde patienten, se journalen."


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def url(referral, page="pause", *more):
    return reverse(f"referrals:{page}", args=[referral.shown_reference, *more])


def sent(days=10, **fields):
    at = timezone.now() - timedelta(days=days)
    return make.from_clinic(at=at, issued_on=day(-days), **fields)


def declined(**fields):
    return {
        "reason": "declined",
        "informed_on": str(day(-3)),
        "offered_on": str(day(-2)),
        "declined_on": str(day(-1)),
        "first_on": str(day()),
        "proof": PROOF,
        **fields,
    }


@pytest.fixture
def triage(signed_in, nurse):
    return signed_in(nurse)


@pytest.mark.parametrize("reason", ["medical", "other_region"])
def test_a_lawful_reason_stops_the_clock(triage, reason):
    referral = sent()

    triage.post(
        url(referral), {"reason": reason, "first_on": str(day()), "proof": PROOF}
    )

    referral.refresh_from_db()
    page = triage.get(url(referral)).content.decode()
    assert referral.due_on is None
    assert "klockan står still" in page
    assert "Sara Nyberg skrev det" in page
    assert Event.objects.get(kind="referral.clock_paused").reason == PROOF


def test_declining_needs_its_three_days(triage):
    referral = sent()

    triage.post(url(referral), declined(until_on=str(day(9))))

    pause = ClockPause.objects.get()
    referral.refresh_from_db()
    assert (pause.informed_on, pause.declined_on) == (day(-3), day(-1))
    assert referral.due_on == day(80 + 9)


@pytest.mark.parametrize("missing", ["informed_on", "offered_on", "declined_on"])
def test_without_one_of_them_nothing_stops(triage, missing):
    referral = sent()

    page = triage.post(url(referral), declined(**{missing: ""}))

    assert missing in page.context["form"].errors
    assert not ClockPause.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"informed_on": str(day(-1)), "offered_on": str(day(-2))}, "offered_on"),
        ({"declined_on": str(day(-3)), "informed_on": str(day(-3))}, "declined_on"),
        ({"first_on": str(day(-5))}, "first_on"),
        ({"proof": ""}, "proof"),
        ({"reason": "busy"}, "reason"),
        ({"first_on": "2019-01-01"}, "first_on"),
    ],
)
def test_a_pause_that_the_law_does_not_know_is_asked_about(triage, fields, wrong):
    page = triage.post(url(sent()), declined(**fields))

    assert wrong in page.context["form"].errors
    assert not ClockPause.objects.exists()


def test_an_offer_after_the_guarantee_stops_nothing(triage):
    referral = sent(days=95)

    page = triage.post(url(referral), declined())

    assert page.status_code == 409
    assert "efter att vårdgarantin hade gått ut" in page.content.decode()
    assert not ClockPause.objects.exists()


@pytest.mark.parametrize("earlier", ["informed_on", "offered_on", "declined_on"])
def test_the_database_itself_wants_them_in_order(nurse, earlier):
    facts = dict.fromkeys(("informed_on", "offered_on", "declined_on"), day(-2))
    facts[earlier] = day(1) if earlier != "declined_on" else day(-4)

    with (
        pytest.raises(IntegrityError, match="in_order"),
        transaction.atomic(),
    ):
        ClockPause.objects.create(
            referral=sent(),
            reason="declined",
            proof=PROOF,
            first_on=day(),
            written_at=make.AT,
            written_by=nurse,
            **facts,
        )


def test_ending_lets_the_days_count_and_taking_back_counts_them_all(triage):
    referral = sent()
    triage.post(
        url(referral), {"reason": "medical", "first_on": str(day()), "proof": PROOF}
    )
    pause = ClockPause.objects.get()

    triage.post(url(referral, "end_pause", pause.pk), {"until_on": str(day(5))})
    ended = Referral.objects.get().due_on
    for _press in range(2):
        triage.post(url(referral, "take_back_pause", pause.pk))

    page = triage.get(url(referral)).content.decode()
    assert ended == day(85)
    assert Referral.objects.get().due_on == day(80)
    assert "tog tillbaka pausen" in page
    assert Event.objects.filter(kind="referral.clock_pause_undone").count() == 1


def test_a_pause_does_not_end_before_it_begins(triage, nurse):
    referral = sent()
    triage.post(
        url(referral), {"reason": "medical", "first_on": str(day()), "proof": PROOF}
    )
    pause = ClockPause.objects.get()

    answer = triage.post(
        url(referral, "end_pause", pause.pk), {"until_on": str(day(-1))}
    )
    without = triage.post(url(referral, "end_pause", pause.pk), {}, follow=True)

    assert answer.status_code == 409
    assert "från vilken dag" in without.content.decode()
    assert Referral.objects.get().due_on is None
    actions.take_back_pause(pause, by=nurse, at=make.AT)
    with pytest.raises(AlreadyDone):
        actions.end_pause(pause, until_on=day(3), by=nurse, at=make.AT)


@pytest.mark.parametrize("verb", ["redirect", "reject"])
def test_what_is_turned_away_has_no_clock_to_stop(nurse, verb):
    referral = getattr(actions, verb)(
        sent(), reason="x", destination="y", by=nurse, at=timezone.now()
    )

    with pytest.raises(Refused, match="ingen klocka"):
        actions.pause(
            referral,
            reason=ClockPause.Reason.MEDICAL,
            first_on=day(),
            until_on=None,
            proof=PROOF,
            by=nurse,
            at=timezone.now(),
        )


def test_whoever_is_accepted_still_waits_for_the_visit(triage, nurse):
    referral = make.accepted(nurse, at=timezone.now())

    triage.post(
        url(referral), {"reason": "medical", "first_on": str(day()), "proof": PROOF}
    )

    referral.refresh_from_db()
    assert referral.due_on is None


# --------------------------------------------------------------------- another promise


def test_a_stricter_promise_is_counted_anew_by_the_sweep_once(settings):
    referral = sent()
    settings.REFERRAL_TARGET_DAYS = 30

    for _time in range(2):
        tasks.recount_clocks()

    referral.refresh_from_db()
    assert referral.due_on == day(20)
    assert Event.objects.filter(kind="referral.recounted").count() == 1


def test_the_sweep_leaves_what_is_decided(settings, nurse):
    referral = make.accepted(nurse)
    before = referral.due_on
    settings.REFERRAL_TARGET_DAYS = 30

    tasks.recount_clocks()

    referral.refresh_from_db()
    assert referral.due_on == before


# ----------------------------------------------------------------------------- priority


def prioritised(triage, referral, **fields):
    said = {"priority": "1", "reason": "Ensam med barn.", "reassess_on": str(day(7))}
    return triage.post(url(referral, "priority"), {**said, **fields})


def test_going_first_has_a_reason_and_a_day_to_look_again(triage):
    referral = sent()

    prioritised(triage, referral)

    referral.refresh_from_db()
    task = Task.objects.get(kind="referral.reassess")
    assert (referral.priority, referral.priority_reason) == (1, "Ensam med barn.")
    assert task.due_on == referral.reassess_on == day(7)
    assert Event.objects.get(kind="referral.prioritised").reason == "Ensam med barn."


def test_another_day_replaces_the_task_and_normal_takes_it_away(triage):
    referral = sent()
    prioritised(triage, referral)

    prioritised(triage, referral, reassess_on=str(day(3)))
    later = Task.objects.undone().get(kind="referral.reassess").due_on
    prioritised(triage, referral, priority="0", reason="", reassess_on="")

    assert later == day(3)
    assert not Task.objects.undone().filter(kind="referral.reassess").exists()
    assert Referral.objects.get().priority == Priority.NORMAL


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"reason": ""}, "reason"),
        ({"priority": "7"}, "priority"),
        ({"reassess_on": str(day(-1))}, "reassess_on"),
        ({"reassess_on": str(day(400))}, "reassess_on"),
    ],
)
def test_a_half_priority_is_asked_about(triage, fields, wrong):
    page = prioritised(triage, sent(), **fields)

    assert wrong in page.context["form"].errors
    assert Referral.objects.get().priority == Priority.NORMAL


def test_the_action_wants_a_reason_too(nurse):
    with pytest.raises(Refused):
        actions.prioritise(
            sent(),
            priority=Priority.EMERGENCY,
            reason="",
            reassess_on=None,
            by=nurse,
            at=make.AT,
        )


def test_what_is_decided_is_not_prioritised(nurse):
    with pytest.raises(Refused, match="redan bedömd"):
        actions.prioritise(
            make.accepted(nurse),
            priority=Priority.SHORT,
            reason="x",
            reassess_on=None,
            by=nurse,
            at=make.AT,
        )


def test_two_who_set_the_priority_compare(triage, nurse, coordinator):
    referral = sent()
    actions.assign(referral, to=coordinator, reason="x", by=nurse, at=make.AT)

    late = prioritised(triage, referral, edition=str(referral.edition))

    assert late.status_code == 409
    assert "Ensam med barn." in late.content.decode()
    assert Referral.objects.get().priority == Priority.NORMAL


@pytest.mark.parametrize(("days", "starts"), [("1", True), ("90", True), ("0", False)])
def test_the_unit_may_be_stricter_than_the_law(days, starts):
    done = start(REFERRAL_TARGET_DAYS=days)

    assert (done.returncode == 0) is starts


def test_a_promise_looser_than_the_law_does_not_start():
    done = start(REFERRAL_TARGET_DAYS="91")

    assert done.returncode == 1
    assert "REFERRAL_TARGET_DAYS must be 1 to 90" in done.stderr
