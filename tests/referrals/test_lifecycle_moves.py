"""Every state meets every action: what the table forbids changes nothing.

First one step from each state, exhaustively; then long walks that hypothesis draws.
"""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import system_user
from accounts.refusals import Refused
from audit.models import Event
from patients.models import Case, Task
from referrals import actions
from referrals.lifecycle import MOVES, Status, can_move
from referrals.models import ClockPause, Priority, Question, Referral, Reply
from tests.factories import referrals as make

AT = make.AT
FIRST = date(2026, 11, 25)
TURNED = {"reason": "Bor i annan region.", "destination": "Er egen region."}
# Tables whose rows an action may add or change.
WATCHED = (Referral, Question, Reply, Case, Task, ClockPause, Event)


class World:
    """One referral, everybody who can touch it, and a clock that goes on."""

    def __init__(self, nurse, coordinator, referrer):
        self.nurse, self.coordinator, self.referrer = nurse, coordinator, referrer
        self.at = AT
        self.referral = make.from_clinic(by=referrer, at=AT)
        self.other = make.self_referral(at=AT)

    @property
    def now(self):
        return Referral.objects.get(pk=self.referral.pk)

    @property
    def by_nurse(self):
        return {"by": self.nurse, "at": self.at}

    # ------------------------------------------------------------ one method each

    def receive(self):
        actions.receive(self.referral, by=system_user(), at=self.at)

    def accept(self):
        owner = {"owner": self.nurse, "first_contact_on": FIRST}
        actions.accept(self.referral, **owner, **self.by_nurse)

    def ask(self):
        actions.ask(
            self.referral,
            to=Question.To.REFERRER,
            text="Vilken dos?",
            reply_by=FIRST,
            **self.by_nurse,
        )

    def answer(self):
        question = self.referral.questions.filter(answered_at=None).first()
        if question is None:
            raise Refused("Ingen fråga.")
        actions.answer(question, text="5 mg", by=self.referrer, at=self.at)

    def redirect(self):
        actions.redirect(self.referral, **TURNED, **self.by_nurse)

    def reject(self):
        actions.reject(self.referral, **TURNED, **self.by_nurse)

    def reject_by_itself(self):
        actions.reject(self.referral, **TURNED, by=system_user(), at=self.at)

    def withdraw(self):
        actions.withdraw(self.referral, by=self.referrer, at=self.at, reason="Ångrat")

    def assign(self):
        to = {"to": self.coordinator, "reason": "Känner familjen"}
        actions.assign(self.referral, **to, **self.by_nurse)

    def undo(self):
        actions.undo(self.referral, **self.by_nurse)

    def undo_late(self):
        late = self.at + timedelta(minutes=11)
        actions.undo(self.referral, by=self.nurse, at=late)

    def join(self):
        actions.join(self.referral, to=self.other, **self.by_nurse)

    def be_joined(self):
        actions.join(self.other, to=self.referral, **self.by_nurse)

    def separate(self):
        actions.separate(self.referral, **self.by_nurse)

    def pause(self):
        actions.pause(
            self.referral,
            reason=ClockPause.Reason.MEDICAL,
            first_on=FIRST,
            until_on=FIRST + timedelta(days=5),
            proof="Intyg",
            **self.by_nurse,
        )

    def prioritise(self):
        actions.prioritise(
            self.referral,
            priority=Priority.SHORT,
            reason="Ensam",
            reassess_on=None,
            **self.by_nurse,
        )


# What each action makes of the referral; none for those that leave its state alone.
LEADS_TO = {
    "receive": Status.RECEIVED,
    "accept": Status.ACCEPTED,
    "ask": Status.WAITING_INFO,
    "redirect": Status.REDIRECTED,
    "reject": Status.REJECTED,
    "withdraw": Status.WITHDRAWN,
    "undo": Status.RECEIVED,
    "join": Status.JOINED,
    "separate": Status.RECEIVED,
}
# The one event that each leaves with the referral, besides what follows from it.
LEAVES = {
    "receive": "referral.received",
    "accept": "referral.accepted",
    "ask": "referral.question_asked",
    "answer": "referral.question_answered",
    "redirect": "referral.redirected",
    "reject": "referral.rejected",
    "withdraw": "referral.withdrawn",
    "assign": "referral.assigned",
    "undo": "referral.undone",
    "join": "referral.joined",
    "be_joined": "referral.joined",
    "separate": "referral.separated",
    "pause": "referral.clock_paused",
    "prioritise": "referral.prioritised",
}
NEVER = {"reject_by_itself", "undo_late"}
ACTIONS = sorted(LEAVES.keys() | NEVER)
WAYS = {
    Status.RECEIVED: [],
    Status.WAITING_INFO: ["ask"],
    Status.ACCEPTED: ["accept"],
    Status.REDIRECTED: ["redirect"],
    Status.REJECTED: ["reject"],
    Status.WITHDRAWN: ["withdraw"],
    Status.JOINED: ["join"],
}
WAITING = {Status.SENT, Status.RECEIVED, Status.WAITING_INFO}
# What is allowed, said once more and by itself, so that the actions cannot judge it.
ALLOWED = {
    "receive": {Status.SENT},
    "accept": {Status.RECEIVED, Status.WAITING_INFO},
    "ask": {Status.RECEIVED, Status.WAITING_INFO},
    "answer": {Status.WAITING_INFO},
    "redirect": {Status.RECEIVED, Status.WAITING_INFO},
    "reject": {Status.RECEIVED, Status.WAITING_INFO},
    "withdraw": {Status.RECEIVED, Status.WAITING_INFO, Status.JOINED, Status.SENT},
    "assign": WAITING,
    "undo": {Status.ACCEPTED, Status.REDIRECTED, Status.REJECTED},
    "join": {Status.RECEIVED, Status.WAITING_INFO},
    "be_joined": WAITING | {Status.ACCEPTED, Status.JOINED},
    "separate": {Status.JOINED},
    "pause": WAITING | {Status.ACCEPTED},
    "prioritise": WAITING,
    "reject_by_itself": set(),
    "undo_late": set(),
}


def everything():
    """All rows of what an action could have touched, to the last column."""
    return {
        model: sorted(map(repr, model.objects.order_by("pk").values_list()))
        for model in WATCHED
    }


def tried(world, action):
    """Whether it was done; the transaction of a refused one is rolled back."""
    try:
        with transaction.atomic():
            getattr(world, action)()
    except Refused:
        return False
    return True


def events(kind):
    return Event.objects.filter(kind=kind).count()


def constraints_hold():
    """Deferred ones too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def world(nurse, coordinator, referrer):
    return World(nurse, coordinator, referrer)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", list(WAYS), ids=str)
def test_one_step_from_each_state(world, state, action):
    for step in WAYS[state]:
        assert tried(world, step)
    assert world.now.status == state
    before = everything()
    kind = LEAVES.get(action, "")
    counted = events(kind)

    is_done = tried(world, action)

    assert is_done == (state in ALLOWED[action] and not _is_circle(state, action))
    if is_done:
        assert events(kind) == counted + 1
        assert world.now.status == LEADS_TO.get(action, _after(state, action))
    else:
        assert everything() == before
    constraints_hold()


def _is_circle(state, action):
    """What is a part of the other cannot have that other as its own part."""
    return state == Status.JOINED and action == "be_joined"


def _after(state, action):
    """An answer puts the referral back; the rest leave its state alone."""
    return Status.RECEIVED if action == "answer" else state


@pytest.mark.django_db
def test_every_move_of_the_table_is_made_by_some_action(world):
    """The two that no page can make again are those of sending."""
    made = {
        (state, LEADS_TO.get(action, Status.RECEIVED))
        for action in [*LEADS_TO, "answer"]
        for state in ALLOWED[action]
    }
    table = {(now, then) for now, after in MOVES.items() for then in after}

    assert table - made == {(Status.DRAFT, Status.SENT)}
    assert made <= table


@pytest.mark.django_db
@given(walk=st.lists(st.sampled_from(ACTIONS), min_size=3, max_size=8))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_walk_leaves_the_table(walk, nurse, coordinator, referrer):
    with transaction.atomic():
        world = World(nurse, coordinator, referrer)
        for action in walk:
            world.at += timedelta(seconds=20)
            before, rows = Status(world.now.status), everything()
            if tried(world, action):
                then = Status(world.now.status)
                assert then == before or can_move(before, then)
                # An answer to what was asked before the decision is kept.
                is_late = action == "answer" and then == before
                assert is_late or before in ALLOWED[action]
            else:
                assert everything() == rows
            constraints_hold()
            check_whole(world.now)
        transaction.set_rollback(True)


def check_whole(referral):
    """What always holds, whatever happened before."""
    is_decided = referral.status in {"accepted", "redirected", "rejected", "withdrawn"}
    assert (referral.decided_at is not None) == is_decided
    assert (referral.case is not None) == (referral.status == "accepted")
    assert (referral.joined_to is not None) == (referral.status == "joined")
    assert (referral.reply_by is not None) == (referral.status == "waiting_info")
    if referral.status == "accepted":
        assert referral.case.closed_at is None
    if is_decided:
        kinds = ["referral.risk", "referral.no_answer", "referral.stale"]
        waiting = Task.objects.undone().filter(
            kind__in=kinds, subject_id=str(referral.pk)
        )
        assert not waiting.exists()
