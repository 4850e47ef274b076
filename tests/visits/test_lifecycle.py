"""The states of a visit."""

import pytest

from accounts.refusals import ImpossibleMove
from visits.lifecycle import MOVES, Status, check_move


def test_every_state_says_where_it_can_go():
    assert MOVES.keys() == set(Status)


def test_a_cancelled_visit_stays_cancelled():
    with pytest.raises(ImpossibleMove, match="avbokad"):
        check_move(Status.CANCELLED, Status.DONE)


def test_nothing_becomes_booked_again():
    assert all(Status.BOOKED not in then for then in MOVES.values())
