"""The table of moves: whole, and nothing beside it."""

from itertools import product

import pytest

from accounts.refusals import ImpossibleMove
from referrals.lifecycle import (
    DECIDED,
    MOVES,
    UNDECIDED,
    UNDOABLE,
    Status,
    can_move,
    check_move,
)

FORBIDDEN = [
    (now, then) for now, then in product(Status, Status) if then not in MOVES[now]
]


def test_every_state_says_where_it_can_go():
    assert MOVES.keys() == set(Status)


def test_every_state_is_a_draft_undecided_decided_or_part_of_another():
    assert UNDECIDED | DECIDED | {Status.DRAFT, Status.JOINED} == set(Status)
    assert not UNDECIDED & DECIDED


def test_only_decisions_can_be_undone_and_only_to_received():
    assert {now for now in DECIDED if MOVES[now]} == UNDOABLE
    assert all(MOVES[now] == {Status.RECEIVED} for now in UNDOABLE)


def test_what_was_taken_back_stays_so():
    assert MOVES[Status.WITHDRAWN] == frozenset()


@pytest.mark.parametrize(("now", "then"), FORBIDDEN)
def test_a_move_outside_the_table_is_refused_with_a_sentence(now, then):
    with pytest.raises(ImpossibleMove) as refusal:
        check_move(now, then)

    assert str(refusal.value.sentence).endswith(".")
    assert not can_move(now, then)


@pytest.mark.parametrize(
    ("now", "then"), [(now, then) for now in MOVES for then in MOVES[now]]
)
def test_a_move_in_the_table_is_made(now, then):
    check_move(now, then)

    assert can_move(now, then)
