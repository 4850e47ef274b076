"""The engine and a second, naive reading of the contract say the same."""

import pytest
from hypothesis import given, settings

from tapering import engine
from tests.tapering.engine import naive
from tests.tapering.engine.asked import example, requests, without_messages


def answered(request):
    """Return the answer without messages, or None where the engine refuses."""
    try:
        return without_messages(engine.answer(request))
    except engine.Refusal:
        return None


def test_both_agree_on_the_example():
    assert answered(example()) == naive.answer(example())


@pytest.mark.parametrize("take", ["even", "round_robin", "one_at_a_time"])
@pytest.mark.parametrize("rounding", ["slower", "faster", "nearest"])
def test_both_agree_on_the_example_taken_otherwise(take, rounding):
    request = example()
    request["policy"] |= {"take": take, "rounding": rounding}

    assert answered(request) == naive.answer(request)


@settings(max_examples=120, deadline=None)
@given(request=requests())
def test_both_agree_on_whatever_is_asked(request):
    assert answered(request) == naive.answer(request)
