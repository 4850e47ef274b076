"""Every state of a check-in says where it can go."""

import pytest

from accounts.refusals import AlreadyDone, ImpossibleMove
from aftercare.lifecycle import MOVES, State, check_move


def test_every_state_says_where_it_can_go():
    assert MOVES.keys() == set(State)


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("then", State)
def test_a_move_is_made_or_refused_in_words(now, then):
    if then in MOVES[now]:
        assert check_move(now, then) is None
        return

    with pytest.raises((AlreadyDone, ImpossibleMove)) as refusal:
        check_move(now, then)

    assert "Kontakten" in str(refusal.value.sentence)
