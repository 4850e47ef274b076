"""What a person is told when something cannot be done."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

Sentence = str | Promise


class Refused(Exception):
    """A rule says no. `sentence` is what the person reads; the row is unchanged."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ImpossibleMove(Refused):
    """The thing is in a state from which this move cannot be made."""


class AlreadyDone(Refused):
    """Somebody, perhaps the same person with a second press, did it already."""


WhyNot = Callable[..., str]


def forbid(reason: Sentence) -> None:
    """Stop a view with the reason why not, if there is one: the 403 page says it."""
    if reason:
        raise PermissionDenied(reason)


class ChangedMeanwhile(Refused):
    """Somebody else changed it after the page was shown; nothing was overwritten."""
