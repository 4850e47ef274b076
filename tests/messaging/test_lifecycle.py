"""The states of a message."""

import pytest

from accounts.refusals import ImpossibleMove
from messaging.lifecycle import MOVES, State, check_move


def test_every_state_says_where_it_can_go():
    assert MOVES.keys() == set(State)


@pytest.mark.parametrize("state", [State.SENT, State.DELIVERED, State.UNKNOWN])
def test_what_may_have_left_is_never_queued_again(state):
    assert State.QUEUED not in MOVES[state]
    assert State.SENDING not in MOVES[state]


def test_what_has_been_claimed_can_no_longer_be_withdrawn():
    with pytest.raises(ImpossibleMove, match="skickas nu"):
        check_move(State.SENDING, State.WITHDRAWN)
